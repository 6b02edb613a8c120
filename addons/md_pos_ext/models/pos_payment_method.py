from odoo import api, fields, models


class PosPaymentMethod(models.Model):
    """What a customer pays with has one word for all tills: promotions name it."""

    _inherit = "pos.payment.method"

    md_tender_id = fields.Many2one(
        "md.tender",
        "Way to Pay",
        compute="_compute_md_tender_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        help="As promotions know it, such as cash, card or bKash. Methods of several "
        "tills share one.",
    )
    md_tender = fields.Char(
        "Word of the Way to Pay", related="md_tender_id.code", related_sudo=True
    )

    @api.depends("name", "is_cash_count")
    def _compute_md_tender_id(self):
        tenders = self.env["md.tender"].search([("code", "!=", False)])
        for method in self:
            if not method.md_tender_id:
                method.md_tender_id = method._md_guess_tender(tenders)

    def _md_guess_tender(self, tenders):
        """Return cash for cash, else the one whose code is in the method's name."""
        name = (self.with_context(lang="en_US").name or "").lower()
        words = ("cash",) if self.is_cash_count else name.replace("-", " ").split()
        return tenders.filtered(lambda tender: tender.code.lower() in words)[:1]

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "md_tender"]
