from odoo import fields, models


class ResPartner(models.Model):
    """Terms of who supplies us are governed; who buys from us may have a birthday."""

    _name = "res.partner"
    _inherit = ["res.partner", "md.governed.mixin"]

    md_birth_date = fields.Date(
        "Date of Birth",
        help="For promotions on the birthday. Ask for it only with the customer's "
        "consent.",
        groups="md_inventory_core.group_support,md_inventory_core.group_auditor,"
        "base.group_partner_manager",
    )

    def _md_use_depends(self):
        return ["supplier_rank"]

    def _md_in_use(self):
        return self.supplier_rank > 0

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
