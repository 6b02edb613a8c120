from odoo import api, fields, models


class MdClaimPass(models.Model):
    """A pass of the reconciler over all products: how far it is and what it found.

    Written by `md.claim.steps` only. One runs at a time; it goes on where it stood,
    whatever became of the process that took the last step.
    """

    _name = "md.claim.pass"
    _description = "Reconciliation Pass"
    _order = "id desc"
    _rec_name = "started_at"
    _log_access = False

    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("given_up", "Given up")],
        required=True,
        readonly=True,
    )
    started_at = fields.Datetime("Started", required=True, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    user_id = fields.Many2one("res.users", "Asked by", readonly=True)
    # of the last step, both with
    from_product = fields.Integer(required=True, readonly=True, aggregator=None)
    to_product = fields.Integer(required=True, readonly=True, aggregator=None)
    pace = fields.Integer(
        "Rows in a Step", required=True, readonly=True, aggregator="avg"
    )
    progress = fields.Integer(
        "Progress (%)", required=True, readonly=True, aggregator=None
    )
    rows_read = fields.Integer(
        required=True,
        readonly=True,
        aggregator="avg",
        help="Counters, entries, claims, pool moves and quants.",
    )
    steps = fields.Integer(required=True, readonly=True, aggregator="avg")
    seconds = fields.Float(
        "Seconds of Work",
        digits=(12, 2),
        required=True,
        readonly=True,
        aggregator="avg",
        help="What all steps took together.",
    )
    found_by_kind = fields.Json(readonly=True)
    found = fields.Char(compute="_compute_found")
    found_count = fields.Integer(
        "Findings seen", required=True, readonly=True, aggregator="avg"
    )
    new_count = fields.Integer("New", required=True, readonly=True)
    resolved_count = fields.Integer("Resolved", required=True, readonly=True)
    open_count = fields.Integer("Open at the End", readonly=True, aggregator="avg")
    drift_count = fields.Integer("Open Drift", readonly=True, aggregator="avg")
    told = fields.Json(readonly=True, groups="base.group_system")

    _running_uniq = models.UniqueIndex(
        "(state) WHERE state = 'running'", "One pass runs at a time."
    )
    _started_idx = models.Index("(started_at)")
    _ended_idx = models.Index("(ended_at) WHERE state = 'done'")

    @api.depends("found_by_kind")
    @api.depends_context("lang")
    def _compute_found(self):
        finding = self.env["md.claim.finding"]
        kinds = dict(finding._fields["kind"]._description_selection(self.env))
        for row in self:
            row.found = ", ".join(
                f"{kinds.get(kind, kind)} {count}"
                for kind, count in sorted((row.found_by_kind or {}).items())
            )
