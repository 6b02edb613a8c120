"""Random baskets and promotions of every kind, small enough for brute force.

Everything comes from one `random.Random`, so a seed is a case. Prices, SKUs and tags
are few: ties and overlaps are the point.
"""

PRICES = (
    "100",
    "100",
    "90",
    "80",
    "60",
    "33.33",
    "45.05",
    "19.99",
    "0.01",
    "0",
    "7.77",
)
SKUS = ("A", "B", "C", "D")
TAGS = ("cat:a", "cat:b", "brand:x")
NOWS = ("2026-11-22T16:30:00Z", "2026-11-27T18:00:00Z", "2026-12-16T05:59:59Z")
KINDS = (
    *("unit", "tiers", "buy_get", "buy_get", "nth"),
    *("bundle", "bundle", "threshold", "tender", "gift", "points"),
)


def chance(rnd, percent):
    """True that often."""
    return rnd.randrange(100) < percent


def money(rnd, digits, texts=PRICES):
    """A price that fits the currency."""
    text = rnd.choice(texts)
    return text if digits >= 2 else text.partition(".")[0]


def percent(rnd):
    """A percentage."""
    return rnd.choice(("10", "15", "20", "33.33", "50", "100", "100", "0.5"))


def case(rnd, units=6, promotions=4):
    """Return (basket, promotions, now)."""
    digits = rnd.choice((2, 2, 2, 0, 3))
    basket = make_basket(rnd, digits, units)
    found = [
        make_promotion(rnd, number, digits)
        for number in range(1, rnd.randint(1, promotions) + 1)
    ]
    rnd.shuffle(found)
    return basket, found, rnd.choice(NOWS)


def make_basket(rnd, digits, units):
    """A basket of at most that many units."""
    lines, left, prices = [], rnd.randint(0, units), {}
    while left > 0:
        qty = min(left, rnd.choice((1, 1, 1, 2, 3)))
        left -= qty
        lines.append(make_line(rnd, f"L{len(lines) + 1}", qty, digits, prices))
    basket = {"currency": {"code": "BDT", "digits": digits}, "lines": lines}
    if chance(rnd, 60):
        customer = {"id": "C7", "groups": ["gold"]}
        if chance(rnd, 50):
            customer["used"] = {"P1": rnd.randrange(3), "P2": 1}
        basket["customer"] = customer
    if chance(rnd, 50):
        amount = rnd.choice((None, "50", "100", "450"))
        basket["tenders"] = [{"name": "bkash", "amount": amount}]
    if chance(rnd, 50):
        basket |= {"channel": "till-1", "store": "DHK", "coupons": ["SAVE10"]}
    return basket


def make_line(rnd, identity, qty, digits, prices):
    """A line; the same SKU mostly has the same price."""
    sku = rnd.choice(SKUS)
    price = prices.setdefault(sku, money(rnd, digits))
    if chance(rnd, 10):
        price = money(rnd, digits)
    tags = [tag for tag in TAGS if chance(rnd, 40)]
    line = {"id": identity, "sku": sku, "qty": str(qty), "unit_price": price}
    line["tags"] = tags
    if chance(rnd, 12):
        line["qty"] = rnd.choice(("0.25", "1.5", "2", "5.250", "2.995"))
        line["divisible"] = True
    if chance(rnd, 4):
        line["locked"] = True
    if chance(rnd, 4):
        line["qty"] = "-" + line["qty"]
    if chance(rnd, 6):
        line["at"] = rnd.choice(NOWS)
    return line


def selector(rnd, digits):
    """A selector that mostly selects something."""
    kind = rnd.randrange(10)
    if kind < 3:
        return {"any": True}
    if kind < 7:
        return {"skus": rnd.sample(SKUS, rnd.choice((1, 1, 2, 3)))}
    if kind < 8:
        return {"tags_any": rnd.sample(TAGS, 2)}
    if kind < 9:
        return {"tags_all": [rnd.choice(TAGS)], "not_tags": [rnd.choice(TAGS)]}
    key = rnd.choice(("price_min", "price_max"))
    return {key: money(rnd, digits), "not_tags": [rnd.choice(TAGS)]}


def benefit(rnd, digits, kinds=("percent", "amount", "price"), prices=PRICES):
    """Exactly one benefit."""
    kind = rnd.choice(kinds)
    value = percent(rnd) if kind == "percent" else money(rnd, digits, prices)
    return {kind: value}


def entries(rnd, digits, most):
    """Entries of select and number, with at most that many units."""
    found, left = [], rnd.randint(1, most)
    while left > 0:
        number = rnd.randint(1, left)
        left -= number
        found.append({"select": selector(rnd, digits), "qty": number})
    return found


def make_promotion(rnd, number, digits):
    """A promotion of any kind."""
    kind = rnd.choice(KINDS)
    made = {"id": f"P{number}", "rev": str(rnd.randrange(3)), "kind": kind}
    if chance(rnd, 40):
        made["layer"] = rnd.choice((1, 1, 2))
    if chance(rnd, 50):
        made["priority"] = rnd.randrange(3)
    if chance(rnd, 15):
        made["ends_here"] = True
    if chance(rnd, 25):
        made["limits"] = make_limits(rnd, digits)
    if chance(rnd, 12):
        made["active"] = make_active(rnd)
    if chance(rnd, 12):
        made["where"] = make_where(rnd)
    return made | MAKERS[kind](rnd, digits)


