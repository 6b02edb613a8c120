"""Malformed input: the path that the message starts with."""

from .words import ANY, basket, free, of, promo, vector

ONE = basket("A 1x100")
TEN = promo("P1", "unit", ANY, percent="10")
GONE = object()
ROW = {"id": "L1", "sku": "A", "qty": "1", "unit_price": "100"}


def of_basket(name, path, **keys):
    """A basket with other keys."""
    return vector(name, {"error": f"basket.{path}"}, cut(ONE | keys), TEN)


def of_line(name, key, value, **more):
    """A basket whose second line is malformed."""
    second = cut(ROW | {"id": "L2"} | more | {key: value})
    path = {"error": f"basket.lines[1].{key}"}
    return vector(name, path, ONE | {"lines": [ROW, second]}, TEN)


def of_promo(name, path, *keys, **more):
    """A second promotion that is malformed."""
    one = cut({**TEN, "id": "P2", **(keys[0] if keys else {}), **more})
    return vector(name, {"error": f"promotions[1]{path}"}, ONE, TEN, one)


def cut(value):
    """Without the keys that are to be absent."""
    return {key: item for key, item in value.items() if item is not GONE}


def active(name, path, **keys):
    """A promotion with a malformed time."""
    return of_promo(name, f".active.{path}", active=keys)


def whole(name, path, basket=ONE, promotions=(TEN,), now="2026-11-22T16:30:00Z"):
    """Arguments that are malformed themselves."""
    made = vector(name, {"error": path}, basket, now=now)
    return made | {"promotions": promotions if promotions == {} else list(promotions)}


def kind(name, path, kind, **keys):
    """A malformed promotion of a kind."""
    return vector(
        name, {"error": f"promotions[0]{path}"}, ONE, promo("P1", kind, **keys)
    )


SET = [of(ANY, 2)]
GET = free(ANY)
TIER = {"min_amount": "10", "percent": "5"}

