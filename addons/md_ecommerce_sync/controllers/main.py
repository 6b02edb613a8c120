from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.website_sale.controllers import main

UNDER_WAY = ("pending", "authorized", "done")


class WebsiteSale(main.WebsiteSale):
    def _get_shop_payment_errors(self, order):
        """Looked at live: who comes to pay for what is gone is told before."""
        errors = super()._get_shop_payment_errors(order)
        if order.get_portal_last_transaction().state in UNDER_WAY:
            return errors
        if words := order.env["md.shop.shortage"]._not_charged(order):
            title = request.env._("Not all of your cart is left: please change it.")
            errors.append((title, words))
        return errors

    @route()
    def shop_payment_validate(self, sale_order_id=None, **post):
        """Who loses here, without a payment, reads why on the payment page."""
        if self._loses(request.cart):
            return request.redirect("/shop/payment")
        return super().shop_payment_validate(sale_order_id=sale_order_id, **post)

    def _loses(self, order):
        """Whether a cart cannot have its goods; one that costs nothing holds them."""
        if not order:
            return False
        if order.amount_total:
            return bool(order.env["md.shop.shortage"]._words(order))
        try:
            order._md_hold_for_payment()
        except UserError:
            return True
        return False
