from odoo import fields, models

from odoo.addons.md_inventory_core.models.fields import LooseMany2one

STATES = [
    ("unreadable", "Cannot be read"),
    ("unknown", "Unknown"),
    ("twice", "Twice in the File"),
    ("differs", "Amount differs"),
    ("missing", "Not in the File"),
    ("matched", "Matched"),
]


class MdTenderStatementLine(models.Model):
    """A row of a statement and its payment; or a payment that no row names."""

    _name = "md.tender.statement.line"
    _description = "Row of a Statement"
    _order = "statement_id desc, number, id"
    _log_access = False
    _rec_name = "transaction_id"

    statement_id = fields.Many2one(
        "md.tender.statement", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="statement_id.currency_id")
    number = fields.Integer(
        "Row", readonly=True, aggregator=None, help="0 of a payment that no row names."
    )
    day = fields.Date(readonly=True)
    transaction_id = fields.Char(readonly=True)
    amount = fields.Monetary(readonly=True)
    fee = fields.Monetary(readonly=True)
    taken = fields.Monetary(readonly=True, help="At the till.")
    difference = fields.Monetary(readonly=True, help="The file's less the till's.")
    payment_id = LooseMany2one("pos.payment", readonly=True, index=True)
    receipt = fields.Char(readonly=True)
    state = fields.Selection(STATES, "Result", required=True, readonly=True)
    message = fields.Char("What it is", readonly=True)
