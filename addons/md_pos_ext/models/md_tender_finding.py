from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
REASONS = [
    ("reused", "Transaction Id used before"),
    ("missing", "No Transaction Id"),
    ("form", "Not a Transaction Id"),
    ("refund", "More back than was paid on it"),
    ("other", "Another Tender, by a Manager"),
    ("credit", "Beyond the Credit Limit"),
    ("gift", "Not on a Gift Card"),
]


class MdTenderFinding(models.Model):
    """A payment that was taken and that somebody should look at.

    The customer has paid, or has the money: nothing is refused for it. Written by
    `md.tender.ledger`; a manager notes what came of it. ``amount`` is in the receipt's
    currency, below 0 when it went back.
    """

    _name = "md.tender.finding"
    _description = "Payment to look at"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, paid_at desc, id desc"
    _rec_name = "reference"
    _mail_post_access = "read"  # who sees it may talk about it

    payment_id = fields.Many2one(
        "pos.payment", required=True, readonly=True, ondelete="cascade"
    )
    order_id = fields.Many2one(
        "pos.order", "Receipt", required=True, readonly=True, index=True
    )
    reference = fields.Char("Receipt Number", readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    config_id = fields.Many2one("pos.config", "Till", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", "Store", readonly=True)
    user_id = fields.Many2one("res.users", "Cashier", readonly=True)
    paid_at = fields.Datetime("Paid", required=True, readonly=True)
    tender_id = fields.Many2one("md.tender", "Paid by", readonly=True)
    transaction_id = fields.Char("Transaction Id", readonly=True)
    amount = fields.Monetary(readonly=True)
    excess = fields.Monetary(
        "Too much",
        readonly=True,
        help="What went back beyond what was paid on it, or was sold on account beyond "
        "what was free.",
    )
    reason = fields.Selection(REASONS, required=True, readonly=True)
    other_id = fields.Many2one(
        "pos.order", "Used for", compute="_compute_other_id", compute_sudo=False
    )
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

    _open_idx = models.Index("(company_id, paid_at) WHERE state = 'open'")
    _once = models.UniqueIndex(
        "(payment_id, reason)", "A payment is written down once for each reason."
    )

    @api.depends("tender_id", "transaction_id", "reason")
    @api.depends_context("uid")
    def _compute_other_id(self):
        ledger = self.env["md.tender.ledger"]
        for finding in self:
            holder = self.env["pos.payment"]
            if finding.reason == "reused":
                holder = ledger._holder(finding.tender_id, finding.transaction_id)
            # found with all rights: who may not read the receipt does not see it
            order = self.env["pos.order"].browse(holder.pos_order_id.ids)
            finding.other_id = order._filtered_access("read")

    @api.depends("reason", "tender_id", "transaction_id", "excess", "note")
    @api.depends_context("lang", "uid")
    def _compute_explanation(self):
        words = self.env["md.tender.words"]
        for finding in self:
            finding.explanation = words._finding(finding)

    def write(self, vals):
        """Refused but for the note, by who may."""
        if not self.env.su:
            if (
                vals.keys()
                - {"note"}
                - {name for name in vals if name.startswith(("message_", "activity_"))}
            ):
                self._refuse("write")
            self._check_may_act()
        return super().write(vals)

    def _refuse(self, operation):
        message = self.env._(
            "What was found of payments stays as it is; note what came of it."
        )
        raise refused(AccessError(message), self._name, operation, self.ids)

    def _check_may_act(self):
        self.check_access("read")
        if not self.env.su and not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager resolves what was found of payments.")
            raise refused(AccessError(message), self._name, "resolve", self.ids)

    def action_resolve(self):
        """Nobody needs to look any more; each says what came of it."""
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
        now = self.env["md.clock"]._now()
        rows.write(
            {"state": "resolved", "resolved_by": self.env.uid, "resolved_at": now}
        )
        for row in rows:
            self.env["md.audit.trail"]._record(
                "price",
                "tender.finding.resolved",
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
        rows.activity_ids.action_feedback(feedback=self[:1].note)
        return True

    def action_open_order(self):
        """The receipt."""
        self.ensure_one().check_access("read")
        return self._open(self.order_id)

    def action_open_other(self):
        """The receipt for which the id was used first."""
        self.ensure_one().check_access("read")
        return self._open(self.other_id)

    def _open(self, order):
        return {
            "type": "ir.actions.act_window",
            "res_model": "pos.order",
            "res_id": order.id,
            "views": [(False, "form")],
        }
