import json

from odoo import api, fields, models

STATES = [("done", "Merged"), ("undone", "Undone")]

MADE = "+"  # in place of a field: the merge made the record


class MdProductMerge(models.Model):
    """That a product was merged into another one, with all that was changed for it.

    Written by `md.product.merger` alone.
    """

    _name = "md.product.merge"
    _description = "Merge of Products"
    _order = "id desc"
    _rec_name = "loser_id"
    _allow_sudo_commands = False

    survivor_id = fields.Many2one(
        "product.template", required=True, readonly=True, ondelete="cascade"
    )
    loser_id = fields.Many2one(
        "product.template",
        "Merged Product",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    pair_id = fields.Many2one("md.duplicate.pair", readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    at = fields.Datetime("When", required=True, readonly=True)
    reason = fields.Char(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True)
    moved = fields.Char("Stock Moved", readonly=True)
    changes = fields.Text(readonly=True, help="As JSON: what undoing takes back")
    told = fields.Text("What Was Changed", compute="_compute_told")

    @api.depends("changes")
    def _compute_told(self):
        values = self.env["md.change.values"]
        for merge in self:
            lines = []
            for model, number, name, old, new in json.loads(merge.changes or "[]"):
                # sudo: names
                record = self.env[model].sudo().browse(number).exists()
                if name == MADE:
                    # sudo: a name
                    kind = self.env["ir.model"].sudo()._get(model).name
                    lines.append(f"{kind}: {record.display_name or f'#{number}'}")
                    continue
                field = self.env[model]._fields[name]
                label = field._description_string(self.env)
                both = (values._for_people(field, value) for value in (old, new))
                of = record.display_name or f"#{number}"
                lines.append(f"{of}, {label}: {' → '.join(both)}")
            merge.told = "\n".join(lines)

    def action_undo(self):
        """Take back what the merge changed, as far as nothing else changed it since."""
        self.ensure_one()
        self.env["md.product.merger"]._undo(self)
