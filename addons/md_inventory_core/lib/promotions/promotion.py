"""Promotions as the engine sees them, read from JSON."""

from dataclasses import dataclass, field

from . import fields
from .calendar import Calendar, read_calendar
from .selector import read_selector, sku_selector

KINDS = (
    *("unit", "tiers", "buy_get", "nth", "bundle", "threshold", "tender", "gift"),
    "points",
)
BENEFITS = ("percent", "amount", "price")
WHERE = ("channels", "stores", "price_lists", "customer_groups", "tenders")


@dataclass(slots=True)
class Promotion:
    """One promotion; ``own`` holds what its kind says beside."""

    id: str
    rev: str
    name: str
    layer: int
    priority: int
    ends_here: bool
    calendar: Calendar
    where: dict
    coupon: str | None
    per_basket: int | None
    per_customer: int | None
    max_discount: int | None
    kind: str = ""
    own: dict = field(default_factory=dict)
    uses: int | None = None  # how often it may still be used here; None: always
    rank: int = 0

    @property
    def bounded(self):
        """Whether uses or savings are limited."""
        return self.uses is not None or self.max_discount is not None

    @property
    def key(self):
        """What decides between equals: priority, then id."""
        return (self.priority, self.id)


def read_promotions(value, digits):
    """Return the promotions of a JSON list, in its order."""
    path, known, found = "promotions", set(), []
    if value is not None and not isinstance(value, list):
        raise fields.fault(path, "must be a list")
    for n, holder in enumerate(value or ()):
        at = f"{path}[{n}]"
        fields.mapping(holder, at)
        found.append(read_promotion(holder, at, digits, known))
    return found


def read_promotion(value, path, digits, known):
    """Return one promotion."""
    name = fields.identity(value, "id", path, known)
    rev = fields.words(value, "rev", path)
    title = fields.words(value, "name", path)
    layer = fields.integer(value, "layer", path, 0, 1)
    priority = fields.integer(value, "priority", path, 0, 0)
    ends_here = fields.flag(value, "ends_here", path)
    calendar = read_calendar(value, path)
    where = fields.sub(value, "where", path)
    places = {k: frozenset(fields.texts(where, k, f"{path}.where")) for k in WHERE}
    coupon = fields.optional_text(where, "coupon", f"{path}.where")
    limits = fields.sub(value, "limits", path)
    at = f"{path}.limits"
    counted = [
        fields.optional_integer(limits, key, at, 0)
        for key in ("per_basket", "per_customer")
    ]
    most = fields.optional_money(limits, "max_discount", at, digits)
    promotion = Promotion(
        *(name, rev, title, layer, priority, ends_here, calendar, places, coupon),
        *counted,
        most,
    )
    promotion.kind = fields.text(value, "kind", path)
    if promotion.kind not in KINDS:
        raise fields.fault(f"{path}.kind", f"must be one of {', '.join(KINDS)}")
    promotion.own = READERS[promotion.kind](value, path, digits)
    return promotion


def read_benefit(value, path, digits, words=BENEFITS):
    """Return (word, number): exactly one of ``words`` must be given."""
    found = []
    for word in words:
        if not fields.given(value.get(word)):
            continue
        at = f"{path}.{word}"
        if word == "percent":
            found.append((word, fields.percent_at(value[word], at)))
        else:
            found.append((word, fields.decimal(value[word], at, digits)))
    if len(found) != 1:
        raise fields.fault(path, f"must have exactly one of {', '.join(words)}")
    return found[0]


def read_entries(holder, key, path, digits):
    """Return [(selector, units)], at least one."""
    fields.required(holder, key, path)
    found = []
    for n, entry in enumerate(fields.items(holder, key, path)):
        at = f"{path}.{key}[{n}]"
        fields.mapping(entry, at)
        selector = read_selector(entry, "select", at, digits)
        found.append((selector, fields.integer(entry, "qty", at, 1)))
    return found


def read_tiers(holder, path, read):
    """Return [(minimum, benefit)]; the minimums must rise."""
    fields.required(holder, "tiers", path)
    found = []
    for n, tier in enumerate(fields.items(holder, "tiers", path)):
        at = f"{path}.tiers[{n}]"
        fields.mapping(tier, at)
        least, benefit, key = read(tier, at)
        if found and least <= found[-1][0]:
            raise fields.fault(
                f"{at}.{key}", "must be more than that of the tier before"
            )
        found.append((least, benefit))
    return found


def read_unit(value, path, digits):
    """Read ``unit``: each unit gets the benefit."""
    return {
        "select": read_selector(value, "select", path, digits),
        "benefit": read_benefit(value, path, digits),
        "basis": fields.choice(value, "basis", path, ("net", "list")),
    }


def read_tiers_kind(value, path, digits):
    """Read ``tiers``: benefits by quantity."""

    def tier(holder, at):
        text = fields.required(holder, "min_qty", at)
        least = fields.decimal(text, f"{at}.min_qty", 3)
        return least, read_benefit(holder, at, digits), "min_qty"

    return {
        "select": read_selector(value, "select", path, digits),
        "per": fields.choice(value, "per", path, ("selection", "line")),
        "mode": fields.choice(value, "mode", path, ("all", "slab")),
        "tiers": read_tiers(value, path, tier),
    }


