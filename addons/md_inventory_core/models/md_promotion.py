import re
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..lib.promotion_terms import Terms
from ..lib.refusals import refused
from .md_promotion_life_mixin import OURS
from .md_promotion_part_mixin import PARTS
from .md_promotion_reach_mixin import DAYS
from .md_promotion_terms_mixin import decimal

STEP = 20  # % more off with each step of a clearance
# May be changed whenever: it changes no price.
FREE = {"active", "note", "owner_id", "warned_at"} | OURS
# What its one sentence is made of.
SUMMARY = [
    *("kind", "name", "how", "percent", "amount", "every", "free", "spend"),
    *("gift_id", "gift_qty", "gift_with", "tender_id", "per_multiple"),
    *("points_how", "points_value", "favour", "pick", "tier_ids.least"),
    *("tier_ids.how", "tier_ids.value", "goods_ids.display_name"),
    *("reward_ids.display_name", "buy_ids.display_name", "buy_ids.qty"),
    *("get_ids.display_name", "get_ids.qty", "slot_ids.display_name"),
    *(
        "slot_ids.qty",
        "coupon",
        "coupon_single",
        "window_ids.hour_from",
        "window_ids.hour_to",
    ),
    *DAYS,
]
CODE = re.compile(r"[A-Za-z0-9._:-]+\Z", re.ASCII)


