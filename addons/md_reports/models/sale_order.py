from odoo import models

from .md_report_sale import READERS


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "md.live.mixin"]

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            for group in READERS:
                self._live_changed("md.report.sale", group)
        return result
