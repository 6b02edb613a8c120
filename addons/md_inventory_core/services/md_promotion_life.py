from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib.approval import Verdict
from ..models.md_promotion_life_mixin import SOLD
from ..models.md_promotion_terms_mixin import decimal

KIND = "promotion"
LIVE = (*SOLD, "paused")


class MdPromotionLife(models.AbstractModel):
    """The steps of a promotion's life: approval, clock, pause, end.

    Callers have checked that the user may write the promotions.
    """

    _name = "md.promotion.life"
    _description = "Life of Promotions"

    # Approval

    def _ask(self, promotion):
        """Ask for approval, or approve at once where one person is enough."""
        self._refuse_state(promotion, ("draft",))
        self._refuse_late(promotion)
        promotion._restate()
        amount = decimal(promotion.budget) or Decimal(0)
        rules = self.env["md.approval.rules"]
        # sudo: who asks need not be able to read kinds
        kind = self.env["md.approval.kind"].sudo().search([("code", "=", KIND)])
        verdict = rules._verdict(kind, amount, promotion.company_id, self.env.user)
        if verdict is Verdict.ALLOWED:
            return self._approved(promotion, self.env.user)
        made = self.env["md.approval"]._ask(
            KIND,
            amount,
            promotion,
            self._fingerprint(promotion),
            promotion.summary or promotion.name,
            key=self._key(promotion),
            store=self._store(promotion),
        )
        # sudo: who else has which role is not the asker's to see
        if not rules._approvers(made.sudo()):
            raise UserError(
                self.env._(
                    "There is nobody who could approve this: it needs a second manager "
                    "of the company."
                )
            )
        return promotion._set(state="asked", approval_id=made.id, asker_id=self.env.uid)

    def _key(self, promotion):
        """Of asking once after the approval before: a second click adds nothing."""
        return f"md.promotion:{promotion.id}:{promotion.approval_id.id or 0}"

    def _fingerprint(self, promotion):
        """What exactly is asked."""
        return {
            self.env._("promotion"): promotion.name,
            self.env._("does"): promotion.summary or "",
            self.env._("when"): promotion.when or "",
            self.env._("revision"): f"{promotion.code} {promotion.rev}",
        }

    def _store(self, promotion):
        """The store when there is exactly one: its manager decides."""
        # sudo: to be compared
        stores = promotion.sudo().warehouse_ids
        return stores if len(stores) == 1 else None

    def _told(self, promotion, request, action):
        """The approval was approved, refused, withdrawn, or has expired."""
        if promotion.approval_id != request or promotion.state != "asked":
            return
        if action == "approved":
            # used up here: what was asked for is what starts
            asker = request.with_user(request.requester_id)
            asker.env["md.approval"]._use(asker)
            self._approved(promotion, request.approver_id)
        elif action in ("refused", "withdrawn", "expired"):
            promotion._set(state="draft")

    def _approved(self, promotions, approver):
        """They go on sale as soon as their time has come."""
        now = self.env["md.clock"]._now()
        for promotion in promotions:
            promotion._restate()
            promotion._set(
                state=self._state_now(promotion, now),
                approver_id=approver.id,
                approved_at=now,
                ended_at=False,
                end_reason=False,
            )

    def _state_now(self, promotion, now):
        """Approved, running or ended, as the clock says."""
        if promotion.date_to and promotion.date_to <= now:
            return "ended"
        early = promotion.date_from and promotion.date_from > now
        return "approved" if early else "running"

    # Steps by hand

    def _back(self, promotion):
        """Take it off sale so that it can be changed; then it is approved again."""
        self._refuse_state(promotion, ("asked", *LIVE))
        if promotion.state == "asked":
            return self.env["md.approval"]._withdraw(promotion.approval_id)
        return promotion._set(state="draft")

    def _pause(self, promotion):
        self._refuse_state(promotion, SOLD)
        promotion._set(state="paused")

    def _go_on(self, promotion):
        self._refuse_state(promotion, ("paused",))
        promotion._set(state=self._state_now(promotion, self.env["md.clock"]._now()))

    def _end(self, promotion, reason):
        """It is over, now."""
        self._refuse_state(promotion, LIVE)
        promotion._set(
            state="ended", ended_at=self.env["md.clock"]._now(), end_reason=reason
        )

    def _refuse_state(self, promotion, states):
        promotion.ensure_one()
        # whoever did the same a moment ago: Odoo runs us again, then we see it
        promotion.lock_for_update()
        if promotion.state not in states:
            label = dict(promotion._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Promotion %(name)s is in state “%(state)s”: this cannot be done "
                    "now.",
                    name=promotion.name,
                    state=label[promotion.state],
                )
            )

    def _refuse_late(self, promotion):
        now = self.env["md.clock"]._now()
        if promotion.date_to and promotion.date_to <= now:
            words = (
                self.env._("Promotion %s: its code has expired; choose a later end.")
                if promotion.coupon
                else self.env._("Promotion %s: its end is past; choose a later one.")
            )
            raise UserError(words % promotion.name)

    # The clock

    def _cron_follow_clock(self):
        """Say what has begun, what is over, and what has no budget left."""
        self.env["md.promotion.last.use"]._cron_release()
        now = self.env["md.clock"]._now()
        promotions = self.env["md.promotion"]
        begun = promotions.search(
            [
                ("state", "=", "approved"),
                *("|", ("date_from", "=", False), ("date_from", "<=", now)),
            ]
        )
        over = promotions.search([("state", "in", LIVE), ("date_to", "<=", now)])
        for promotion in (begun - over).try_lock_for_update():
            promotion._set(state="running")
        for promotion in over.try_lock_for_update():
            promotion._set(
                state="ended",
                ended_at=promotion.date_to,
                end_reason=self.env._("Its time was over."),
            )
        live = promotions.search([("state", "in", LIVE)])
        for promotion in (
            self.env["md.promotion.usage"]._exhausted(live).try_lock_for_update()
        ):
            self._spent(promotion, now)

    def _spent(self, promotion, now):
        """No budget or no uses left: it ends, and who answers for it is told once."""
        reason = self.env._(
            "Used %(uses)s times, customers saved %(amount)s: its limit is reached.",
            uses=promotion.used_count,
            amount=f"{promotion.used_amount:.{promotion.currency_id.decimal_places}f}",
        )
        promotion._set(state="ended", ended_at=now, end_reason=reason)
        owner = promotion.owner_id or promotion.create_uid
        promotion.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=owner.id,
            summary=self.env._("Promotion %s has ended", promotion.name),
            note=reason,
        )
