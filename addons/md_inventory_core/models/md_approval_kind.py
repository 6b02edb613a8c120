from odoo import fields, models

UNITS = [
    ("amount", "Amount in Company Currency"),
    ("percent", "Percent"),
    ("quantity", "Quantity"),
]


class MdApprovalKind(models.Model):
    """A kind of deed that has limits; addons add theirs by data, nobody by hand."""

    _name = "md.approval.kind"
    _description = "Approval Kind"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True, help="Name used by programs")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    unit = fields.Selection(UNITS, required=True, default="amount", readonly=True)
    wait_minutes = fields.Integer(
        "Waits (min)",
        required=True,
        default=60,
        aggregator=None,
        help="How long a request waits for somebody to decide; then it expires",
    )
    valid_minutes = fields.Integer(
        "Valid (min)",
        required=True,
        default=30,
        aggregator=None,
        help="How long an approval can be used after it was given",
    )
    badge_maximum = fields.Float(
        "Badge up to",
        digits=(16, 4),
        min_display_digits=0,
        required=True,
        default=0.0,
        aggregator=None,
        help="Up to here a manager's badge approves on the asker's screen without the "
        "PIN; 0: the PIN is always needed",
    )
    second_person = fields.Boolean(
        "Always a Second Person",
        help="Nobody does it alone: limits say what managers may approve of others",
    )
    limit_ids = fields.One2many("md.approval.limit", "kind_id", "Limits")

    _code_uniq = models.UniqueIndex("(code)", "This kind of approval already exists.")
    _times_positive = models.Constraint(
        "CHECK (wait_minutes > 0 AND valid_minutes > 0)",
        "Times must be at least one minute.",
    )
    _badge_positive = models.Constraint(
        "CHECK (badge_maximum >= 0)", "The badge's maximum cannot be negative."
    )
