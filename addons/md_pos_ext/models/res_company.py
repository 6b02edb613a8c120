from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib import receipt_numbers

LIMITED = "account_use_credit_limit"


class ResCompany(models.Model):
    _inherit = "res.company"

    md_difference_alert = fields.Float(
        "Tell Managers of Receipts that differ by",
        default=100.0,
        help="In the company's currency: managers of the store get an activity when a "
        "receipt differs by so much or more from what the server finds. 0: never; the "
        "list has it in any case.",
    )
    md_bin = fields.Char(related="partner_id.md_bin", readonly=False)
    md_challan_layout = fields.Selection(
        [("10", "10 columns"), ("13", "13 columns, with discount")],
        "Form of Tax Challans",
        required=True,
        default="10",
        help="Of those issued from now on. Headings and widths are data: Retail / "
        "Taxes / Columns of the Challan.",
    )
    md_challan_series = fields.Selection(
        [("company", "The company as a whole"), ("store", "Each store by itself")],
        "Challans are counted by",
        required=True,
        default="company",
        help="From 1 in each financial year (July to June). Where each store counts, "
        "its code is part of the number.",
    )
    md_challan_officer = fields.Char(
        "Officer in Charge",
        help="Named on tax challans; who issues one when empty.",
    )
    md_challan_designation = fields.Char("Designation of the Officer")

    md_receipt_format = fields.Char(
        "Receipt Numbers",
        required=True,
        default=receipt_numbers.FORM,
        help="How tills write them, of numbers leased from now on: {till} is the "
        "till's code, {year} the financial year, {number} counts from 1 in each.",
    )

    md_gift_account_id = fields.Many2one(
        "account.account",
        "Account of Gift Cards",
        ondelete="restrict",
        help="What the company owes to who has gift cards and store credit.",
    )
    md_gift_months = fields.Integer(
        "Gift Cards are valid for",
        default=12,
        help="Months from the day of sale, of cards sold from now on. 0: for ever.",
    )

    _md_gift_months_sane = models.Constraint(
        "CHECK (md_gift_months >= 0)", "Gift cards are valid for 0 months or more."
    )
    _md_difference_alert_sane = models.Constraint(
        "CHECK (md_difference_alert >= 0)",
        "Tell managers of differences of 0 (never) or more.",
    )

    @api.constrains("md_receipt_format")
    def _check_md_receipt_format(self):
        for company in self:
            if not receipt_numbers.is_form(company.md_receipt_format):
                raise ValidationError(
                    self.env._(
                        "%(company)s: receipt numbers are written with {till}, {year} "
                        "and {number}, each once, such as %(usual)s.",
                        company=company.name,
                        usual=receipt_numbers.FORM,
                    )
                )

    @api.model
    def _load_pos_data_fields(self, config):
        """Receipts name the BIN; tills ask before they sell on account."""
        return [*super()._load_pos_data_fields(config), "md_bin", LIMITED]
