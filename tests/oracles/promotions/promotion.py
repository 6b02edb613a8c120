"""Reading a promotion: every key in the contract's order."""

from types import SimpleNamespace as Record
from zoneinfo import ZoneInfo

from .fields import Fields, Malformed, integer, stamp, text
from .selector import read_selector

DATE, CLOCK = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"
BENEFITS = ("percent", "amount", "price")


def read_promotions(value, digits):
    """Return the promotions in the given order."""
    fields = Fields({"promotions": value}, "")
    fields.at = lambda key: key
    found = {}
    for promotion in fields.objects("promotions"):
        read = read_promotion(promotion, digits, found)
        found[read.id] = read
    return list(found.values())


def read_promotion(fields, digits, known):
    """Return one promotion."""
    read = Record(digits=digits, id=fields.identity("id"))
    if read.id in known:
        raise Malformed(fields.at("id"), "stands twice in the list")
    read.rev = fields.remark("rev")
    fields.remark("name")
    read.layer = fields.integer("layer", 0, 1)
    read.priority = fields.integer("priority", 0, 0)
    read.ends_here = fields.flag("ends_here")
    read.active = read_active(fields.object("active"))
    where = fields.object("where")
    lists = ("channels", "stores", "price_lists", "customer_groups", "tenders")
    read.where = Record(**{key: where.texts(key) for key in lists})
    read.where.coupon = where.text("coupon")
    limits = fields.object("limits")
    read.limits = Record(
        per_basket=limits.integer("per_basket", 0),
        per_customer=limits.integer("per_customer", 0),
        max_discount=limits.decimal("max_discount", digits),
    )
    fields.need("kind")
    read.kind = fields.word("kind", *KINDS)
    KINDS[read.kind](fields, read)
    return read


def read_active(fields):
    """Return when a promotion is active."""
    wall = f"{DATE}T{CLOCK}"
    edges = [
        None
        if fields.get(key) is None
        else stamp(fields.get(key), fields.at(key), wall, "%Y-%m-%dT%H:%M")
        for key in ("from", "to")
    ]
    weekdays = []
    for number, day in enumerate(fields.list("weekdays")):
        path = f"{fields.at('weekdays')}[{number}]"
        weekdays.append(integer(day, path, 0))
        if weekdays[-1] > 6:
            raise Malformed(path, "is not 0 to 6")
    windows = [
        read_window(window, f"{fields.at('windows')}[{number}]")
        for number, window in enumerate(fields.list("windows"))
    ]
    days = [
        stamp(day, f"{fields.at('except')}[{number}]", DATE, "%Y-%m-%d").date()
        for number, day in enumerate(fields.list("except"))
    ]
    zone = fields.text("tz", "UTC")
    try:
        tz = ZoneInfo(zone)
    except (OSError, ValueError, LookupError):
        raise Malformed(fields.at("tz"), "is not a known time zone") from None
    return Record(edges=edges, weekdays=weekdays, windows=windows, skip=days, tz=tz)


def read_window(value, path):
    """Return (start, end) in minutes of the day."""
    if not isinstance(value, list) or len(value) != 2:
        raise Malformed(path, "is not a pair of times")
    minutes = []
    for number, clock in enumerate(value):
        if number == 1 and clock == "24:00":
            minutes.append(24 * 60)
            continue
        read = stamp(clock, f"{path}[{number}]", CLOCK, "%H:%M")
        minutes.append(read.hour * 60 + read.minute)
    if minutes[0] == minutes[1]:
        raise Malformed(path, "ends when it starts")
    return tuple(minutes)


def read_benefit(fields, digits, kinds=BENEFITS):
    """Return (kind, basis points or smallest units): exactly one is given."""
    given = [kind for kind in kinds if fields.get(kind) is not None]
    if len(given) != 1:
        raise Malformed(fields.path, f"needs exactly one of {', '.join(kinds)}")
    [kind] = given
    if kind == "percent":
        return kind, fields.percent(kind)
    return kind, fields.decimal(kind, digits)


def read_select(fields, key, digits):
    """Return a selector that must be given."""
    fields.need(key)
    return read_selector(fields.object(key), digits)


def read_entries(fields, key, digits):
    """Return [(selector, number of units)], at least one."""
    fields.some(key)
    found = []
    for entry in fields.objects(key):
        select = read_select(entry, "select", digits)
        entry.need("qty")
        found.append((select, entry.integer("qty", 1)))
    return found


def rising(tiers, key, fields, tier, value):
    """Refuse a tier that is not above the one before."""
    if tiers and tiers[-1][0] >= value:
        raise Malformed(tier.at(key), "does not rise")


