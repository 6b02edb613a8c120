from odoo import api, fields, models
from odoo.exceptions import UserError

STEP = 20  # % more off with each step of a clearance

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

    # Buttons; what they do is the service's

    def _may(self):
        """The only promotion, which the user may write; and the steps of its life."""
        self.ensure_one().check_access("write")
        self._check_own_stores()
        return self.env["md.promotion.life"]

    def action_ask(self):
        """Ask for approval; where one person is enough, it is approved."""
        self._may()._ask(self)

    def action_back(self):
        """Back to draft, off sale, to be changed."""
        self._may()._back(self)

    def action_pause(self):
        """Off sale until it goes on."""
        self._may()._pause(self)

    def action_go_on(self):
        """On sale again."""
        self._may()._go_on(self)

    def action_end(self):
        """Over, now."""
        name = self.env.user.name
        self._may()._end(self, self.env._("Ended by %s.", name))

    def action_approve(self):
        """The dialog to approve it, as for every approval."""
        return self._approval().action_approve()

    def action_refuse(self):
        """The dialog to refuse it."""
        return self._approval().action_refuse()

    def action_on_the_spot(self):
        """A manager approves at the asker's screen, by PIN."""
        return self._approval().action_on_the_spot()

    def _approval(self):
        """The approval that it waits for."""
        self.ensure_one().check_access("read")
        if self.state != "asked":
            raise UserError(
                self.env._("Promotion %s does not wait for a decision.", self.name)
            )
        return self.approval_id

    def action_uses(self):
        """Orders that used it."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_promotion_use_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("promotion_id", "=", self.id)],
        }

    def action_revisions(self):
        """What it said, and since when."""
        self.ensure_one().check_access("read")
        name = "md_inventory_core.md_promotion_revision_action"
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(name),
            "domain": [("promotion_id", "=", self.id)],
        }

    def action_try(self):
        """What it does to a basket."""
        self.ensure_one().check_access("read")
        return self.env["md.promotion.trial"]._open(self)

    def action_next_step(self):
        """A draft that begins where this one ends, and takes 20 % more off."""
        self._may()
        made = self._next_step()
        return made.get_formview_action()

    def _next_step(self):
        if self.kind != "unit" or self.how != "percent" or not self.date_to:
            raise UserError(
                self.env._(
                    "Promotion %s: steps are for a percentage off with an end.",
                    self.name,
                )
            )
        start = self.date_from or self.create_date
        return self.copy(
            {
                "name": self.name,
                "date_from": self.date_to,
                "date_to": self.date_to + (self.date_to - start),
                "percent": min(self.percent + STEP, 90),
            }
        )

    @api.depends_context("uid")
    @api.depends("state", "approval_id.state")
    def _compute_can_decide(self):
        for promotion in self:
            promotion.is_mine = promotion.asker_id == self.env.user
            # sudo: whoever sees it may know whether it is theirs to decide
            approval = promotion.sudo().approval_id.with_user(self.env.user)
            waits = promotion.state == "asked" and approval.has_access("read")
            promotion.can_decide = waits and approval.can_decide