def read_buy_get(value, path, digits):
    """Read ``buy_get``: who buys these gets those cheaper."""
    buy = read_entries(value, "buy", path, digits)
    get = fields.mapping(fields.required(value, "get", path), f"{path}.get")
    at = f"{path}.get"
    return {
        "buy": buy,
        "get": read_selector(get, "select", at, digits),
        "qty": fields.integer(get, "qty", at, 1),
        "benefit": read_benefit(get, at, digits),
        "pick": fields.choice(get, "pick", at, ("cheapest", "dearest")),
        "partial": fields.flag(get, "partial", at),
        "overlap": fields.flag(value, "overlap", path),
    }


def read_nth(value, path, digits):
    """Read ``nth``: of every so many, some are cheaper."""
    select = read_selector(value, "select", path, digits)
    every = fields.integer(value, "every", path, 1)
    free = fields.integer(value, "free", path, 1, 1)
    if free > every:
        raise fields.fault(f"{path}.free", "is more than there are in a group")
    points = 10000
    if fields.given(value.get("percent")):
        points = fields.percent_at(value["percent"], f"{path}.percent")
    return {
        "select": select,
        "every": every,
        "free": free,
        "percent": points,
        "pick": fields.choice(value, "pick", path, ("cheapest", "dearest")),
        "favour": fields.choice(value, "favour", path, ("customer", "retailer")),
    }


def read_bundle(value, path, digits):
    """Read ``bundle``: a set of goods for a price, an amount or a share less."""
    slots = read_entries(value, "slots", path, digits)
    benefit = read_benefit(value, path, digits)
    distinct = fields.flag(value, "distinct", path)
    surcharge = fields.sub(value, "surcharge", path)
    extra = {
        sku: fields.decimal(surcharge[sku], f"{path}.surcharge.{sku}", digits)
        for sku in sorted(surcharge)
        if fields.given(surcharge[sku])
    }
    return {"slots": slots, "benefit": benefit, "distinct": distinct, "extra": extra}


def read_threshold(value, path, digits):
    """Read ``threshold``: spend so much, save so much."""
    select = read_selector(value, "select", path, digits)
    reward = select
    if fields.given(value.get("reward")):
        reward = read_selector(value, "reward", path, digits)

    def tier(holder, at):
        least = fields.money(holder, "min_amount", at, digits)
        words = ("percent", "amount")
        return least, read_benefit(holder, at, digits, words), "min_amount"

    tiers = read_tiers(value, path, tier)
    multiple = fields.flag(value, "per_multiple", path)
    if multiple and not tiers[0][0]:
        raise fields.fault(f"{path}.tiers[0].min_amount", "must be more than nothing")
    return {
        "select": select,
        "reward": reward,
        "tiers": tiers,
        "multiple": multiple,
        "basis": fields.choice(value, "basis", path, ("net", "list")),
    }


def read_tender(value, path, digits):
    """Read ``tender``: who pays by this saves a share of what it covers."""
    select = read_selector(value, "select", path, digits)
    tender = fields.text(value, "tender", path)
    percent = fields.required(value, "percent", path)
    points = fields.percent_at(percent, f"{path}.percent")
    most = fields.optional_money(value, "max", path, digits)
    return {"select": select, "tender": tender, "percent": points, "max": most}


def read_gift(value, path, digits):
    """Read ``gift``: goods for nothing, with others or with an amount spent."""
    has = [fields.given(value.get(key)) for key in ("buy", "spend")]
    if has[0] == has[1]:
        raise fields.fault(path, "must have exactly one of buy, spend")
    buy = read_entries(value, "buy", path, digits) if has[0] else []
    spend, least = None, 0
    if has[1]:
        at = f"{path}.spend"
        holder = fields.mapping(value["spend"], at)
        spend = read_selector(holder, "select", at, digits)
        least = fields.money(holder, "min_amount", at, digits)
    sku = fields.text(value, "sku", path)
    return {
        "buy": buy,
        "spend": spend,
        "least": least,
        "get": sku_selector(sku),
        "qty": fields.integer(value, "qty", path, 1),
        "benefit": ("percent", 10000),
        "pick": "cheapest",
        "partial": False,
        "overlap": True,
    }


def read_points(value, path, digits):
    """Read ``points``: loyalty points on what is paid."""
    select = read_selector(value, "select", path, digits)
    has = [key for key in ("multiply", "add") if fields.given(value.get(key))]
    for key in has:
        fields.decimal(value[key], f"{path}.{key}", fields.LONGEST)
    if len(has) != 1:
        raise fields.fault(path, "must have exactly one of multiply, add")
    return {"select": select, "word": has[0], "text": value[has[0]]}


READERS = {
    "unit": read_unit,
    "tiers": read_tiers_kind,
    "buy_get": read_buy_get,
    "nth": read_nth,
    "bundle": read_bundle,
    "threshold": read_threshold,
    "tender": read_tender,
    "gift": read_gift,
    "points": read_points,
}
