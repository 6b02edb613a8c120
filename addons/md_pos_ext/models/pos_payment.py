from odoo import api, fields, models

from ..lib.gift_codes import marks_of
from ..lib.tender_ids import masked

# What the server alone says of a payment, though a till sends every field it was given.
OURS = ("md_tender_id", "md_transaction_key", "md_gift_said")
TAKEN = ("paid", "done")


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
    md_gift_codes = fields.Json(
        "Codes of new Cards",
        readonly=True,
        copy=False,
        help="What tells the code of a store credit again, and its last four signs.",
    )
    md_gift_said = fields.Json(
        "Gift Cards",
        readonly=True,
        copy=False,
        help="What the receipt says of cards: [{what, hint, balance, expires}].",
    )
    _md_transaction_once = models.UniqueIndex(
        "(md_tender_id, md_transaction_key) WHERE md_transaction_key IS NOT NULL",
        "This transaction id was used before.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A payer's number is kept without its middle."""
        payments = super().create([self._md_kept(vals) for vals in vals_list])
        payments._md_looked_at()
        return payments

    def write(self, vals):
        """A payer's number is kept without its middle."""
        result = super().write(self._md_kept(vals))
        if not {"payment_method_id", "transaction_id"}.isdisjoint(vals):
            # what it says now counts: another may have the id that it had
            had = self.filtered("md_transaction_key")
            super(PosPayment, had).write(dict.fromkeys(OURS[:2]))
            self._md_looked_at()
        return result

    def _md_looked_at(self):
        """Payments of receipts that were paid before, changed in the back office."""
        for order in self.pos_order_id:
            if order.state in TAKEN and not order.session_id.md_data_import_id:
                self.env["md.tender.ledger"]._record(order)

    def _md_kept(self, vals):
        kept = marks_of(vals)
        if vals.get("md_payer"):
            kept["md_payer"] = masked(vals["md_payer"])
        return kept
