"""Random baskets and promotions of all kinds, small enough for a naive reading."""

SKUS = ["A", "B", "C", "D"]
TAGS = ["x", "y", "z"]
PRICES = ["100.00", "100.00", "90.00", "80.00", "50.00", "33.33", "0.05", "12.40"]
NOW = "2026-11-22T16:30:00Z"
NUMBERS = {
    "percent": ["10", "50", "100", "33.33"],
    "amount": ["10.00", "40.00", "0.03"],
    "price": ["50.00", "20.00", "0.00"],
}


def basket_of(random, most_units):
    """Return a basket of at most so many units."""
    lines, units = [], 0
    for number in range(random.randint(1, 4)):
        weighed = random.random() < 0.12
        quantity = random.randint(1, 3)
        if units + quantity > most_units:
            quantity = 1
        if units + 1 > most_units:
            break
        units += 1 if weighed else quantity
        weight = random.choice(["1.250", "0.700", "2"])
        line = {
            "id": f"L{number}",
            "sku": random.choice(SKUS),
            "qty": weight if weighed else str(quantity),
            "unit_price": random.choice(PRICES),
            "tags": random.sample(TAGS, random.randint(0, 2)),
            "divisible": weighed,
            "locked": random.random() < 0.05,
        }
        if random.random() < 0.05:
            line["qty"] = "-1"
        lines.append(line)
    pays = [None, [{"name": "bkash", "amount": None}]]
    pays.append([{"name": "bkash", "amount": "45.00"}])
    return {
        "currency": {"code": "BDT", "digits": 2},
        "lines": lines,
        "tenders": random.choice(pays),
        "customer": random.choice([None, {"id": "c"}]),
    }


def select(random):
    """Return a selector."""
    draw = random.random()
    if draw < 0.3:
        return {"any": True}
    if draw < 0.7:
        return {"skus": random.sample(SKUS, random.randint(1, 3))}
    if draw < 0.85:
        return {"tags_any": random.sample(TAGS, random.randint(1, 2))}
    return {"not_tags": ["x"]} if draw < 0.93 else {"price_min": "60.00"}


def benefit(random, words=("percent", "amount", "price")):
    """Return one benefit."""
    word = random.choice(words)
    return {word: random.choice(NUMBERS[word])}


def entry(random, most=2):
    """Return one entry of a deal."""
    return {"select": select(random), "qty": random.randint(1, most)}


def promotions_of(random):
    """Return one to four promotions."""
    return [promotion(random, number) for number in range(random.randint(1, 4))]


def promotion(random, number):
    """Return a promotion of a random kind."""
    kind = random.choice(list(KINDS))
    found = {
        "id": f"P{number}",
        "rev": "1",
        "priority": random.randint(0, 2),
        "layer": random.choice([1, 1, 1, 2]),
        "kind": kind,
        "ends_here": random.random() < 0.15,
        "limits": {},
    }
    if random.random() < 0.2:
        found["limits"]["per_basket"] = random.randint(0, 2)
    if random.random() < 0.2:
        found["limits"]["max_discount"] = random.choice(["30.00", "5.00", "100.00"])
    return {**found, **KINDS[kind](random)}


def unit(random):
    """Terms of ``unit``."""
    basis = random.choice(["net", "list"])
    return {"select": select(random), "basis": basis, **benefit(random)}


def tiers(random):
    """Terms of ``tiers``."""
    steps = random.choice([["2"], ["1", "3"], ["2", "4"], ["1.5"]])
    words = ("percent", "amount")
    return {
        "select": select(random),
        "per": random.choice(["selection", "line"]),
        "mode": random.choice(["all", "slab"]),
        "tiers": [{"min_qty": step, **benefit(random, words)} for step in steps],
    }


def buy_get(random):
    """Terms of ``buy_get``."""
    return {
        "buy": [entry(random) for _n in range(random.choice([1, 1, 2]))],
        "get": {
            **entry(random),
            "pick": random.choice(["cheapest", "dearest"]),
            "partial": random.random() < 0.3,
            **benefit(random),
        },
        "overlap": random.random() < 0.6,
    }


def nth(random):
    """Terms of ``nth``; a retailer's groups are left to the vectors."""
    return {
        "select": select(random),
        "every": random.randint(1, 3),
        "pick": random.choice(["cheapest", "dearest"]),
        "percent": random.choice(["100", "50"]),
    }


def bundle(random):
    """Terms of ``bundle``."""
    found = {
        "slots": [entry(random) for _n in range(random.choice([1, 2]))],
        "distinct": random.random() < 0.2,
        **benefit(random),
    }
    if "price" in found and random.random() < 0.3:
        found["surcharge"] = {"A": "5.00"}
    return found


def threshold(random):
    """Terms of ``threshold``."""
    steps = random.choice([["100.00"], ["50.00", "150.00"], ["80.00", "200.00"]])
    words = ("percent", "amount")
    found = {
        "select": select(random),
        "tiers": [{"min_amount": step, **benefit(random, words)} for step in steps],
        "per_multiple": random.random() < 0.3,
        "basis": random.choice(["net", "list"]),
    }
    if random.random() < 0.3:
        found["reward"] = select(random)
    return found


def tender(random):
    """Terms of ``tender``."""
    most = {"max": "7.00"} if random.random() < 0.3 else {}
    name = random.choice(["bkash", "bkash", "cash"])
    return {"select": select(random), "tender": name, "percent": "10", **most}


def gift(random):
    """Terms of ``gift``."""
    found = {"sku": random.choice(SKUS), "qty": 1}
    if random.random() < 0.5:
        return {**found, "buy": [entry(random, 1)]}
    least = random.choice(["50.00", "100.00", "150.00"])
    return {**found, "spend": {"select": select(random), "min_amount": least}}


def points(random):
    """Terms of ``points``."""
    return {"select": select(random), "multiply": "2"}


KINDS = {
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
