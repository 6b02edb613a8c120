import re

from odoo import api, fields, models

# Words that promotions know a tender by, wherever they are in a method's name.
WORDS = ("bkash", "nagad", "rocket", "upay", "card", "cheque")


class PosPaymentMethod(models.Model):
    """What a customer pays with has one word for all tills: promotions name it."""

    _inherit = "pos.payment.method"

    md_tender = fields.Char(
        "Tender",
        compute="_compute_md_tender",
        store=True,
        readonly=False,
        help="The word by which promotions know this way to pay, such as cash, card, "
        "bkash. Methods of several tills may share one.",
    )

    @api.depends("name", "is_cash_count")
    def _compute_md_tender(self):
        for method in self:
            if not method.md_tender:
                method.md_tender = method._md_guess_tender()

    def _md_guess_tender(self):
        """Return the word for a new method: a known one, or its name without blanks."""
        name = (self.with_context(lang="en_US").name or "").lower()
        if self.is_cash_count:
            return "cash"
        known = next((word for word in WORDS if word in name), None)
        return known or re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "other"

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "md_tender"]
