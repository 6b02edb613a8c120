from odoo import models


class MdPendingSales(models.AbstractModel):
    _inherit = "md.pending.sales"

    def _settle(self, sources):
        """Receipts whose last transfer somebody did are posted."""
        result = super()._settle(sources)
        self.env["md.till.stock"]._look_again(sources)
        return result
