from odoo import api, models

CHARGES = ("online_redirect", "online_direct", "online_token")


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    @api.model_create_multi
    def create(self, vals_list):
        """Who starts to pay holds the goods, in the shop or through a link."""
        transactions = super().create(vals_list)
        starting = transactions.filtered(
            lambda tx: tx.state == "draft" and tx.operation in CHARGES
        )
        for order in starting.sale_order_ids:
            if order.state in ("draft", "sent"):
                if order._md_holds_for_payment():
                    order._md_hold_for_payment()
                else:
                    self.env["md.promotion.last.use"]._settle(order)
        return transactions

    def _check_amount_and_confirm_order(self):
        """A paid order is confirmed; of what is gone meanwhile its owner is told."""
        orders = super()._check_amount_and_confirm_order()
        for order in orders:
            self.env["md.waiting.news"]._tell(order)
        return orders
