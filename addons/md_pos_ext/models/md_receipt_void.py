from odoo import api, fields, models

from ..lib import receipt_numbers

REASONS = [
    ("cancelled", "The sale did not take place"),
    ("elsewhere", "Sold with another number"),
    ("not_stored", "Its receipt could not be stored"),
    ("lost", "The device is lost"),
    ("removed", "The device was removed"),
    ("year_end", "Not used in its year"),
]


class MdReceiptVoid(models.Model):
    """Receipt numbers that no receipt has and none will get: which, why, when, by whom.

    Inserted by `md.receipt.numbers` and never changed.
    """

    _name = "md.receipt.void"
    _description = "Voided Receipt Numbers"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _rec_name = "numbers"
    _log_access = False

    block_id = fields.Many2one(
        "md.receipt.block", required=True, readonly=True, ondelete="restrict"
    )
    config_id = fields.Many2one(
        "pos.config", "Till", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", "Store", readonly=True, ondelete="restrict"
    )
    year = fields.Char("Financial Year", required=True, readonly=True)
    first = fields.Integer(required=True, readonly=True, aggregator=None)
    last = fields.Integer(required=True, readonly=True, aggregator=None)
    count = fields.Integer("How many", required=True, readonly=True)
    numbers = fields.Char(compute="_compute_numbers")
    reason = fields.Selection(REASONS, required=True, readonly=True)
    note = fields.Char(readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "By", required=True, readonly=True, ondelete="restrict"
    )

    _once = models.Constraint(
        "EXCLUDE USING gist (int8range(block_id::bigint * 1000000000 + first, "
        "block_id::bigint * 1000000000 + last, '[]') WITH &&)",
        "A number is voided once.",
    )
    _sane = models.Constraint(
        "CHECK (first <= last AND count = last - first + 1)",
        "A range goes from its first number to its last.",
    )

    @api.depends("first", "last", "block_id.form")
    def _compute_numbers(self):
        for void in self:
            pair = (void.first, void.last)
            void.numbers = receipt_numbers.words(void.block_id.form, [pair])
