from odoo import models

from .md_report_sale import READERS


class MdLiveSaleMixin(models.AbstractModel):
    """What a document of sale has to do so that *All Sales* is always current."""

    _name = "md.live.sale.mixin"
    _inherit = "md.live.mixin"
    _description = "Live Sales"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            for group in READERS:
                self._live_changed("md.report.sale", group)
        return result
