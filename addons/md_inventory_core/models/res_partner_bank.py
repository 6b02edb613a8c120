from odoo import models


class ResPartnerBank(models.Model):
    """Where a supplier's money goes is governed.

    A new account is not trusted with payments before its *Send Money* is asked for.
    """

    _name = "res.partner.bank"
    _inherit = ["res.partner.bank", "md.governed.mixin"]

    def _md_use_depends(self):
        return ["partner_id.supplier_rank"]

    def _md_in_use(self):
        partner = self.partner_id
        return (
            max(partner.supplier_rank, partner.commercial_partner_id.supplier_rank) > 0
        )

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
