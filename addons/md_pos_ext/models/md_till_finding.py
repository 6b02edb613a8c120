from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
REASONS = [
    ("late", "Late: its Session was closed"),
    ("refused", "Not stored: refused"),
    ("damaged", "Not stored: damaged"),
    ("coupon", "Coupon used twice"),
]


class MdTillFinding(models.Model):
    """A paid receipt of a till that came late, or that the server could not store.

    Written by `md.outbox`; the till keeps its own copy of what is not stored until it
    is, or until a manager has noted here what came of it. ``amount`` is in the currency
    of the till, as the till says; ``body`` is what the till sent, word for word.
    """

    _name = "md.till.finding"
    _description = "Receipt of a Till to look at"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, id desc"
    _rec_name = "reference"
    _mail_post_access = "read"  # who sees it may talk about it

    uuid = fields.Char("Receipt's Key", required=True, readonly=True)
    reason = fields.Selection(REASONS, required=True, readonly=True)
    reference = fields.Char("Receipt Number", readonly=True)
    order_id = fields.Many2one("pos.order", "Receipt", readonly=True, index=True)
    config_id = fields.Many2one("pos.config", "Till", required=True, readonly=True)
    session_id = fields.Many2one("pos.session", "Sold in Session", readonly=True)
    landed_id = fields.Many2one("pos.session", "Booked in Session", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", "Store", readonly=True)
    sender_id = fields.Many2one("res.users", "Sent by", readonly=True)
    sold_at = fields.Datetime("Sold", readonly=True, help="As the till's clock says.")
    amount = fields.Monetary(readonly=True)
    message = fields.Text("What the Server said", readonly=True)
    body = fields.Text("What the Till sent", readonly=True)
    checksum = fields.Char("Check Sum", readonly=True)
    explanation = fields.Text("In Words", compute="_compute_explanation")
    state = fields.Selection(
        [("open", "Open"), ("resolved", "Resolved")],
        required=True,
        readonly=True,
        default="open",
    )
    note = fields.Text("What came of it")
    resolved_by = fields.Many2one("res.users", "Resolved by", readonly=True)
    resolved_at = fields.Datetime("Resolved", readonly=True)

    _once = models.UniqueIndex(
        "(uuid, reason)", "A receipt is written down once for each reason."
    )

    @api.depends("reason", "message", "session_id", "landed_id")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        for finding in self:
            told = {
                "sold": finding.session_id.name or "",
                "landed": finding.landed_id.name or "",
                "message": finding.message or "",
            }
            finding.explanation = {
                "late": self.env._(
                    "Sold in %(sold)s, which was closed when the receipt came. It is "
                    "booked in %(landed)s: count its cash there and close it.",
                    **told,
                ),
                "refused": self.env._(
                    "The till has it, the books do not: %(message)s", **told
                ),
                "damaged": self.env._(
                    "What the till sent is not what it has written (%(message)s). "
                    "Compare with the printed receipt and sell it again by hand.",
                    **told,
                ),
                "coupon": self.env._(
                    "The customer got the discount and has left: %(message)s The "
                    "amount is what it took off.",
                    **told,
                ),
            }[finding.reason]

    def write(self, vals):
        """Refused but for the note, by who may."""
        if not self.env.su:
            talk = {n for n in vals if n.startswith(("message_", "activity_"))}
            if vals.keys() - {"note"} - talk:
                message = self.env._(
                    "What a till has sent stays as it is; note what came of it."
                )
                raise refused(AccessError(message), self._name, "write", self.ids)
            self._check_may_act()
        return super().write(vals)

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager deals with late receipts.")
            raise refused(AccessError(message), self._name, "resolve", self.ids)

    def action_resolve(self):
        """Nobody needs to look any more; a till lets go of what was not stored."""
        self._check_may_act()
        # sudo: rows are the system's; who may has been checked
        rows = self.sudo().filtered(lambda one: one.state == "open")
        if not rows:
            raise UserError(self.env._("These are resolved already."))
        silent = rows.filtered(lambda one: not (one.note or "").strip())[:1]
        if silent:
            raise UserError(
                self.env._("Receipt %s: note what came of it first.", silent.reference)
            )
        rows._resolve()
        return True

    def _resolve(self):
        now = self.env["md.clock"]._now()
        self.write(
            {"state": "resolved", "resolved_by": self.env.uid, "resolved_at": now}
        )
        for row in self:
            self.env["md.audit.trail"]._record(
                "price",
                "till.finding.resolved",
                model=row._name,
                res_id=row.id,
                before={"state": "open"},
                after={
                    "state": "resolved",
                    "receipt": row.reference,
                    "reason": row.reason,
                    "amount": row.amount,
                },
                reason=row.note,
                company_id=row.company_id.id,
            )
        self.activity_ids.action_feedback(feedback=self[:1].note)

    def action_retry(self):
        """Store it now, after what was in the way was mended."""
        self._check_may_act()
        for row in self:
            if row.state != "open" or row.reason != "refused":
                raise UserError(
                    self.env._("Receipt %s is not waiting to be stored.", row.reference)
                )
            entry = {"uuid": row.uuid, "body": row.body, "checksum": row.checksum}
            [answer] = self.env["md.outbox"]._take(row.config_id, [entry])
            if answer["state"] != "stored":
                raise UserError(
                    self.env._(
                        "Receipt %(receipt)s: %(why)s",
                        receipt=row.reference,
                        why=answer["message"],
                    )
                )
        return True

    def action_open_order(self):
        """The receipt."""
        self.ensure_one().check_access("read")
        return self._open(self.order_id)

    def action_open_session(self):
        """The session in which it is booked."""
        self.ensure_one().check_access("read")
        return self._open(self.landed_id)

    def _open(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
