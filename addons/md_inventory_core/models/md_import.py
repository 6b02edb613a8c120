import logging

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lib.refusals import refused

_logger = logging.getLogger(__name__)

STATES = [
    ("draft", "New"),
    ("checking", "Checking"),
    ("checked", "Checked"),
    ("running", "Importing"),
    ("paused", "Paused"),
    ("failed", "Failed"),
    ("done", "Imported"),
]
KINDS = [
    ("products", "Products"),
    ("locations", "Locations"),
    ("suppliers", "Suppliers"),
    ("customers", "Customers"),
    ("clients", "Clients"),
]
OURS = {
    "request_id",
    "state",
    "aim",
    "done",
    "message",
    "user_id",
    "started_at",
    "finished_at",
}
GROUPS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")


class MdImport(models.Model):
    """Master data from a file: looked at first, then imported, a result for each row.

    The work is done by ``md.import.runner`` in pieces, each committed with its rows'
    results, so that a crash, a pause or a restart never loses or repeats a row.
    """

    _name = "md.import"
    _inherit = ["md.live.mixin", "md.piecework.mixin"]
    _description = "Import of Master Data"
    _order = "id desc"
    _lock_space = 0x6D69
    _at_once = 400  # rows; so many are done in the request, more in the background

    name = fields.Char("File Name")
    kind = fields.Selection(KINDS, required=True, default="products")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(attachment=True)
    images = fields.Binary(
        "Pictures (ZIP)",
        attachment=True,
        help="Pictures that the column image names, in a ZIP, in whatever folders.",
    )
    images_name = fields.Char()
    key = fields.Selection(
        [("sku", "SKU"), ("barcode", "Barcode")],
        "Update By",
        required=True,
        default="sku",
        help="A row with the SKU, or barcode, of a product that is there changes it.",
    )
    verify_barcodes = fields.Boolean(
        default=True,
        help="Refuse numbers of 8, 12, 13 and 14 digits with a wrong check digit.",
    )
    create_values = fields.Boolean(
        "Create Dimension Values", help="Unknown ones are refused otherwise."
    )
    create_brands = fields.Boolean(help="Unknown ones are refused otherwise.")
    create_categories = fields.Boolean(
        "Create Groups and Categories", help="Unknown ones are refused otherwise."
    )
    ask_locked = fields.Boolean(
        "Ask for Locked Changes",
        default=True,
        help="Changes of fields that are locked for you become one change request; "
        "rows with such changes are refused otherwise.",
    )
    request_id = fields.Many2one(
        "md.change.request", "Change Request", readonly=True, copy=False
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False
    )
    aim = fields.Selection(
        [("checking", "Checking"), ("running", "Importing")],
        readonly=True,
        copy=False,
        help="What goes on after a pause.",
    )
    user_id = fields.Many2one("res.users", "Started By", readonly=True, copy=False)
    line_ids = fields.One2many(
        "md.import.line", "import_id", "Rows", readonly=True, copy=False
    )
    total = fields.Integer("Rows in the File", readonly=True, copy=False)
    done = fields.Integer("Rows Looked At", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress", help="Percent of this step.")
    new_count = fields.Integer("New", compute="_compute_counts")
    changed_count = fields.Integer("Changed", compute="_compute_counts")
    unchanged_count = fields.Integer("Unchanged", compute="_compute_counts")
    asked_count = fields.Integer("To Be Asked For", compute="_compute_counts")
    refused_count = fields.Integer("Refused", compute="_compute_counts")
    message = fields.Text(readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    result = fields.Binary(compute="_compute_files", attachment=False)
    result_name = fields.Char(compute="_compute_files")
    template = fields.Binary(compute="_compute_files", attachment=False)
    template_csv = fields.Binary(compute="_compute_files", attachment=False)

    @api.depends("done", "total", "state")
    def _compute_progress(self):
        for job in self:
            at_work = 100.0 * job.done / job.total if job.total else 0.0
            job.progress = 100.0 if job.state in ("checked", "done") else at_work

    @api.depends("line_ids.state")
    def _compute_counts(self):
        rows = self.env["md.import.line"]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "state"], ["__count"]
        )
        found = {(job.id, state): count for job, state, count in rows}
        for job in self:
            for name in ("new", "changed", "unchanged", "asked", "refused"):
                job[f"{name}_count"] = found.get((job.id, name), 0)

    @api.depends_context("bin_size")
    @api.depends("name", "kind", "line_ids")
    def _compute_files(self):
        files = self.env["md.import.files"]
        sized = self.env.context.get("bin_size")
        for job in self:
            job.result_name = f"{(job.name or 'import').rsplit('.', 1)[0]}-result.csv"
            # made when it is taken, not whenever the form is shown
            job.result = not sized and files._result(job)
            job.template = not sized and files._template(job, "xlsx")
            job.template_csv = not sized and files._template(job, "csv")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_ours(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_ours([vals])
        if {"file", "images", "kind", "key", *self._options()} & vals.keys():
            if self.filtered(lambda job: job.state not in ("draft", "checked")):
                raise UserError(
                    self.env._("It is at work or done: import the other file anew.")
                )
            # sudo: rows and states are the system's
            system = self.sudo()
            system.line_ids.unlink()
            system.write({"state": "draft", "total": 0, "done": 0})
        return super().write(vals)

    def _options(self):
        return (
            "create_values",
            "create_brands",
            "create_categories",
            "company_id",
            "verify_barcodes",
            "ask_locked",
        )

    def _check_ours(self, vals_list):
        if not self.env.su and any(OURS & vals.keys() for vals in vals_list):
            message = self.env._("An import is driven by its buttons only.")
            raise refused(AccessError(message), self._name, "write")

    # Buttons

    def action_check(self):
        """Read the file and say of each row what would become of it.

        :raises UserError: when the file itself cannot be read, with what is wrong
        """
        self._begin("checking")

    def action_import(self):
        """Import what was not refused; a file that was not checked is read first."""
        self._begin("running")

    def action_pause(self):
        """Stop after the piece at work; `Go On` goes on from there."""
        self.check_access("write")
        working = self.filtered(lambda job: job.state in ("checking", "running"))
        working.sudo().write({"state": "paused"})  # sudo: states are the system's

    def action_go_on(self):
        """Go on where it was paused or failed."""
        self.ensure_one().check_access("write")
        if self.state in ("paused", "failed"):
            self._begin(self.aim)

    def action_template(self):
        """The empty file with all columns of this kind, and what they take."""
        return self._download("template", f"{self.kind}.xlsx")

    def action_template_csv(self):
        """The same as CSV."""
        return self._download("template_csv", f"{self.kind}.csv")

    def action_result(self):
        """The file with the result of each row."""
        return self._download("result", self.result_name)

    def _download(self, field, name):
        self.ensure_one().check_access("read")
        url = f"/web/content/{self._name}/{self.id}/{field}/{name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _begin(self, aim):
        """Set to work; a small file is done at once, others go on in the background."""
        self.ensure_one().check_access("write")
        # one at a time: who comes second begins again and finds all done
        self.env.cr.execute(
            "UPDATE md_import SET write_date = write_date WHERE id = %s", [self.id]
        )
        if self.state == "done" or self.state == aim:
            return
        self._kind()._check_rights()
        runner = self.env["md.import.runner"]
        job = self.sudo()  # sudo: rows and states are the system's
        goes_on = self.state in ("paused", "failed") and job.total
        if not goes_on and (aim == "checking" or not job.total):
            runner._read(self)
        runner._set_to_work(self, aim)
        if job.total <= self._at_once:
            while job.state == aim:
                runner._piece(self)
        else:
            self.env.ref("md_inventory_core.ir_cron_import_master_data")._trigger()

    # Driven by the cron and by the command line

    @api.model
    def _cron_run(self):
        """Work on imports until none is left or the cron's time is over."""
        for job in self.search([("state", "in", ("checking", "running"))]):
            with job._sole_driver() as alone:
                while alone and job.state in ("checking", "running"):
                    if not job._advance():
                        break

    def _advance(self):
        """Do and commit one piece; return the seconds that the driver may go on."""
        try:
            self._run_piece()
            left = int(self.state in ("checking", "running"))
            return self.env["ir.cron"]._commit_progress(1, remaining=left)
        except SerializationFailure:
            # Somebody pressed Pause at this very moment: look again, nothing was done.
            self.env.cr.rollback()
            return 1

    def _run_piece(self):
        """Do the next piece; the caller commits. Only within ``_sole_driver``."""
        self.ensure_one()
        # Holds off `Pause` until the piece is committed, so that its write cannot fail.
        if not self.try_lock_for_update() or self.state not in ("checking", "running"):
            return
        try:
            with self.env.cr.savepoint():
                self.env["md.import.runner"]._piece(self)
        except UserError as error:
            self.write({"state": "failed", "message": str(error)})
        except OperationalError:
            raise  # the database is busy or gone: nothing that a user could mend
        except Exception as error:
            _logger.exception("Import %s failed", self.id)
            self.write({"state": "failed", "message": repr(error)})
        for group in GROUPS:
            self._live_changed(self._name, group)

    @api.model
    @api.private
    def run_and_report(self, job, report=print):
        """Drive an import that was begun to its end; for the command line.

        :raises UserError: with the reason when it fails
        """
        self.env["ir.cron"]._commit_progress()
        with job._sole_driver() as alone:
            while alone and job.state in ("checking", "running"):
                job._advance()
                report(f"{job.state}: {job.done} of {job.total}")
        if job.state == "failed":
            raise UserError(job.message)

    # What kinds ask

    def _kind(self):
        return self.env[f"md.import.{self.kind}"].with_company(self.company_id)

    def _creates(self):
        """Kinds of things that rows may name for the first time."""
        options = {
            "value": self.create_values,
            "brand": self.create_brands,
            "category": self.create_categories,
        }
        return frozenset(name for name, wanted in options.items() if wanted)

    def _own_taxes(self, taxes):
        return taxes.filtered(lambda tax: tax.company_id in self.company_id.parent_ids)
