from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ("draft", "Draft"),
    ("waiting", "Waiting"),
    ("approved", "Approved"),
    ("scheduled", "Scheduled"),
    ("applying", "Being Applied"),
    ("done", "Done"),
    ("failed", "Needs a Person"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]
# Every change of state there is.
MOVES = {
    "draft": {"waiting", "cancelled"},
    "waiting": {"draft", "approved", "scheduled", "refused", "cancelled"},
    "approved": {"applying", "cancelled"},
    "scheduled": {"applying", "cancelled"},
    "applying": {"done", "failed"},
}
KINDS = [("single", "Single"), ("mass", "Mass Change"), ("revert", "Revert")]


class MdChangeRequest(models.Model):
    """Somebody asks to change governed fields; a second person decides; it is applied.

    Written by `md.change.desk` and `md.change.applier` alone: people have the right to
    read. Who decides, and within which limits, is an `md.approval.request` of it.
    """

    _name = "md.change.request"
    _description = "Change Request"
    _order = "id desc"
    _allow_sudo_commands = False

    name = fields.Char("Number", compute="_compute_name")
    subject = fields.Char("What", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True, default="single")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    requester_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, index=True
    )
    reason = fields.Char(required=True, readonly=True)
    effective_at = fields.Datetime(
        "Valid from", readonly=True, help="Empty: as soon as it is approved"
    )
    state = fields.Selection(
        STATES, required=True, readonly=True, default="draft", index=True
    )
    message = fields.Char("What Came of It", readonly=True)
    approval_id = fields.Many2one("md.approval.request", readonly=True)
    approver_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decision_reason = fields.Char("Remark", readonly=True)
    asked_at = fields.Datetime("Asked", readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)
    applied_at = fields.Datetime("Applied", readonly=True)
    reverts_id = fields.Many2one("md.change.request", "Takes Back", readonly=True)
    follows_id = fields.Many2one("md.change.request", "Rest of", readonly=True)
    line_ids = fields.One2many("md.change.line", "request_id", readonly=True)
    line_count = fields.Integer("Changes", readonly=True, aggregator=None)
    warning_count = fields.Integer("Warnings", readonly=True, aggregator=None)
    done_count = fields.Integer("Changed", compute="_compute_progress")
    left_count = fields.Integer("Not Changed", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress", help="Percent")
    is_mine = fields.Boolean(compute="_compute_may")
    can_decide = fields.Boolean(compute="_compute_may")
    can_cancel = fields.Boolean(compute="_compute_may")
    can_revert = fields.Boolean(compute="_compute_may")

    _second_person = models.Constraint(
        "CHECK (approver_id <> requester_id)", "Nobody decides the own request."
    )
    _reason_given = models.Constraint("CHECK (reason <> '')", "Say why you ask.")
    _decided_by = models.Constraint(
        "CHECK (state NOT IN ('approved', 'scheduled', 'applying', 'done', 'failed') "
        "OR (approver_id IS NOT NULL AND decided_at IS NOT NULL))",
        "What is changed was decided by somebody.",
    )
    _due_idx = models.Index(
        "(COALESCE(effective_at, decided_at)) "
        "WHERE state IN ('approved', 'scheduled', 'applying')"
    )

    def _compute_name(self):
        for request in self:
            request.name = f"CR{request.id:05}" if request.id else False

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for request in self:
            request.display_name = f"{request.name}: {request.subject}"

    @api.depends("line_ids.state", "line_count")
    def _compute_progress(self):
        rows = self.env["md.change.line"]._read_group(
            [("request_id", "in", self.ids)], ["request_id", "state"], ["__count"]
        )
        counts = {(request.id, state): number for request, state, number in rows}
        for request in self:
            done = counts.get((request.id, "done"), 0)
            stale, failed = (
                counts.get((request.id, state), 0) for state in ("stale", "failed")
            )
            request.done_count, request.left_count = done, stale + failed
            total = request.line_count or 1
            request.progress = 100.0 * (done + stale + failed) / total

    @api.depends_context("uid")
    @api.depends("state", "approval_id.state", "requester_id")
    def _compute_may(self):
        manager = self.env.user.has_group("md_inventory_core.group_manager")
        for request in self:
            mine = request.requester_id == self.env.user
            request.is_mine = mine
            # sudo: whoever sees a request may know whether it is theirs to decide
            approval = request.sudo().approval_id.with_user(self.env.user)
            waits = request.state == "waiting" and approval.has_access("read")
            request.can_decide = waits and approval.can_decide
            open_ = request.state in ("draft", "waiting", "approved", "scheduled")
            later = request.state in ("approved", "scheduled")
            request.can_cancel = (mine and open_) or (manager and later)
            request.can_revert = manager and request.state in ("done", "failed")

    # Buttons; what they do is the desk's

    def action_ask(self):
        """Ask for what a draft says."""
        self.ensure_one().check_access("read")
        self.env["md.change.desk"]._ask(self)

    def action_approve(self):
        """The dialog to approve it, as for every approval."""
        self.ensure_one().check_access("read")
        return self._approval().action_approve()

    def action_refuse(self):
        """The dialog to refuse it."""
        self.ensure_one().check_access("read")
        return self._approval().action_refuse()

    def action_on_the_spot(self):
        """A manager approves at the asker's screen, by PIN."""
        self.ensure_one().check_access("read")
        return self._approval().action_on_the_spot()

    def _approval(self):
        """The approval that it waits for."""
        if self.state != "waiting":
            raise UserError(self.env._("%s does not wait for a decision.", self.name))
        return self.approval_id

    def action_cancel(self):
        """Take it back as long as nothing of it is applied."""
        self.ensure_one().check_access("read")
        self.env["md.change.desk"]._cancel(self)

    def action_revert(self):
        """A draft of a request that takes back what this one changed."""
        self.ensure_one().check_access("read")
        return self.env["md.change.desk"]._revert(self)._show()

    def action_again(self):
        """A draft of a request for what could not be changed, from what is now."""
        self.ensure_one().check_access("read")
        return self.env["md.change.desk"]._again(self)._show()

    def action_lines(self):
        """All its changes in a list of their own."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_change_line_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("request_id", "=", self.id)],
        }

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _move(self, state, **values):
        """Change the state if it still allows that; False when somebody was faster.

        Whoever waited for another transaction that changed it gets a serialization
        failure, is retried, and reads what is.
        """
        self.ensure_one()
        before = [old for old, new in MOVES.items() if state in new]
        values = {"state": state, **values}
        columns = ", ".join(f"{name} = %({name})s" for name in values)
        self.flush_recordset()
        self.env.cr.execute(
            f"UPDATE md_change_request SET {columns} "  # noqa: S608 - our own names
            "WHERE id = %(id)s AND state = ANY(%(before)s)",
            {**values, "id": self.id, "before": before},
        )
        moved = bool(self.env.cr.rowcount)
        self.invalidate_recordset()
        return moved

    def _md_approval_told(self, approval, action):
        """Something became of the approval that it waits for."""
        self.env["md.change.desk"]._told(self, approval, action)
