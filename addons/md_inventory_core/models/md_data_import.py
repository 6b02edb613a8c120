import logging
import time

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.retail_dataset import DatasetError

_logger = logging.getLogger(__name__)

WATCH_SECONDS = 1

STATES = [
    ("draft", "New"),
    ("running", "Running"),
    ("paused", "Paused"),
    ("failed", "Failed"),
    ("done", "Done"),
]


class MdDataImport(models.Model):
    """One run of the real retail data into this company.

    The work is done by ``md.dataset.loader`` in small pieces, each committed with the
    progress it made, so that a crash, a pause or a restart never loses or repeats a
    piece. The cron and the command line drive the same method.
    """

    _name = "md.data.import"
    _inherit = ["md.live.mixin", "md.piecework.mixin"]
    _description = "Retail Data Import"
    _order = "id desc"
    _lock_space = 0x6D64

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("slice", "A working shop: a few stores with stock and a week of receipts"),
            ("history", "The whole year: all sales lines, for reports and forecasts"),
        ],
        required=True,
        default="slice",
    )
    store_count = fields.Integer(string="Stores", default=3, help="The busiest ones.")
    item_count = fields.Integer(
        string="Products", default=2000, help="The best sellers of these stores."
    )
    day_count = fields.Integer(
        string="Days at the Till", default=7, help="The days with the most receipts."
    )
    state = fields.Selection(STATES, required=True, default="draft", readonly=True)
    step = fields.Char(string="Now Doing", readonly=True)
    done = fields.Integer(readonly=True)
    total = fields.Integer(readonly=True)
    progress = fields.Float(compute="_compute_progress", help="Percent of this step.")
    message = fields.Text(readonly=True)
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)

    _sizes = models.Constraint(
        "CHECK (store_count BETWEEN 1 AND 50 AND item_count BETWEEN 1 AND 50000 "
        "AND day_count BETWEEN 1 AND 90)",
        "Choose 1 to 50 stores, 1 to 50,000 products and 1 to 90 days.",
    )
    _one_per_kind = models.UniqueIndex(
        "(company_id, kind)",
        "This company already has an import of this kind; open it and continue it.",
    )

    @api.depends("kind")
    def _compute_name(self):
        for job in self:
            job.name = (
                self.env._("Whole year of sales")
                if job.kind == "history"
                else self.env._("Working shop")
            )

    @api.depends("done", "total", "state")
    def _compute_progress(self):
        for job in self:
            job.progress = (
                100.0
                if job.state == "done"
                else 100.0 * job.done / job.total
                if job.total
                else 0.0
            )

    def action_start(self):
        """Start or continue in the background."""
        self.ensure_one().check_access("write")
        if self.state == "done":
            raise UserError(self.env._("This import is finished; nothing is missing."))
        self._set_running()
        self.env.ref("md_inventory_core.ir_cron_load_retail_data")._trigger()

    def action_pause(self):
        """Stop after the piece at work; `Start` goes on from there."""
        self.check_access("write")
        self.filtered(lambda job: job.state == "running").state = "paused"

    def _set_running(self):
        self.write(
            {
                "state": "running",
                "message": False,
                "started_at": self.started_at or fields.Datetime.now(),
            }
        )

    @api.model
    def _cron_run(self):
        """Work on running imports until none is left or the cron's time is over."""
        for job in self.search([("state", "=", "running")]):
            with job._sole_driver() as alone:
                while alone and job.state == "running" and job._advance():
                    continue

    def _advance(self):
        """Do and commit one piece; return the seconds that the driver may go on."""
        try:
            self._run_piece()
            left = int(self.state == "running")
            return self.env["ir.cron"]._commit_progress(1, remaining=left)
        except SerializationFailure:
            # Somebody pressed Pause at this very moment: look again, nothing was done.
            self.env.cr.rollback()
            return 1

    def _run_piece(self):
        """Do the next piece and note progress; the caller commits.

        Only within ``_sole_driver``: two drivers would do the same piece twice.
        """
        self.ensure_one()
        # Holds off `Pause` until the piece is committed, so that its write cannot fail.
        if not self.try_lock_for_update():
            return
        loader = self.env["md.dataset.loader"].with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                step, done, total = loader.run_piece(self)
        except (DatasetError, UserError) as error:
            self.write({"state": "failed", "message": str(error)})
        except OperationalError:
            raise  # the database is busy or gone: nothing that a user could mend
        except Exception as error:
            _logger.exception("Import %s failed in %s", self.id, self.step)
            self.write({"state": "failed", "message": repr(error)})
        else:
            self.write({"step": step, "done": done, "total": total})
            if not step:
                self.write({"state": "done", "finished_at": fields.Datetime.now()})
        self._live_changed(self._name, "md_inventory_core.group_admin")

    @api.model
    @api.private
    def run_and_report(self, kind, report=print):
        """Run an import to its end and report progress; for the command line.

        Creates the import when the company has none of this kind. Raises UserError
        with the reason when it fails.
        """
        job = self._started(kind)
        progress = job._tell_progress(report)
        while job.state == "running":
            with job._sole_driver() as alone:
                while alone and job.state == "running":
                    job._advance()
                    next(progress)
            if job.state == "running":
                # The server drives, after *Start* was pressed: watch, and take over if
                # it dies. The commit shows what it has committed since.
                time.sleep(WATCH_SECONDS)
                self.env["ir.cron"]._commit_progress()
                next(progress)
        if job.state == "failed":
            raise UserError(job.message)

    def _started(self, kind):
        """The company's import of ``kind``, made if need be, committed as running."""
        domain = [("kind", "=", kind), ("company_id", "=", self.env.company.id)]
        try:
            job = self.search(domain) or self.create({"kind": kind})
            if job.state not in ("running", "done"):
                job._set_running()
            self.env["ir.cron"]._commit_progress()
        except (SerializationFailure, UniqueViolation):
            # Somebody else started it at this very moment.
            self.env.cr.rollback()
            job = self.search(domain)
        return job

    def _tell_progress(self, report):
        """Generator that reports each step, and every ten percent of it."""
        shown = None
        while True:
            now = (self.step, int(self.progress) // 10)
            if self.step and now != shown:
                report(f"{self.step}: {self.done} of {self.total}")
                shown = now
            yield
