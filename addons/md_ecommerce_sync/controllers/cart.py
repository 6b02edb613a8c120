from odoo.http import request

from odoo.addons.website_sale.controllers import cart


class Cart(cart.Cart):
    def _cart_values(self, **post):
        """The cart says what is left of what it cannot have any more."""
        order = request.cart
        if order and (words := order.env["md.shop.shortage"]._words(order)):
            order.shop_warning = words
        return super()._cart_values(**post)
