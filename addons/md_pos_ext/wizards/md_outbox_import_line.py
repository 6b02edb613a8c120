from odoo import fields, models

RESULTS = [
    ("stored", "Stored now"),
    ("known", "There already"),
    ("settled", "Settled by a manager"),
    ("refused", "Not stored: refused"),
    ("damaged", "Not stored: damaged"),
]


class MdOutboxImportLine(models.TransientModel):
    """What came of one receipt of a file; till, cashier and amount as the file says."""

    _name = "md.outbox.import.line"
    _description = "Receipt of a Till's File"

    import_id = fields.Many2one(
        "md.outbox.import", required=True, ondelete="cascade", readonly=True
    )
    reference = fields.Char("Receipt Number", readonly=True)
    till = fields.Char(readonly=True)
    cashier = fields.Char(readonly=True)
    amount = fields.Char(readonly=True)
    result = fields.Selection(RESULTS, required=True, readonly=True)
    message = fields.Text("Why", readonly=True)
