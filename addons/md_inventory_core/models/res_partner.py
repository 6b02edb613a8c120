from odoo import models


class ResPartner(models.Model):
    """Terms of who supplies us are governed."""

    _name = "res.partner"
    _inherit = ["res.partner", "md.governed.mixin"]

    def _md_use_depends(self):
        return ["supplier_rank"]

    def _md_in_use(self):
        return self.supplier_rank > 0

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
