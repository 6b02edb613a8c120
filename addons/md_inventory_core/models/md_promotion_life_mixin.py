from odoo import api, fields, models

STATES = [
    ("draft", "Draft"),
    ("asked", "Waits for Approval"),
    ("approved", "Approved"),
    ("running", "Running"),
    ("paused", "Paused"),
    ("ended", "Ended"),
]
SOLD = ("approved", "running")  # what sellers are told of
# Written by the steps of a promotion's life only, never by a form.
OURS = {
    *("approval_id", "approved_at", "approver_id", "asker_id", "end_reason"),
    *("ended_at", "rev", "state"),
}


class MdPromotionLifeMixin(models.AbstractModel):
    """What becomes of a promotion: approval, clock, pause, end, and what it cost."""

    _name = "md.promotion.life.mixin"
    _description = "Life of a Promotion"

    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, index=True
    )
    approval_id = fields.Many2one("md.approval.request", readonly=True, copy=False)
    asker_id = fields.Many2one("res.users", "Asked By", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", "Approved By", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved", readonly=True, copy=False)
    ended_at = fields.Datetime("Ended", readonly=True, copy=False)
    end_reason = fields.Char("Why It Ended", readonly=True, copy=False)
    budget = fields.Float(
        digits=(16, 4),
        min_display_digits=0,
        help="It ends when customers have saved so much; 0: no budget.",
    )
    most_uses = fields.Integer(
        "Uses at Most", aggregator=None, help="It ends after so many; 0: no limit."
    )
    use_ids = fields.One2many("md.promotion.use", "promotion_id", "Uses", copy=False)
    used_amount = fields.Float("Saved by Customers", compute="_compute_used")
    used_count = fields.Integer("Used", compute="_compute_used")

    can_decide = fields.Boolean(compute="_compute_can_decide")
    is_mine = fields.Boolean(compute="_compute_can_decide")

    def _compute_used(self):
        found = self.env["md.promotion.usage"]._totals(self)
        for promotion in self:
            uses, amount = found.get(promotion.id, (0, 0))
            promotion.used_count, promotion.used_amount = uses, amount

    def _set(self, **vals):
        """Write what only the steps of its life write."""
        # sudo: whoever does the step need not be able to write what it says
        system = self.sudo().with_context(md_promotion_system=True)
        system.write(vals)

    @api.depends_context("uid")
    @api.depends("state", "approval_id.state")
    def _compute_can_decide(self):
        for promotion in self:
            promotion.is_mine = promotion.asker_id == self.env.user
            # sudo: whoever sees it may know whether it is theirs to decide
            approval = promotion.sudo().approval_id.with_user(self.env.user)
            waits = promotion.state == "asked" and approval.has_access("read")
            promotion.can_decide = waits and approval.can_decide
