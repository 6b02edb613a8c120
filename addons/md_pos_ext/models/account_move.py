from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """An invoice that has a tax challan stays as the challan says."""

    _inherit = "account.move"

    md_challan_id = fields.Many2one(
        "md.challan", "Tax Challan", compute="_compute_md_challan_id"
    )

    @api.depends_context("uid")
    def _compute_md_challan_id(self):
        for move in self:
            # sudo: whether there is one is no secret to who sees the invoice
            move.md_challan_id = self.env["md.challans"].sudo()._known(move)

    def md_action_challan(self):
        """Show the invoice's tax challan, issued now when there is none.

        :raises AccessError: for who may not issue one
        :raises UserError: when it gets none, with the reason
        """
        self.ensure_one().check_access("read")
        return self.env["md.challans"]._open(self)

    def _post(self, soft=True):
        """Duty is charged with its VAT; what a till has charged stays as it is.

        :raises ValidationError: naming invoice and line
        """
        sold = self.filtered(
            lambda move: move.is_sale_document() and not move.pos_order_ids
        )
        self.env["md.levies"]._refuse_documents(sold)
        return super()._post(soft)

    def button_draft(self):
        """Nobody changes what a challan was issued for.

        :raises UserError: naming invoice and challan
        """
        sold = self.filtered(lambda move: move.is_sale_document(include_receipts=True))
        for move in sold:
            if challan := move.md_challan_id:
                raise UserError(
                    self.env._(
                        "%(invoice)s has tax challan %(number)s, which cannot be taken "
                        "back: make a credit note instead.",
                        invoice=move.name,
                        number=challan.sudo().number,  # sudo: to be named only
                    )
                )
        return super().button_draft()
