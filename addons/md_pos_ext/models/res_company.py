from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    md_difference_alert = fields.Float(
        "Tell Managers of Receipts that differ by",
        default=100.0,
        help="In the company's currency: managers of the store get an activity when a "
        "receipt differs by so much or more from what the server finds. 0: never; the "
        "list has it in any case.",
    )
    _md_difference_alert_sane = models.Constraint(
        "CHECK (md_difference_alert >= 0)",
        "Tell managers of differences of 0 (never) or more.",
    )
