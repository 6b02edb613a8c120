from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "md.live.mixin"]

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._live_changed("md.report.sale", "sales_team.group_sale_manager")
        return result
