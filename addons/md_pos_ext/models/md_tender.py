from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.statements import columns
from ..lib.tender_ids import FORMS, Form

KINDS = {
    "cash": "cash",
    "card": "card",
    "gift": "gift",
    **dict.fromkeys(FORMS, "mobile"),
}


class MdTender(models.Model):
    """What kind of tender it is, and how its transaction ids look."""

    _inherit = "md.tender"

    md_kind = fields.Selection(
        [
            ("cash", "Cash"),
            ("card", "Card"),
            ("mobile", "Mobile Banking"),
            ("gift", "Gift Card"),
            ("other", "Other"),
        ],
        "Kind",
        compute="_compute_md_kind",
        store=True,
        readonly=False,
        help="Of mobile banking the till asks for the transaction id, of gift cards "
        "for the code.",
    )
    md_id_shortest = fields.Integer(
        "Id from",
        compute="_compute_md_id_form",
        store=True,
        readonly=False,
        help="Fewest letters and digits of a transaction id.",
    )
    md_id_longest = fields.Integer(
        "Id up to",
        compute="_compute_md_id_form",
        store=True,
        readonly=False,
        help="Most letters and digits of a transaction id.",
    )
    md_id_digits = fields.Boolean(
        "Digits Only",
        compute="_compute_md_id_form",
        store=True,
        readonly=False,
        help="Transaction ids of this provider have no letters.",
    )

    md_column_date = fields.Char("Column of the Date")
    md_column_id = fields.Char("Column of the Id")
    md_column_amount = fields.Char("Column of the Amount")
    md_column_fee = fields.Char("Column of the Fee")

    @api.depends("code")
    def _compute_md_kind(self):
        for tender in self:
            if not tender.md_kind:
                tender.md_kind = KINDS.get(tender.code, "other")

    @api.depends("code")
    def _compute_md_id_form(self):
        for tender in self:
            if tender.md_id_longest:
                continue
            form = FORMS.get(tender.code, Form())
            tender.md_id_shortest = form.shortest
            tender.md_id_longest = form.longest
            tender.md_id_digits = form.digits

    @api.constrains("md_id_shortest", "md_id_longest")
    def _check_md_id_form(self):
        for tender in self:
            if not 1 <= tender.md_id_shortest <= tender.md_id_longest <= 64:
                raise ValidationError(
                    self.env._(
                        "Way to pay %s: a transaction id has from 1 to 64 letters and "
                        "digits, the fewest not above the most.",
                        tender.name,
                    )
                )

    def _md_columns(self):
        """{name in a statement's file: column}; see lib/statements."""
        words = ("date", "id", "amount", "fee")
        return columns({word: self[f"md_column_{word}"] for word in words})

    def _md_form(self):
        """How ids of this tender look."""
        return Form(self.md_id_shortest, self.md_id_longest, self.md_id_digits)
