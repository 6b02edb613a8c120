from odoo import fields, models


class MdChallanLine(models.Model):
    """One thing on a tax challan, as it was when it was issued. Amounts are in taka."""

    _name = "md.challan.line"
    _description = "Line of a Tax Challan"
    _inherit = ["md.append.only.mixin"]
    _order = "challan_id, position"
    _rec_name = "name"
    _log_access = False

    challan_id = fields.Many2one(
        "md.challan", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="challan_id.company_id")
    currency_id = fields.Many2one(related="challan_id.currency_id")
    position = fields.Integer("No.", required=True, readonly=True, aggregator=None)
    name = fields.Char("Description", required=True, readonly=True)
    unit = fields.Char(readonly=True)
    quantity = fields.Float(digits=(16, 6), required=True, readonly=True)
    gross = fields.Monetary(
        "Value before Discount", required=True, readonly=True, help="Without taxes."
    )
    base = fields.Monetary(
        "Value", required=True, readonly=True, help="After discount, without taxes."
    )
    sd_rate = fields.Float("SD (%)", digits=(5, 2), required=True, readonly=True)
    sd = fields.Monetary("Supplementary Duty", required=True, readonly=True)
    vat_rate = fields.Float("VAT (%)", digits=(5, 2), required=True, readonly=True)
    vat_kind = fields.Selection(
        [("rate", "Rate"), ("exempt", "Exempt"), ("specific", "Specific")],
        "Kind of VAT",
        required=True,
        readonly=True,
    )
    vat = fields.Monetary("VAT", required=True, readonly=True)
    total = fields.Monetary(
        required=True, readonly=True, help="Value, supplementary duty and VAT."
    )

    _adds_up = models.Constraint(
        "CHECK (base + sd + vat = total)", "Value, duty and VAT make the total."
    )
    _position_uniq = models.UniqueIndex(
        "(challan_id, position)", "A line has its own number."
    )
