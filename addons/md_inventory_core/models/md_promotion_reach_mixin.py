from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get

# Who may read codes: who sells types what customers say.
SECRET = ",".join(
    f"md_inventory_core.group_{role}" for role in ("manager", "auditor", "admin")
)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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


class MdPromotionReachMixin(models.AbstractModel):
    """When, where, for whom and how often a promotion holds."""

    _name = "md.promotion.reach.mixin"
    _description = "Reach of a Promotion"

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
    class_ids = _where(
        "md.customer.class",
        "class",
        "Customer Classes",
        check_company=True,
        help="Members of these classes, among others named here.",
    )
    for_birthday = fields.Boolean("On Their Birthday")
    for_first_order = fields.Boolean("With Their First Order")
    for_staff = fields.Boolean("Own Staff")
    tender_ids = _where("md.tender", "tender", "Only When Paid By")
    coupon = fields.Char(
        "Code to Enter",
        groups=SECRET,
        help="Customers say or enter this code, however they write it: small letters, "
        "spaces and O for 0 do not matter.",
    )
    coupon_single = fields.Boolean(
        "Coupons for One Use",
        help="Only who brings a coupon that was issued for it gets it; each coupon is "
        "used once.",
    )
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

    def _wall(self, moment):
        """A moment (UTC) as a clock on the wall of its zone shows it, or None."""
        if not moment:
            return None
        there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(self.tz))
        return there.strftime("%Y-%m-%dT%H:%M")

    def _coupon(self):
        """What opens it: its code, or the word of its coupons for one use, or None."""
        return f"@{self.code}" if self.coupon_single else (self.coupon or "").strip()
