from odoo import fields, models

STATES = [
    ("waiting", "Not Looked At"),
    ("new", "New"),
    ("changed", "Changed"),
    ("unchanged", "Unchanged"),
    ("asked", "To Be Asked For"),
    ("refused", "Refused"),
]


class MdImportLine(models.Model):
    """A row of a file, as it was read, and what becomes or became of it.

    Rows of one ``bundle`` stand or fall together.
    """

    _name = "md.import.line"
    _description = "Row of an Import"
    _order = "number, id"
    _log_access = False
    _rec_name = "number"

    import_id = fields.Many2one("md.import", required=True, ondelete="cascade")
    number = fields.Integer("Row", required=True, readonly=True, aggregator=None)
    bundle = fields.Integer(required=True, readonly=True, aggregator=None)
    cells = fields.Json(readonly=True, help="The texts of the row.")
    meant = fields.Json(readonly=True, help="What they mean.")
    key = fields.Char("SKU or Code", readonly=True)
    label = fields.Char("Name", readonly=True)
    state = fields.Selection(STATES, "Result", required=True, readonly=True)
    done = fields.Boolean(
        required=True, readonly=True, help="Imported; before that it is only checked."
    )
    column = fields.Char(readonly=True)
    message = fields.Char("What Is Wrong", readonly=True)
    asked = fields.Json(readonly=True, help="Changes that are locked: asked for.")
    res_id = fields.Integer("Record", readonly=True, aggregator=None)

    # what is next to check, and to import
    _waiting_idx = models.Index("(import_id, bundle, number) WHERE state = 'waiting'")
    _to_do_idx = models.Index("(import_id, bundle, number) WHERE NOT done")
    _shown_idx = models.Index("(import_id, number)")