def read_unit(fields, read):
    """Each unit gets the benefit."""
    read.select = read_select(fields, "select", read.digits)
    read.benefit = read_benefit(fields, read.digits)
    read.basis = fields.word("basis", "net", "list")


def read_tiers(fields, read):
    """Breaks by quantity."""
    read.select = read_select(fields, "select", read.digits)
    read.per = fields.word("per", "selection", "line")
    read.mode = fields.word("mode", "all", "slab")
    read.tiers = []
    fields.some("tiers")
    for tier in fields.objects("tiers"):
        tier.need("min_qty")
        least = tier.decimal("min_qty", 3)
        rising(read.tiers, "min_qty", fields, tier, least)
        read.tiers.append((least, read_benefit(tier, read.digits)))


def read_buy_get(fields, read):
    """Buy some, get some."""
    read.buy = read_entries(fields, "buy", read.digits)
    fields.need("get")
    get = fields.object("get")
    read.select = read_select(get, "select", read.digits)
    get.need("qty")
    read.qty = get.integer("qty", 1)
    read.benefit = read_benefit(get, read.digits)
    read.pick = get.word("pick", "cheapest", "dearest")
    read.partial = get.flag("partial")
    read.overlap = fields.flag("overlap")


def read_nth(fields, read):
    """Of every so many some are cheaper."""
    read.select = read_select(fields, "select", read.digits)
    fields.need("every")
    read.every = fields.integer("every", 1)
    read.free = fields.integer("free", 1, 1)
    if read.free > read.every:
        raise Malformed(fields.at("free"), "is more than every")
    percent = fields.percent("percent")
    read.percent = 10_000 if percent is None else percent
    read.pick = fields.word("pick", "cheapest", "dearest")
    read.favour = fields.word("favour", "customer", "retailer")


def read_bundle(fields, read):
    """A set for a price."""
    read.slots = read_entries(fields, "slots", read.digits)
    read.benefit = read_benefit(fields, read.digits)
    read.distinct = fields.flag("distinct")
    extra = fields.object("surcharge")
    read.surcharge = {}
    for sku in sorted(extra.value):
        read.surcharge[sku] = extra.decimal(sku, read.digits) or 0


def read_threshold(fields, read):
    """Spend so much."""
    read.select = read.reward = read_select(fields, "select", read.digits)
    if fields.get("reward") is not None:
        read.reward = read_select(fields, "reward", read.digits)
    read.tiers = []
    fields.some("tiers")
    for tier in fields.objects("tiers"):
        tier.need("min_amount")
        least = tier.decimal("min_amount", read.digits)
        rising(read.tiers, "min_amount", fields, tier, least)
        benefit = read_benefit(tier, read.digits, ("percent", "amount"))
        read.tiers.append((least, benefit))
    read.per_multiple = fields.flag("per_multiple")
    read.basis = fields.word("basis", "net", "list")


def read_tender(fields, read):
    """Pay with this."""
    read.select = read_select(fields, "select", read.digits)
    fields.need("tender")
    read.tender = fields.text("tender")
    fields.need("percent")
    read.percent = fields.percent("percent")
    read.max = fields.decimal("max", read.digits)


def read_gift(fields, read):
    """Something free with a purchase."""
    read.buy = None
    if fields.get("buy") is not None:
        read.buy = read_entries(fields, "buy", read.digits)
    if (read.buy is None) == (fields.get("spend") is None):
        raise Malformed(fields.path, "needs exactly one of buy, spend")
    if read.buy is None:
        spend = fields.object("spend")
        read.spend = read_select(spend, "select", read.digits)
        spend.need("min_amount")
        read.min_amount = spend.decimal("min_amount", read.digits)
    fields.need("sku")
    sku = text(fields.text("sku"), fields.at("sku"))
    gift = Fields({"select": {"skus": [sku]}}, fields.path)
    read.select = read_select(gift, "select", read.digits)
    fields.need("qty")
    read.qty = fields.integer("qty", 1)
    read.benefit, read.pick = ("percent", 10_000), "cheapest"
    read.partial, read.overlap = False, True


def read_points(fields, read):
    """Points for the ledger."""
    read.select = read_select(fields, "select", read.digits)
    given = [key for key in ("multiply", "add") if fields.get(key) is not None]
    if len(given) != 1:
        raise Malformed(fields.path, "needs exactly one of multiply, add")
    fields.decimal(given[0], 15)
    read.points = (given[0], fields.get(given[0]))


KINDS = {
    "unit": read_unit,
    "tiers": read_tiers,
    "buy_get": read_buy_get,
    "nth": read_nth,
    "bundle": read_bundle,
    "threshold": read_threshold,
    "tender": read_tender,
    "gift": read_gift,
    "points": read_points,
}