def make_limits(rnd, digits):
    """Some limits."""
    limits = {}
    if chance(rnd, 50):
        limits["per_basket"] = rnd.choice((0, 1, 1, 2, 3))
    if chance(rnd, 30):
        limits["per_customer"] = rnd.choice((1, 2, 3))
    if chance(rnd, 50):
        limits["max_discount"] = money(rnd, digits, ("20", "50", "33.33", "90", "0"))
    return limits


def make_active(rnd):
    """Some times."""
    active = {"tz": rnd.choice(("Asia/Dhaka", "Europe/Berlin", "UTC"))}
    if chance(rnd, 40):
        active["weekdays"] = rnd.sample(range(7), 3)
    if chance(rnd, 60):
        windows = (["22:00", "02:00"], ["09:00", "17:30"], ["00:00", "24:00"])
        active["windows"] = rnd.sample(windows, rnd.choice((1, 2)))
    if chance(rnd, 30):
        active["except"] = ["2026-12-16"]
    if chance(rnd, 40):
        active["from"] = rnd.choice(("2026-11-22T22:30", "2026-01-01T00:00"))
    if chance(rnd, 20):
        active["to"] = rnd.choice(("2026-11-22T22:30", "2026-12-01T00:00"))
    return active


def make_where(rnd):
    """Some conditions."""
    all_ = {
        "channels": ["till-1"],
        "stores": ["DHK", "CTG"],
        "price_lists": ["retail"],
        "customer_groups": ["gold", "staff"],
        "tenders": ["bkash"],
        "coupon": "SAVE10",
    }
    keys = rnd.sample(sorted(all_), rnd.choice((1, 1, 2)))
    return {key: all_[key] for key in keys}


def unit(rnd, digits):
    """Keys of this kind."""
    made = {"select": selector(rnd, digits), **benefit(rnd, digits)}
    if chance(rnd, 30):
        made["basis"] = rnd.choice(("net", "list"))
    return made


def tiers(rnd, digits):
    """Keys of this kind."""
    steps = sorted(rnd.sample((1, 2, 3, 4, 5), rnd.choice((1, 2, 3))))
    return {
        "select": selector(rnd, digits),
        "per": rnd.choice(("selection", "selection", "line")),
        "mode": rnd.choice(("all", "slab")),
        "tiers": [{"min_qty": str(n), **benefit(rnd, digits)} for n in steps],
    }


def buy_get(rnd, digits):
    """Keys of this kind."""
    get = {"select": selector(rnd, digits), "qty": rnd.choice((1, 1, 2))}
    get |= benefit(rnd, digits, ("percent", "percent", "amount", "price"))
    if chance(rnd, 40):
        get["pick"] = rnd.choice(("cheapest", "dearest"))
    if chance(rnd, 25):
        get["partial"] = True
    return {"buy": entries(rnd, digits, 3), "get": get, "overlap": chance(rnd, 60)}


def nth(rnd, digits):
    """Keys of this kind."""
    made = {"select": selector(rnd, digits), "every": rnd.choice((1, 2, 2, 3, 3, 4))}
    if chance(rnd, 30):
        made["free"] = min(made["every"], rnd.choice((1, 2)))
    if chance(rnd, 50):
        made["percent"] = percent(rnd)
    if chance(rnd, 30):
        made["pick"] = rnd.choice(("cheapest", "dearest"))
    if chance(rnd, 30):
        made["favour"] = rnd.choice(("customer", "retailer"))
    return made


def bundle(rnd, digits):
    """Keys of this kind."""
    prices = ("150", "110", "250", "99.99", "30", "60", "200")
    made = {"slots": entries(rnd, digits, 4), **benefit(rnd, digits, prices=prices)}
    if chance(rnd, 25):
        made["distinct"] = True
    if chance(rnd, 25):
        made["surcharge"] = {rnd.choice(SKUS): money(rnd, digits, ("5", "12.5"))}
    return made


def threshold(rnd, digits):
    """Keys of this kind."""
    steps = sorted(rnd.sample((50, 100, 150, 200, 300), rnd.choice((1, 2))))
    made = {"select": selector(rnd, digits), "basis": rnd.choice(("net", "list"))}
    made["tiers"] = [
        {"min_amount": str(n), **benefit(rnd, digits, ("percent", "amount"))}
        for n in steps
    ]
    if chance(rnd, 30):
        made["reward"] = selector(rnd, digits)
    if chance(rnd, 30):
        made["per_multiple"] = True
    return made


def tender(rnd, digits):
    """Keys of this kind."""
    made = {"select": selector(rnd, digits), "tender": "bkash", "percent": percent(rnd)}
    if chance(rnd, 40):
        made["max"] = money(rnd, digits, ("10", "25.5", "100"))
    return made


def gift(rnd, digits):
    """Keys of this kind."""
    made = {"sku": rnd.choice(SKUS), "qty": rnd.choice((1, 1, 2))}
    if chance(rnd, 50):
        return {"buy": entries(rnd, digits, 2), **made}
    spend = {"select": selector(rnd, digits)}
    spend["min_amount"] = rnd.choice(("50", "100", "150"))
    return {"spend": spend, **made}


def points(rnd, digits):
    """Keys of this kind."""
    key = rnd.choice(("multiply", "add"))
    return {"select": selector(rnd, digits), key: rnd.choice(("2", "1.5", "10"))}


MAKERS = {
    "unit": unit,
    "tiers": tiers,
    "buy_get": buy_get,
    "nth": nth,
    "bundle": bundle,
    "threshold": threshold,
    "tender": tender,
    "gift": gift,
    "points": points,
}
