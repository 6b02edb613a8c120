from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lib.retail_dataset import DatasetError

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
    _inherit = ["md.live.mixin"]
    _description = "Retail Data Import"
    _order = "id desc"

    name = fields.Char(compute="_compute_name")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        [
            ("slice", "A working shop: a few stores, opening stock, a week at the till"),
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
        self.ensure_one()
        if self.state == "done":
            raise UserError(self.env._("This import is finished; nothing is missing."))
        self._set_running()
        self.env.ref("md_inventory_core.ir_cron_load_retail_data")._trigger()

    def action_pause(self):
        """Stop after the piece at work; `Start` goes on from there."""
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
        while job := self.search([("state", "=", "running")], limit=1):
            job._run_piece()
            left = int(job.state == "running")
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                break

    def _run_piece(self):
        """Do the next piece and note progress; the caller commits.

        Two drivers never work at once: who does not get the row's lock goes away.
        """
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(self.env._("This import is already being worked on."))
        loader = self.env["md.dataset.loader"].with_company(self.company_id)
        try:
            with self.env.cr.savepoint():
                step, done, total = loader.run_piece(self)
        except (DatasetError, UserError) as error:
            self.write({"state": "failed", "message": str(error)})
        else:
            self.write({"step": step, "done": done, "total": total})
            if not step:
                self.write({"state": "done", "finished_at": fields.Datetime.now()})
        self._live_changed(self._name, "base.group_system")

    @api.model
    def run_and_report(self, kind):
        """Run an import to its end, printing progress; for the command line.

        Creates the import when the company has none of this kind. Raises UserError
        with the reason when it fails.
        """
        job = self.search(
            [("kind", "=", kind), ("company_id", "=", self.env.company.id)]
        ) or self.create({"kind": kind})
        if job.state != "done":
            job._set_running()
        shown = None
        while job.state == "running":
            job._run_piece()
            self.env["ir.cron"]._commit_progress(1)
            # steps of ten percent: enough to see that it moves
            now = (job.step, int(job.progress) // 10)
            if job.step and now != shown:
                print(f"{job.step}: {job.done} of {job.total}", flush=True)  # noqa: T201 - the progress the command line shows
                shown = now
        if job.state == "failed":
            raise UserError(job.message)
