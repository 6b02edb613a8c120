from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..lib import emv_qr

GOODS = "5999"  # category code of shops that sell of everything
# What may change while tills are open; no amount that was taken depends on it.
FREE = ("md_merchant_account", "md_ask_transaction", "md_qr_shown", "md_qr_accounts")
FREE += ("md_qr_name", "md_qr_city", "md_qr_category", "md_qr_country")
ACCOUNT = "{account}"  # in the lines of merchant accounts: the merchant's number


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
    md_kind = fields.Selection(related="md_tender_id.md_kind", related_sudo=True)
    md_merchant_account = fields.Char(
        "Merchant Account",
        help="The shop's number at the provider, to which customers pay.",
    )
    md_ask_transaction = fields.Selection(
        [("no", "Never"), ("may", "May be left out"), ("must", "Always")],
        "Transaction Id",
        compute="_compute_md_ask_transaction",
        store=True,
        readonly=False,
        help="Whether the till asks for the id that the provider gave the payment. An "
        "id pays once.",
    )
    md_id_form = fields.Json(compute="_compute_md_id_form", compute_sudo=True)
    md_qr_shown = fields.Boolean(
        "Show a QR Code",
        help="With the amount, at the till and to the customer: Bangla QR, which all "
        "banks and wallets read.",
    )
    md_qr_printed = fields.Text(
        "Text of the printed Code",
        store=False,
        help="What a reader finds in the code on the shop's counter: it fills in the "
        "fields below.",
    )
    md_qr_accounts = fields.Text(
        "Merchant Accounts",
        help="A line for each field of tags 02 to 51, as the bank says: "
        "26.00 = com.bank. {account} is the merchant account from above.",
    )
    md_qr_name = fields.Char(
        "Merchant Name",
        help="Up to 25 English letters; the company's name when empty.",
    )
    md_qr_city = fields.Char(
        "City", help="Up to 15 English letters; the company's city when empty."
    )
    md_qr_category = fields.Char(
        "Category Code", default=GOODS, help="Four digits, ISO 18245: 5411 is grocery."
    )
    md_qr_country = fields.Char(
        "Country Code",
        help="Two letters, BD; that of the company when empty.",
    )
    md_qr = fields.Json(compute="_compute_md_qr", compute_sudo=True)

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
        ours = ("md_tender", "md_kind", "md_ask_transaction", "md_id_form", "md_qr")
        return [*super()._load_pos_data_fields(config), *ours, "md_merchant_account"]

    @api.depends("md_tender_id")
    def _compute_md_ask_transaction(self):
        for method in self:
            # sudo: who sets tills up may not read tenders of others
            kind = method.sudo().md_tender_id.md_kind
            method.md_ask_transaction = "must" if kind == "mobile" else "no"

    @api.depends(
        "md_tender_id.md_id_shortest",
        "md_tender_id.md_id_longest",
        "md_tender_id.md_id_digits",
    )
    def _compute_md_id_form(self):
        for method in self:
            form = method.md_tender_id and method.md_tender_id._md_form()
            method.md_id_form = form and {
                "shortest": form.shortest,
                "longest": form.longest,
                "digits": form.digits,
            }

    @api.depends(
        *("md_qr_shown", "md_qr_accounts", "md_merchant_account", "md_qr_name"),
        *("md_qr_city", "md_qr_category", "md_qr_country", "company_id"),
    )
    def _compute_md_qr(self):
        for method in self:
            try:
                method.md_qr = method.md_qr_shown and method._md_merchant()
            except emv_qr.QrError:
                method.md_qr = False  # the constraint says why when it is saved

    def _md_merchant(self):
        """Return the merchant as lib/emv_qr takes it.

        :raises QrError: for what a code cannot carry
        """
        company = self.company_id or self.env.company
        account = (self.md_merchant_account or "").strip()
        lines = (self.md_qr_accounts or "").replace(ACCOUNT, account)
        merchant = {
            "accounts": emv_qr.accounts_of(lines),
            "name": self.md_qr_name or company.name or "",
            "city": self.md_qr_city or company.city or "",
            "category": self.md_qr_category or "",
            "country": self.md_qr_country or company.country_code or "",
            "currency": f"{company.currency_id.iso_numeric or 0:03d}",
        }
        found = emv_qr.checked(merchant)
        return {**found, "accounts": [list(row) for row in found["accounts"]]}

    @api.constrains(
        *("md_qr_shown", "md_qr_accounts", "md_merchant_account", "md_qr_name"),
        *("md_qr_city", "md_qr_category", "md_qr_country"),
    )
    def _check_md_qr(self):
        words = self.env["md.tender.words"]
        for method in self.filtered("md_qr_shown"):
            try:
                method._md_merchant()
            except emv_qr.QrError as error:
                raise ValidationError(words._qr_problem(method, error)) from error

    @api.onchange("md_qr_printed")
    def _onchange_md_qr_printed(self):
        """Fill in what a printed code says of the merchant."""
        if not (self.md_qr_printed or "").strip():
            return
        try:
            found = emv_qr.merchant_of(self.md_qr_printed)
        except emv_qr.QrError as error:
            message = self.env["md.tender.words"]._qr_problem(self, error)
            raise UserError(message) from error
        self.md_qr_printed = False
        self.md_qr_shown = True
        self.md_qr_accounts = found["accounts"]
        self.md_qr_name = found["name"]
        self.md_qr_city = found["city"]
        self.md_qr_category = found["category"]
        self.md_qr_country = found["country"]

    def _is_write_forbidden(self, fields):
        """What customers see may change while tills are open: they know it anew when
        they load.
        """
        return super()._is_write_forbidden({f for f in fields if f not in FREE})

    def _md_asks(self):
        """Whether a till asks for transaction ids of this method."""
        return self.md_ask_transaction in ("may", "must") and bool(self.md_tender_id)
