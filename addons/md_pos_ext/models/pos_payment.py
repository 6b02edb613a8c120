from odoo import api, fields, models

from ..lib.tender_ids import masked

# What the server alone says of a payment, though a till sends every field it was given.
OURS = ("md_tender_id", "md_transaction_key")


class PosPayment(models.Model):
    """A payment by phone has the id of its transaction: one id pays once."""

    _inherit = "pos.payment"

    md_payer = fields.Char(
        "Payer's Number",
        copy=False,
        help="Of the phone that paid, without its middle.",
    )
    md_tender_id = fields.Many2one(
        "md.tender", "Provider", readonly=True, copy=False, ondelete="restrict"
    )
    md_transaction_key = fields.Char(
        "Transaction Id as compared",
        readonly=True,
        copy=False,
        help="Of the first payment with this id; others have none and are listed "
        "among the payments to look at.",
    )
    _md_transaction_once = models.UniqueIndex(
        "(md_tender_id, md_transaction_key) WHERE md_transaction_key IS NOT NULL",
        "This transaction id was used before.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A payer's number is kept without its middle."""
        return super().create([self._md_kept(vals) for vals in vals_list])

    def write(self, vals):
        """A payer's number is kept without its middle."""
        return super().write(self._md_kept(vals))

    def _md_kept(self, vals):
        if not vals.get("md_payer"):
            return vals
        return {**vals, "md_payer": masked(vals["md_payer"])}
