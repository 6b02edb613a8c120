from odoo import models


class PosOrder(models.Model):
    _name = "pos.order"
    _inherit = ["pos.order", "md.live.mixin"]

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._live_changed("md.report.sale", "point_of_sale.group_pos_manager")
        return result
