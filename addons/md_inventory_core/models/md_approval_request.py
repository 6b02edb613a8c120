from decimal import ROUND_CEILING, Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..lib import approval

STATES = [
    ("pending", "Waiting"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
    ("expired", "Expired"),
    ("used", "Used"),
]
METHODS = [("screen", "Own Screen"), ("pin", "PIN"), ("badge", "Badge")]
INSERT_SQL = """
INSERT INTO md_approval_request (
    kind_id, company_id, store_id, model, res_id, subject, fingerprint, amount, reason,
    requester_id, key, state, asked_at, expires_at,
    create_uid, create_date, write_uid, write_date
) VALUES (
    %(kind_id)s, %(company_id)s, %(store_id)s, %(model)s, %(res_id)s, %(subject)s,
    %(fingerprint)s, %(amount)s, %(reason)s, %(requester_id)s, %(key)s, 'pending',
    %(asked_at)s, %(expires_at)s,
    %(requester_id)s, %(asked_at)s, %(requester_id)s, %(asked_at)s
) ON CONFLICT (requester_id, key) DO NOTHING RETURNING id
"""


class MdApprovalRequest(models.Model):
    """Somebody asks for what is beyond the own limit; somebody else decides.

    Rows come from and change by `md.approval` alone: create, write and unlink are
    refused for everybody, also with superuser rights.
    """

    _name = "md.approval.request"
    _description = "Approval Request"
    _order = "decided_at desc nulls first, id desc"
    _rec_name = "subject"
    _allow_sudo_commands = False

    kind_id = fields.Many2one("md.approval.kind", "For", required=True, readonly=True)
    unit = fields.Selection(related="kind_id.unit")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    store_id = fields.Many2one(
        "stock.warehouse",
        readonly=True,
        help="Empty: no single store is concerned",
    )
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="model", required=True, readonly=True, aggregator=None
    )
    subject = fields.Char("About", required=True, readonly=True)
    fingerprint = fields.Text(
        required=True,
        readonly=True,
        help="What exactly is asked: the approval counts for nothing else",
    )
    details = fields.Text("What Exactly", compute="_compute_details")
    amount = fields.Float(digits=(16, 4), required=True, readonly=True, aggregator=None)
    amount_label = fields.Char("How Much", compute="_compute_amount_label")
    reason = fields.Char(required=True, readonly=True)
    requester_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, index=True
    )
    key = fields.Char(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, index=True)
    status = fields.Selection(
        STATES,
        compute="_compute_status",
        search="_search_status",
        help="The state by the clock: past its time a request is expired",
    )
    approver_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decision_reason = fields.Char("Remark", readonly=True)
    method = fields.Selection(METHODS, "Decided on", readonly=True)
    asked_at = fields.Datetime("Asked", required=True, readonly=True)
    decided_at = fields.Datetime("Decided", readonly=True)
    expires_at = fields.Datetime("Good until", required=True, readonly=True)
    used_at = fields.Datetime("Used", readonly=True)
    is_mine = fields.Boolean(compute="_compute_may")
    can_decide = fields.Boolean(compute="_compute_may")
    can_apply = fields.Boolean(compute="_compute_may")

    _key_uniq = models.UniqueIndex(
        "(requester_id, key)", "This request was already made."
    )
    _match_idx = models.Index(
        "(requester_id, model, res_id) WHERE state IN ('pending', 'approved')"
    )
    _due_idx = models.Index("(expires_at) WHERE state IN ('pending', 'approved')")
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "Negative amount.")
    _reason_given = models.Constraint("CHECK (reason <> '')", "Say why you ask.")
    _second_person = models.Constraint(
        "CHECK (approver_id <> requester_id)", "Nobody decides the own request."
    )
    _decided_by = models.Constraint(
        "CHECK (state NOT IN ('approved', 'refused', 'used') "
        "OR (approver_id IS NOT NULL AND decided_at IS NOT NULL))",
        "A decision has somebody who made it.",
    )
    _used_when = models.Constraint(
        "CHECK ((state = 'used') = (used_at IS NOT NULL))", "Used means used once."
    )

    @api.depends("fingerprint")
    def _compute_details(self):
        for request in self:
            parts = approval.parts_of(request.fingerprint)
            lines = [f"{name}: {value}" for name, value in parts.items()]
            request.details = "\n".join(lines) or request.fingerprint

    @api.depends("amount", "unit", "currency_id")
    def _compute_amount_label(self):
        for request in self:
            amount = request._decimal()
            number = format(amount.normalize(), ",f")
            if request.unit == "percent":
                # up: what is beyond a limit must not look like it
                percent = amount.quantize(Decimal("0.01"), rounding=ROUND_CEILING)
                request.amount_label = f"{percent.normalize():f} %"
            elif request.unit == "amount":
                request.amount_label = request.currency_id.format(request.amount)
            else:
                request.amount_label = number

    @api.depends("state", "expires_at")
    def _compute_status(self):
        now = self.env["md.clock"]._now()
        for request in self:
            due = approval.is_due(request.state, request.expires_at, now)
            request.status = "expired" if due else request.state

    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        live = Domain("expires_at", ">", self.env["md.clock"]._now())
        open_states = Domain("state", "in", list(approval.MOVES))
        domain = Domain("state", "in", list(value)) & (~open_states | live)
        return domain | (open_states & ~live) if "expired" in value else domain

    @api.depends_context("uid")
    @api.depends("state", "expires_at")
    def _compute_may(self):
        rules = self.env["md.approval.rules"]
        for request in self:
            request.is_mine = request.requester_id == self.env.user
            request.can_decide = (
                request.status == "pending"
                and rules._objection(request, self.env.user, refusing=True) is None
            )
            request.can_apply = (
                request.is_mine
                and request.status == "approved"
                and hasattr(self.env.get(request.model), "_md_apply_approval")
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Refused for everybody: `md.approval` inserts requests."""
        self._refuse_direct(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Refused for everybody: `md.approval` changes the state."""
        self._refuse_direct(self)
        return super().write(vals)

    def unlink(self):
        """Refused for everybody: who asked for what stays known."""
        self._refuse_direct(self)
        return super().unlink()

    def action_approve(self):
        """Open the dialog in which a manager approves with or without a remark."""
        return self._decision_dialog("approve", self.env._("Approve"))

    def action_refuse(self):
        """Open the dialog in which a manager says why not."""
        return self._decision_dialog("refuse", self.env._("Refuse"))

    def action_on_the_spot(self):
        """Open the dialog in which a manager types the PIN on the asker's screen."""
        self.ensure_one()
        wizard = self.env["md.approval.wizard"].create({"request_id": self.id})
        dialog = self._dialog(wizard._name, self.env._("Manager's PIN"))
        return dialog | {"res_id": wizard.id}

    def action_withdraw(self):
        """The asker no longer wants it."""
        self.env["md.approval"]._withdraw(self)

    def action_apply(self):
        """The asker does now what was approved; the approval is used up by it."""
        self.ensure_one()
        self.env["md.approval"]._apply(self)

    def _decision_dialog(self, verdict, name):
        dialog = self._dialog("md.approval.decision", name)
        dialog["context"]["default_verdict"] = verdict
        return dialog

    def _dialog(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_request_id": self.id, "dialog_size": "medium"},
        }

    def _decimal(self):
        """The amount as `Decimal` with four places."""
        return Decimal(str(round(self.amount, 4))).quantize(approval.PLACES)

    def _insert(self, values):
        """A new pending request; empty when the requester has used this key before.

        Not the ORM's create: two that insert the same key at once must not both fail,
        and the later one of them is retried and finds the first.
        """
        self.env.cr.execute(INSERT_SQL, values)
        row = self.env.cr.fetchone()
        return self.browse(row[0]) if row else self.browse()

    def _move(self, state, now, **values):
        """Change the state if it still allows that; False when somebody was faster.

        The row is locked by the change itself. Whoever waited for another transaction
        that changed it gets a serialization failure, is retried, and reads what is.
        ``values``: further columns.
        """
        self.ensure_one()
        before = [old for old, new in approval.MOVES.items() if state in new]
        values |= {"state": state, "write_uid": self.env.uid, "write_date": now}
        columns = ", ".join(f"{name} = %({name})s" for name in values)
        overdue = "<=" if state == "expired" else ">"
        self.env.cr.execute(
            f"UPDATE md_approval_request SET {columns} "  # noqa: S608 - our own names
            f"WHERE id = %(id)s AND state = ANY(%(before)s) "
            f"AND expires_at {overdue} %(now)s",
            {**values, "id": self.id, "before": before, "now": now},
        )
        self.invalidate_recordset()
        return bool(self.env.cr.rowcount)

    def _refuse_direct(self, touched):
        if touched:
            raise AccessError(
                self.env._("Approval requests are asked for and decided, never edited.")
            )
