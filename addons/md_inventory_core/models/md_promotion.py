import re
from datetime import UTC
from decimal import Decimal
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..lib.promotion_terms import Terms
from ..lib.refusals import refused
from .md_promotion_life_mixin import OURS
from .md_promotion_part_mixin import PARTS
from .md_promotion_terms_mixin import decimal

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
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
    *("slot_ids.qty", "coupon", "window_ids.hour_from", "window_ids.hour_to"),
    *DAYS,
]
CODE = re.compile(r"[A-Za-z0-9._:-]+\Z", re.ASCII)


def _where(model, table, string, **options):
    return fields.Many2many(
        model,
        f"md_promotion_{table}_rel",
        "promotion_id",
        "other_id",
        string=string,
        ondelete="restrict",
        **options,
    )


class MdPromotion(models.Model):
    """An automatic price rule: when, where and for whom it holds, and what it does.

    What it says is compiled to the contract of the engine and kept, number by number,
    in `md.promotion.revision`; sellers get revisions, never the record. Its terms are
    changed as a draft only; what is approved is what was compiled.
    """

    _name = "md.promotion"
    _description = "Promotion"
    _inherit = [
        *("md.promotion.terms.mixin", "md.promotion.life.mixin"),
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
    # When
    date_from = fields.Datetime("From")
    date_to = fields.Datetime("To", help="At this moment it is over.")
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="Hours and weekdays are those of the clock on the store's wall.",
    )
    mon = fields.Boolean("Monday")
    tue = fields.Boolean("Tuesday")
    wed = fields.Boolean("Wednesday")
    thu = fields.Boolean("Thursday")
    fri = fields.Boolean("Friday")
    sat = fields.Boolean("Saturday")
    sun = fields.Boolean("Sunday")
    window_ids = fields.One2many(
        "md.promotion.window", "promotion_id", "Hours", copy=True
    )
    day_ids = fields.One2many("md.promotion.day", "promotion_id", "Not On", copy=True)
    # Where and for whom
    channel_ids = _where(
        "md.channel", "channel", "Channels", check_company=True, help="Empty: all."
    )
    warehouse_ids = _where(
        "stock.warehouse", "warehouse", "Stores", check_company=True, help="Empty: all."
    )
    pricelist_ids = _where(
        "product.pricelist", "pricelist", "Price Lists", check_company=True
    )
    partner_tag_ids = _where("res.partner.category", "partner_tag", "Customer Tags")
    for_birthday = fields.Boolean("On Their Birthday")
    for_first_order = fields.Boolean("With Their First Order")
    for_staff = fields.Boolean("Own Staff")
    tender_ids = _where("md.tender", "tender", "Only When Paid By")
    coupon = fields.Char("Code to Enter", help="Customers say or enter this code.")
    # Limits
    per_basket = fields.Integer("Times per Basket", aggregator=None)
    per_customer = fields.Integer("Times per Customer", aggregator=None)
    period = fields.Selection(
        [
            ("life", "Ever"),
            ("day", "A Day"),
            ("week", "A Week"),
            ("month", "A Month"),
            ("year", "A Year"),
        ],
        "Counted",
        required=True,
        default="life",
    )
    max_discount = fields.Float(
        "At Most per Basket", digits=(16, 4), min_display_digits=0
    )
    share = fields.Float(digits=(5, 2), default=100.0, aggregator=None)
    share_by = fields.Selection(
        [("basket", "Baskets"), ("customer", "Customers")],
        "Of",
        required=True,
        default="basket",
        help="To find out what it brings: some get it, others do not.",
    )
    rev = fields.Integer("Revision", readonly=True, copy=False, aggregator=None)
    summary = fields.Char(
        compute="_compute_summary", help="What it does, in one sentence."
    )

    when = fields.Char(compute="_compute_when")

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

    # What it says

    def _terms(self):
        """The record as `Terms`."""
        self.ensure_one()
        groups = [f"tag:{number}" for number in self.partner_tag_ids.ids]
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
            coupon=(self.coupon or "").strip() or None,
            per_basket=self.per_basket or None,
            per_customer=self.per_customer or None,
            max_discount=decimal(self.max_discount) if self.max_discount else None,
            share=None if self.share == 100 else Decimal(str(round(self.share, 2))),
            share_by=self.share_by,
            **self._own_terms(),
        )

    def _wall(self, moment):
        """A moment (UTC) as a clock on the wall of its zone shows it, or None."""
        if not moment:
            return None
        there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.tz))
        return there.strftime("%Y-%m-%dT%H:%M")

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