class MdPromotion(models.Model):
    """An automatic price rule: when, where and for whom it holds, and what it does.

    What it says is compiled to the contract of the engine and kept, number by number,
    in `md.promotion.revision`; sellers get revisions, never the record. Its terms are
    changed as a draft only; what is approved is what was compiled.
    """

    _name = "md.promotion"
    _description = "Promotion"
    _inherit = [
        *("md.promotion.terms.mixin", "md.promotion.reach.mixin"),
        "md.promotion.life.mixin",
        "md.promotion.insight.mixin",
        *("mail.thread", "mail.activity.mixin"),
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, help="As customers read it on the receipt.")
    code = fields.Char(
        required=True,
        copy=False,
        default=lambda self: self._next_code(),
        help="Stands for it on orders and in files: letters, digits and . _ : - only. "
        "It stays the same for ever.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    owner_id = fields.Many2one(
        "res.users",
        "Responsible",
        default=lambda self: self.env.user,
        copy=False,
        help="Is told when the budget is used up.",
    )
    note = fields.Text("Notes", help="For colleagues; customers never see it.")
    color = fields.Integer()
    layer = fields.Integer(
        default=1,
        aggregator=None,
        help="Of the same layer, each piece gets one promotion: the best. Promotions "
        "of a later layer come on top.",
    )
    priority = fields.Integer(
        default=10,
        aggregator=None,
        help="Decides between equally good ones: the lower number first.",
    )
    ends_here = fields.Boolean(
        "Never Together",
        help="Pieces that got it get nothing from later layers.",
    )
    rev = fields.Integer("Revision", readonly=True, copy=False, aggregator=None)
    summary = fields.Char(
        compute="_compute_summary", help="What it does, in one sentence."
    )

    when = fields.Char(compute="_compute_when")
    calendar_from = fields.Datetime(compute="_compute_calendar", store=True)
    calendar_to = fields.Datetime(compute="_compute_calendar", store=True)
    conflicts = fields.Text(compute="_compute_conflicts")
    template = fields.Char(readonly=True, copy=True)

    _code_uniq = models.UniqueIndex("(code)", "Another promotion has this code.")

    def _next_code(self):
        sequence = self.env["ir.sequence"].sudo()  # sudo: numbers are the system's
        return sequence.next_by_code("md.promotion")

    @api.depends(*SUMMARY)
    def _compute_summary(self):
        words = self.env["md.promotion.words"]
        for promotion in self:
            promotion.summary = words._summary(promotion)

    @api.depends("date_from", "date_to", "tz", "window_ids.hour_from", *DAYS)
    def _compute_when(self):
        words = self.env["md.promotion.words"]
        for promotion in self:
            promotion.when = words._when(promotion)

    @api.depends("date_from", "date_to")
    def _compute_calendar(self):
        """What the calendar shows: from its making, and four weeks, when not said."""
        for promotion in self:
            start = (
                promotion.date_from or promotion.create_date or fields.Datetime.now()
            )
            promotion.calendar_from = start
            end = promotion.date_to or fields.Datetime.add(start, days=28)
            promotion.calendar_to = max(start, end)

    def _compute_conflicts(self):
        service = self.env["md.promotion.conflicts"]
        for promotion in self:
            promotion.conflicts = service._words(promotion) or False

    # What it says

    def _terms(self):
        """The record as `Terms`."""
        self.ensure_one()
        groups = [f"tag:{number}" for number in self.partner_tag_ids.ids]
        groups += [f"class:{number}" for number in self.class_ids.ids]
        words = ("birthday", "first_order", "staff")
        groups += [word for word in words if self[f"for_{word}"]]
        return Terms(
            id=self.code or "",
            name=self.name or "",
            kind=self.kind,
            digits=self.currency_id.decimal_places,
            layer=self.layer,
            priority=self.priority,
            ends_here=self.ends_here,
            begins=self._wall(self.date_from),
            ends=self._wall(self.date_to),
            weekdays=tuple(n for n, day in enumerate(DAYS) if self[day]),
            windows=tuple(window._minutes() for window in self.window_ids),
            excepted=tuple(sorted({d.day.isoformat() for d in self.day_ids if d.day})),
            tz=self.tz,
            channels=tuple(map(str, self.channel_ids.ids)),
            stores=tuple(map(str, self.warehouse_ids.ids)),
            price_lists=tuple(map(str, self.pricelist_ids.ids)),
            customer_groups=tuple(groups),
            tenders=tuple(self.tender_ids.mapped("code")),
            coupon=self._coupon(),
            per_basket=self.per_basket or None,
            per_customer=self.per_customer or None,
            max_discount=decimal(self.max_discount) if self.max_discount else None,
            share=None if self.share == 100 else Decimal(str(round(self.share, 2))),
            share_by=self.share_by,
            **self._own_terms(),
        )

    def _restate(self):
        """Check what they say now, and keep it if it is something new.

        :raises ValidationError: one sentence for each thing that is wrong
        """
        self.env["md.promotion.keeper"]._keep(self)

    def _check_parts(self, env):
        """Rows of a promotion are changed as it is itself."""
        if env.context.get("md_promotion_parts") is not PARTS:
            self._check_draft({"parts"})
            self._check_own_stores()

    def _parts_changed(self, env):
        """Its rows were changed, by themselves or with it."""
        if env.context.get("md_promotion_parts") is not PARTS:
            self._check_parts(env)
            self.invalidate_recordset()
            self._restate()

    # Changes

    def _check_draft(self, names):
        """What is approved says what was approved: terms are those of a draft."""
        if self.env.su and self.env.context.get("md_promotion_system"):
            return
        if OURS & names:
            message = self.env._("What becomes of a promotion is done by its buttons.")
            raise refused(AccessError(message), self._name, "write", self.ids)
        fixed = self.filtered(lambda p: p.state != "draft")
        if fixed and names - FREE:
            raise UserError(
                self.env._(
                    "Promotion %s is no draft: take it back to draft to change it, or "
                    "make a copy.",
                    fixed[0].name,
                )
            )
        if "code" in names and (kept := self.filtered("approved_at")):
            raise UserError(
                self.env._(
                    "Promotion %s has been on sale: its code stays.", kept[0].name
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if OURS & vals.keys() and not self.env.su:
                message = self.env._("A promotion begins as a draft.")
                raise refused(AccessError(message), self._name, "create")
        parts = self.with_context(md_promotion_parts=PARTS)
        promotions = super(MdPromotion, parts).create(vals_list)
        promotions = promotions.with_env(self.env)
        promotions._check_own_stores()
        promotions._restate()
        return promotions

    def write(self, vals):
        if not self:
            return super().write(vals)
        self._check_draft(set(vals))
        self._check_own_stores()
        parts = self.with_context(md_promotion_parts=PARTS)
        result = super(MdPromotion, parts).write(vals)
        self._check_own_stores()
        if vals.keys() - FREE:
            self.invalidate_recordset()
            self._restate()
        return result

    def _check_own_stores(self):
        """Who is limited to some stores has promotions of these stores only."""
        # sudo: to be compared
        mine = not self.env.su and self.env.user.md_store_ids.sudo()
        for promotion in self if mine else ():
            # sudo: as above
            places = promotion.sudo().warehouse_ids
            if not places or places - mine:
                raise refused(
                    AccessError(
                        self.env._(
                            "Promotion %s is of other stores, too: choose yours under "
                            "Stores.",
                            promotion.name,
                        )
                    ),
                    self._name,
                    "write",
                    promotion.ids,
                )

    def _md_approval_told(self, request, action):
        """Something became of the approval that it waits for."""
        self.env["md.promotion.life"]._told(self, request, action)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        for promotion in self:
            if promotion.approved_at or promotion.state != "draft":
                raise UserError(
                    self.env._(
                        "Promotion %s has been on sale: orders name it. Archive it "
                        "instead.",
                        promotion.name,
                    )
                )

    def copy_data(self, default=None):
        """A copy has another name."""
        found = super().copy_data(default)
        for promotion, vals in zip(self, found, strict=True):
            if not (default or {}).get("name"):
                vals["name"] = self.env._("%s (copy)", promotion.name)
        return found

    @api.constrains("code")
    def _check_code(self):
        for promotion in self:
            if not CODE.match(promotion.code or ""):
                raise ValidationError(
                    self.env._(
                        "Promotion %(name)s: code %(code)s has letters, digits and "
                        ". _ : - only.",
                        name=promotion.name,
                        code=promotion.code,
                    )
                )

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
        return self._md_rows("md_promotion_use_action")

    def action_revisions(self):
        """What it said, and since when."""
        return self._md_rows("md_promotion_revision_action")

    def action_marketplace(self):
        """Prices of its goods as marketplaces are told of them, for the next days."""
        return self._md_prices()

    def action_try(self):
        """What it does to a basket."""
        self.ensure_one().check_access("read")
        return self.env["md.promotion.trial"]._open(self)

    def action_compare(self):
        """What it brought, when only a share of baskets or customers gets it."""
        self.ensure_one().check_access("read")
        return self.env["md.promotion.comparison"]._open(self)

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