VECTORS = [
    whole("the basket is a list", "basket", basket=[]),
    whole("the basket is nothing", "basket", basket=None),
    whole("the promotions are an object", "promotions", promotions={}),
    whole("a promotion is text", "promotions[0]", promotions=["P1"]),
    whole("now without zone", "now", now="2026-11-22T16:30:00"),
    whole("now with an offset", "now", now="2026-11-22T16:30:00+06:00"),
    whole("now on a day that is not", "now", now="2026-02-30T16:30:00Z"),
    whole("now at an hour that is not", "now", now="2026-02-28T24:00:00Z"),
    whole("now with a fraction", "now", now="2026-11-22T16:30:00.5Z"),
    whole("now is a number", "now", now=1764000000),
    whole("now is nothing", "now", now=None),
    whole("basket before promotions before now", "basket.currency", {}, [{}], None),
    whole("promotions before now", "promotions[0].id", ONE, [{}], None),
    of_basket("no currency", "currency", currency=GONE),
    of_basket("no digits", "currency.digits", currency={"code": "BDT"}),
    of_basket("digits are text", "currency.digits",
              currency={"code": "BDT", "digits": "2"}),
    of_basket("digits are a flag", "currency.digits",
              currency={"code": "BDT", "digits": True}),
    of_basket("digits are negative", "currency.digits",
              currency={"code": "BDT", "digits": -1}),
    of_basket("no code", "currency.code", currency={"digits": 2}),
    of_basket("channel is a number", "channel", channel=7),
    of_basket("customer is text", "customer", customer="C7"),
    of_basket("customer without id", "customer.id", customer={"groups": ["gold"]}),
    of_basket("customer groups are text", "customer.groups",
              customer={"id": "C", "groups": "gold"}),
    of_basket("uses are negative", "customer.used.P1",
              customer={"id": "C", "used": {"P1": -1}}),
    of_basket("a coupon is a number", "coupons[1]", coupons=["A", 10]),
    of_basket("a tender without a name", "tenders[0].name", tenders=[{"amount": "1"}]),
    of_basket("a tender of a negative amount", "tenders[0].amount",
              tenders=[{"name": "cash", "amount": "-1"}]),
    of_basket("lines are an object", "lines", lines={"L1": ROW}),
    of_basket("a line is nothing", "lines[0]", lines=[None]),
    of_basket("nodes are 0.5", "max_nodes", max_nodes=0.5),
    of_basket("nodes are negative", "max_nodes", max_nodes=-1),
    of_basket("the first of two mistakes", "channel", channel=7, lines=[{}]),
    of_line("no id", "id", GONE),
    of_line("an id with a blank", "id", "L 2"),
    of_line("an id twice", "id", "L1"),
    of_line("no SKU", "sku", None),
    of_line("a SKU that is a number", "sku", 7),
    of_line("a quantity that is a number", "qty", 1),
    of_line("a quantity with a comma", "qty", "1,5", divisible=True),
    of_line("a quantity with a plus", "qty", "+1"),
    of_line("a quantity with an exponent", "qty", "1e3"),
    of_line("a quantity with four decimals", "qty", "1.2345", divisible=True),
    of_line("a fraction of what is not divisible", "qty", "1.5"),
    of_line("an empty quantity", "qty", ""),
    of_line("a quantity with a blank", "qty", " 1"),
    of_line("a quantity with a line end", "qty", "1\n"),
    of_line("a quantity in other digits", "qty", "\u09e7"),
    of_line("a quantity that ends in a point", "qty", "1."),
    of_line("a price with three decimals", "unit_price", "1.005"),
    of_line("a negative price", "unit_price", "-1"),
    of_line("a price of 16 signs", "unit_price", "1234567890123.45"),
    of_line("tags are text", "tags", "cat:a"),
    of_line("a flag that is text", "divisible", "yes"),
    of_line("a flag that is 1", "locked", 1),
    of_line("an instant without zone", "at", "2026-11-22T16:30:00"),
    of_promo("a promotion twice", ".id", id="P1"),
    of_promo("rev is a number", ".rev", rev=3),
    of_promo("layer is a flag", ".layer", layer=True),
    of_promo("layer is negative", ".layer", layer=-1),
    of_promo("priority has a fraction", ".priority", priority=1.5),
    of_promo("ends_here is text", ".ends_here", ends_here="no"),
    of_promo("no kind", ".kind", kind=GONE),
    of_promo("an unknown kind", ".kind", kind="lottery"),
    of_promo("a percentage above 100", ".percent", percent="100.01"),
    of_promo("a percentage of 0", ".percent", percent="0"),
    of_promo("a percentage with three decimals", ".percent", percent="3.333"),
    of_promo("a negative percentage", ".percent", percent="-5"),
    of_promo("a percentage that is a number", ".percent", percent=10),
    of_promo("an amount with too many decimals", ".amount", percent=GONE,
           amount="1.234"),
    of_promo("no selector", ".select", select=GONE),
    of_promo("an empty selector", ".select", select={}),
    of_promo("a selector of unknown keys only", ".select", select={"brand": "x"}),
    of_promo("a selector of empty lists only", ".select", select={"skus": [],
           "any": None}),
    of_promo("a selector that says any: false", ".select", select={"any": False}),
    of_promo("a selected SKU that is a number", ".select.skus[0]",
           select={"skus": [7]}),
    of_promo("a price of a selector", ".select.price_min", select={"price_min": 5}),
    of_promo("basis", ".basis", basis="gross"),
    of_promo("max_discount", ".limits.max_discount", limits={"max_discount": "1.2.3"}),
    of_promo("per_basket", ".limits.per_basket", limits={"per_basket": "2"}),
    of_promo("per_customer", ".limits.per_customer", limits={"per_customer": -2}),
    of_promo("channels", ".where.channels", where={"channels": "till-1"}),
    of_promo("coupon", ".where.coupon", where={"coupon": ["A"]}),
    of_promo("where", ".where", where="everywhere"),
    active("from", "from", **{"from": "2026-11-01"}),
    active("to on a day that is not", "to", to="2026-11-31T00:00"),
    active("a weekday of 7", "weekdays[1]", weekdays=[0, 7]),
    active("a weekday that is text", "weekdays[0]", weekdays=["Sun"]),
    active("an unknown zone", "tz", tz="Asia/Atlantis"),
    active("a day that is not", "except[0]", **{"except": ["2026-13-01"]}),
    active("windows are text", "windows", windows="22:00-02:00"),
    kind("buy_get: no buy", ".buy", "buy_get", get=GET),
    kind("buy_get: an empty buy", ".buy", "buy_get", buy=[], get=GET),
    kind("buy_get: no get", ".get", "buy_get", buy=SET),
    kind("buy_get: a number of 0", ".buy[0].qty", "buy_get", buy=[of(ANY, 0)], get=GET),
    kind("buy_get: a number in text", ".buy[0].qty", "buy_get", buy=[of(ANY, "2")],
         get=GET),
    kind("buy_get: pick", ".get.pick", "buy_get", buy=SET, get=GET | {"pick": "any"}),
    kind("buy_get: overlap", ".overlap", "buy_get", buy=SET, get=GET, overlap=1),
    kind("nth: no every", ".every", "nth", select=ANY),
    kind("nth: favour", ".favour", "nth", select=ANY, every=2, favour="us"),
    kind("nth: more free than there are", ".free", "nth", select=ANY, every=2, free=3),
    kind("bundle: no slots", ".slots", "bundle", price="100"),
    kind("bundle: a surcharge", ".surcharge.A", "bundle", slots=SET, price="100",
         surcharge={"A": "-5"}),
    kind("tiers: none", ".tiers", "tiers", select=ANY, tiers=[]),
    kind("tiers: they fall", ".tiers[1].min_qty", "tiers", select=ANY,
         tiers=[{"min_qty": "3", "percent": "5"}, {"min_qty": "2", "percent": "9"}]),
    kind("tiers: equal ones", ".tiers[1].min_qty", "tiers", select=ANY,
         tiers=[{"min_qty": "3", "percent": "5"}, {"min_qty": "3.0", "percent": "9"}]),
    kind("tiers: mode", ".mode", "tiers", select=ANY, mode="some",
         tiers=[{"min_qty": "3", "percent": "5"}]),
    kind("threshold: they fall", ".tiers[1].min_amount", "threshold", select=ANY,
         tiers=[TIER, TIER]),
    kind("threshold: reward", ".reward", "threshold", select=ANY, reward={},
         tiers=[TIER]),
    kind("threshold: no minimum", ".tiers[0].min_amount", "threshold", select=ANY,
         tiers=[{"percent": "5"}]),
    kind("tender: no tender", ".tender", "tender", select=ANY, percent="5"),
    kind("tender: max", ".max", "tender", select=ANY, tender="bkash", percent="5",
         max="-1"),
    kind("gift: no SKU", ".sku", "gift", buy=SET, qty=1),
    kind("gift: no number", ".qty", "gift", buy=SET, sku="A"),
    kind("gift: spend without minimum", ".spend.min_amount", "gift",
         spend={"select": ANY}, sku="A", qty=1),
]  # fmt: skip
