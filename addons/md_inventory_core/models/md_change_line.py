from odoo import api, fields, models

from .fields import LooseMany2one

STATES = [
    ("waiting", "Waiting"),
    ("done", "Changed"),
    ("stale", "Changed Meanwhile"),
    ("failed", "Failed"),
]
WARNINGS = [
    ("below_cost", "Below cost"),
    ("low_margin", "Low margin"),
    ("large", "Large change"),
]


class MdChangeLine(models.Model):
    """One field of one record in a change request: from which value to which.

    Written by the desk and the applier alone.
    """

    _name = "md.change.line"
    _description = "Change"
    _order = "request_id desc, id"
    _rec_name = "record_name"
    _log_access = False

    request_id = fields.Many2one(
        "md.change.request", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id")
    requester_id = fields.Many2one(related="request_id.requester_id")
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="model", required=True, readonly=True, aggregator=None
    )
    record_name = fields.Char("Of", readonly=True)
    product_tmpl_id = LooseMany2one("product.template", "Product", readonly=True)
    field = fields.Char("Field Name", required=True, readonly=True)
    field_label = fields.Char("Field", compute="_compute_field_label")
    old_value = fields.Text(required=True, readonly=True, help="As JSON")
    new_value = fields.Text(required=True, readonly=True, help="As JSON")
    old_text = fields.Char("Before", readonly=True)
    new_text = fields.Char("After", readonly=True)
    percent = fields.Float("Change in %", readonly=True, aggregator=None)
    margin = fields.Float("Margin in %", readonly=True, aggregator=None)
    warning = fields.Selection(WARNINGS, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting")
    message = fields.Char("Why Not", readonly=True)

    _request_idx = models.Index("(request_id, state, id)")
    _record_idx = models.Index("(model, res_id)")
    _once = models.UniqueIndex(
        "(request_id, model, res_id, field)", "A field is changed once in a request."
    )

    @api.depends("model", "field")
    @api.depends_context("lang")
    def _compute_field_label(self):
        for line in self:
            field = line._field()
            line.field_label = (
                field._description_string(self.env) if field else line.field
            )

    def _field(self):
        """The field that it changes; None when there is no such field any more."""
        if self.model not in self.env:
            return None
        return self.env[self.model]._fields.get(self.field)

    def action_open(self):
        """Open the record that it changes."""
        self.ensure_one().check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
