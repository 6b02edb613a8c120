from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _prepare_procurement_values(self):
        """Goods of an owner that are kept apart are taken from that owner's only."""
        values = super()._prepare_procurement_values()
        owner = self.order_id.md_channel_id._owner() if self.order_id else 0
        return {**values, "restrict_partner_id": owner} if owner else values
