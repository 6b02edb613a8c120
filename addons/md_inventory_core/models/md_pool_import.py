import base64
import csv
import io

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib import sheets
from ..lib.refusals import refused

NEEDED = ("sku", "warehouse", "quantity")
COLUMNS = ("sku", "warehouse", "from", "to", "quantity", "why")
AT_ONCE = 200  # rows that are moved in one transaction


class MdPoolImport(models.Model):
    """Many pool moves from a file: checked first, then moved, a result for each row.

    A row is done or not, whole; asked for again, or after a crash, no row is done
    twice.
    """

    _name = "md.pool.import"
    _description = "Pool Moves from a File"
    _order = "id desc"

    name = fields.Char("File Name")
    file = fields.Binary(required=True, attachment=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    why = fields.Char(
        required=True, help="The reason of rows that have none of their own."
    )
    state = fields.Selection(
        [("draft", "New"), ("checked", "Checked"), ("done", "Moved")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    line_ids = fields.One2many(
        "md.pool.import.line", "import_id", "Rows", readonly=True, copy=False
    )
    good = fields.Integer("Rows to Move", compute="_compute_counts")
    bad = fields.Integer("Rows Refused", compute="_compute_counts")
    result = fields.Binary(compute="_compute_result", attachment=False)
    result_name = fields.Char(compute="_compute_result_name")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        for job in self:
            states = job.line_ids.mapped("state")
            job.bad = states.count("refused")
            job.good = len(states) - job.bad

    @api.depends("name")
    def _compute_result_name(self):
        for job in self:
            job.result_name = f"{(job.name or 'moves').rsplit('.', 1)[0]}-result.csv"

    @api.depends("line_ids.state", "line_ids.message")
    def _compute_result(self):
        for job in self:
            out = io.StringIO(newline="")
            writer = csv.writer(out)
            writer.writerow(["row", *COLUMNS, "result", "message"])
            for line in job.line_ids:
                texts = [line[f"{name}_text"] or "" for name in COLUMNS]
                row = [*texts, line.state, line.message or ""]
                writer.writerow([line.number, *map(sheets.harmless, row)])
            # with a mark: Excel reads Bengali only so
            job.result = base64.b64encode(out.getvalue().encode("utf-8-sig"))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_state_is_ours(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_state_is_ours([vals])
        if "file" in vals:
            if self.filtered(lambda job: job.state == "done"):
                raise UserError(self.env._("It is done: import the other file anew."))
            # sudo: rows and states are the system's
            system = self.sudo()
            system.line_ids.unlink()
            system.state = "draft"
        return super().write(vals)

    def _check_state_is_ours(self, vals_list):
        if not self.env.su and any("state" in vals for vals in vals_list):
            message = self.env._("Rows are moved by the button only.")
            raise refused(AccessError(message), self._name, "write")

    def action_check(self):
        """Read the file and say of each row whether it can be moved.

        :raises UserError: when the file itself cannot be read, with what is wrong
        """
        self.ensure_one().check_access("write")
        if self.state == "done":
            return
        values = self.env["md.pool.rows"]._understand(self, self._rows())
        # sudo: rows and states are the system's
        job = self.sudo()
        job.line_ids.unlink()
        job.line_ids = [fields.Command.create(row) for row in values]
        job.state = "checked"

    def action_what_if(self):
        """Show what channels would see if the rows were moved."""
        self.ensure_one().check_access("write")
        return self.env["md.pool.what.if"]._of_import(self)

    def action_move(self):
        """Move what was not refused; each row once, however often it is asked for."""
        self.ensure_one().check_access("write")
        # one at a time: who comes second begins again and finds all done
        self.env.cr.execute(
            "UPDATE md_pool_import SET write_date = write_date WHERE id = %s", [self.id]
        )
        if self.state == "draft":
            self.action_check()
        ready = self.line_ids.filtered(lambda line: line.state == "ready")
        rows = self.env["md.pool.rows"]
        for start in range(0, len(ready), AT_ONCE):
            rows._move(self, ready[start : start + AT_ONCE])
        self.sudo().state = "done"  # sudo: as above

    def _rows(self):
        try:
            data = base64.b64decode(self.with_context(bin_size=False).file)
            return sheets.read(data, NEEDED, COLUMNS)
        except sheets.SheetError as error:
            words = self._words()[error.why]
            raise UserError(words % error.details) from error

    def _words(self):
        known = ", ".join(COLUMNS)
        return {
            "empty": self.env._("The file has no rows."),
            "too_large": self.env._("The file has more than %(most)s MB."),
            "too_many": self.env._("The file has more than %(most)s rows."),
            "unreadable": self.env._("The file is no CSV and no XLSX: save it as one."),
            "no_column": self.env._(
                "Row 1: column %(column)s is missing; there are %(found)s."
            ),
            "unknown_column": self.env._(
                "Row 1: column %%(column)s is not known; known are %s.", known
            ),
            "twice": self.env._("Row 1: column %(column)s is there twice."),
        }
