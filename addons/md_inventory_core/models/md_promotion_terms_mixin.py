from decimal import Decimal

from odoo import fields, models

from ..lib.promotion_terms import Benefit

KINDS = [
    ("unit", "Each piece costs less"),
    ("buy_get", "Buy some, get some cheaper"),
    ("nth", "Of every so many, some are free or cheaper"),
    ("tiers", "The more, the cheaper"),
    ("bundle", "A set for a price"),
    ("threshold", "Spend so much, save so much"),
    ("gift", "A gift with the purchase"),
    ("tender", "Cheaper for who pays this way"),
    ("points", "More loyalty points"),
]
HOW = [
    ("percent", "% less"),
    ("amount", "Amount less"),
    ("price", "Price"),
]
PERCENT_ONLY = {"nth", "tender"}
ROLE_FIELDS = {
    "goods": "goods_ids",
    "reward": "reward_ids",
    "buy": "buy_ids",
    "get": "get_ids",
    "slots": "slot_ids",
}


def decimal(value, places=4):
    """A float of the ORM as Decimal, with the digits that people entered."""
    return Decimal(str(round(value or 0.0, places))).normalize() + Decimal(0)


def _rows(role, string):
    return fields.One2many(
        "md.promotion.selector",
        "promotion_id",
        string,
        domain=[("role", "=", role)],
        context={"default_role": role},
        copy=True,
    )


class MdPromotionTermsMixin(models.AbstractModel):
    """What the kinds of promotions say: each kind uses some of these fields."""

    _name = "md.promotion.terms.mixin"
    _description = "Terms of a Promotion"

    kind = fields.Selection(KINDS, required=True, default="unit")
    goods_ids = _rows("goods", "For")
    reward_ids = _rows("reward", "Cheaper Are")
    buy_ids = _rows("buy", "Buy")
    get_ids = _rows("get", "Get")
    slot_ids = _rows("slots", "The Set")
    how = fields.Selection(HOW, "Gets", required=True, default="percent")
    percent = fields.Float(digits=(16, 4), default=10.0, min_display_digits=0)
    amount = fields.Float(
        digits=(16, 4),
        min_display_digits=0,
        help="In the company's currency: what each piece (or the set) costs less, or "
        "its new price.",
    )
    tier_ids = fields.One2many("md.promotion.tier", "promotion_id", copy=True)
    basis = fields.Selection(
        [
            ("net", "The price after earlier layers"),
            ("list", "The price before all promotions"),
        ],
        "Counted On",
        required=True,
        default="net",
    )
    per = fields.Selection(
        [
            ("selection", "All these goods together"),
            ("line", "Each product on its own"),
        ],
        "Count",
        required=True,
        default="selection",
    )
    mode = fields.Selection(
        [
            ("all", "Every piece gets what the tier says"),
            ("slab", "Only the pieces above each step"),
        ],
        "Tier Is For",
        required=True,
        default="all",
    )
    pick = fields.Selection(
        [("cheapest", "The cheapest"), ("dearest", "The dearest")],
        "Cheaper Is",
        required=True,
        default="cheapest",
    )
    favour = fields.Selection(
        [
            ("customer", "Sorted so that the customer saves most"),
            ("retailer", "The cheapest of the whole basket"),
        ],
        "Groups",
        required=True,
        default="customer",
    )
    partial = fields.Boolean(
        "Fewer Will Do",
        help="Who has not all of what can be got gets what is there.",
    )
    overlap = fields.Boolean(
        "Same Product",
        help="The same product may be bought and got: 3 for 2 is buy 2, get 1.",
    )
    distinct = fields.Boolean("All Different", help="No product twice in a set.")
    per_multiple = fields.Boolean(
        "Each Time", help="The amount for every full step, not only once."
    )
    every = fields.Integer("Of Every", default=3, aggregator=None)
    free = fields.Integer("Cheaper Ones", default=1, aggregator=None)
    surcharge_ids = fields.One2many(
        "md.promotion.surcharge", "promotion_id", "Surcharges", copy=True
    )
    tender_id = fields.Many2one("md.tender", "Paid By", ondelete="restrict")
    gift_with = fields.Selection(
        [("buy", "With these goods"), ("spend", "From an amount on")],
        "Gift Comes",
        required=True,
        default="buy",
    )
    spend = fields.Float(digits=(16, 4), min_display_digits=0)
    gift_id = fields.Many2one("product.product", ondelete="restrict")
    gift_qty = fields.Integer("Gifts", default=1, aggregator=None)
    points_how = fields.Selection(
        [("multiply", "Times so many points"), ("add", "So many points more")],
        "Points",
        required=True,
        default="multiply",
    )
    points_value = fields.Float(digits=(16, 4), default=2.0, min_display_digits=0)

    def _own_terms(self):
        """What the kind says, as arguments of `Terms`."""
        rows = {
            role: tuple(row._entry() for row in self[name])
            for role, name in ROLE_FIELDS.items()
        }
        how = "percent" if self.kind in PERCENT_ONLY else self.how
        value = self.percent if how == "percent" else self.amount
        gift = self.gift_id
        facts = self.env["md.promotion.facts"]._products(gift) if gift else {}
        return {
            **rows,
            "benefit": Benefit(how, decimal(value)),
            "tiers": tuple(tier._tier() for tier in self._tiers()),
            "basis": self.basis,
            "per": self.per,
            "mode": self.mode,
            "pick": self.pick,
            "favour": self.favour,
            "partial": self.partial,
            "overlap": self.overlap,
            "distinct": self.distinct,
            "per_multiple": self.per_multiple,
            "every": self.every,
            "free": self.free,
            "surcharges": {
                str(row.product_id.id): decimal(row.amount)
                for row in self.surcharge_ids
            },
            "tender": self.tender_id.code or None,
            "spend": decimal(self.spend) if self.gift_with == "spend" else None,
            "gift": str(gift.id) if gift else None,
            "gift_tags": frozenset(facts[gift.id]["tags"] if gift else ()),
            "gift_qty": self.gift_qty,
            "points": self.points_how,
            "points_value": decimal(self.points_value),
        }

    def _tiers(self):
        """Tiers as entered, in rising order; equal ones stay for the check to find."""
        return self.tier_ids.sorted("least")
