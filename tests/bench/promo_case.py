"""The promotion bench's baskets: as many lines and promotions as asked, from a seed.

A catalogue of 5,000 products in 100 categories and 250 brands; 30 % of the promotions
are buy & get, 20 % bundles that overlap, 20 % quantity tiers, the rest discounts on
units, all in one layer. They select a few products, a category or a brand. Prices are
whole taka and percentages whole, so every exact discount is a number of paisa and the
ILP in `promo_ilp` can be compared without a word about rounding.
"""

import random

NOW = "2026-11-22T16:30:00Z"
PRODUCTS = 5_000
SHARES = (("buy_get", 30), ("bundle", 20), ("tiers", 20), ("unit", 30))
FAMILY = 20  # products of a brand; a category has 50


class Catalogue:
    """Products with price, category and brand."""

    def __init__(self, rnd, products):
        brands = max(2, products // FAMILY)
        categories = max(2, products // 50)
        self.size, self.rnd = products, rnd
        self.products = [
            {
                "sku": str(number),
                "price": rnd.choice((25, 40, 55, 80, 95, 120, 150, 199, 250, 480)),
                "tags": [
                    f"cat:{number % categories}",
                    f"brand:{rnd.randrange(brands)}",
                ],
            }
            for number in range(products)
        ]
        self.tags = {
            "cat": [f"cat:{number}" for number in range(categories)],
            "brand": [f"brand:{number}" for number in range(brands)],
        }

    def select(self, dimension=None):
        """A selector: some products, a category or a brand."""
        kind = dimension or self.rnd.choice(("sku", "sku", "cat", "brand", "brand"))
        if kind == "sku":
            number = min(self.rnd.randint(4, 25), self.size // 2)
            return {"skus": [str(n) for n in self.rnd.sample(range(self.size), number)]}
        return {"tags_any": [self.rnd.choice(self.tags[kind])]}

    def two(self):
        """Two selectors that share no product."""
        kind = self.rnd.choice(("sku", "cat", "brand"))
        if kind != "sku":
            return [{"tags_any": [tag]} for tag in self.rnd.sample(self.tags[kind], 2)]
        number = min(20, self.size // 4)
        found = [str(n) for n in self.rnd.sample(range(self.size), 2 * number)]
        return [{"skus": found[:number]}, {"skus": found[number:]}]


def make(lines=200, promotions=500, seed=1, products=PRODUCTS, units=None):
    """Return (basket, promotions, now).

    :param units: at most so many units in the basket; None: lines of 1 to 4.
    """
    rnd = random.Random(seed)
    catalogue = Catalogue(rnd, products)
    wanted = [
        kind
        for kind, share in SHARES
        for _number in range(round(promotions * share / 100))
    ]
    rnd.shuffle(wanted)
    made = [
        {"id": f"P{number}", "rev": "1", "kind": kind, "priority": rnd.randrange(3)}
        | MAKERS[kind](rnd, catalogue)
        for number, kind in enumerate(wanted)
    ]
    return make_basket(rnd, catalogue, lines, units), made, NOW


def make_basket(rnd, catalogue, lines, units):
    """A basket of different products."""
    rows, left = [], units or 4 * lines
    for number, product in enumerate(rnd.sample(catalogue.products, lines)):
        qty = min(left, rnd.choice((1, 1, 1, 2, 2, 3, 4)))
        left -= qty
        if not qty:
            break
        rows.append(
            {
                "id": f"L{number}",
                "sku": product["sku"],
                "qty": str(qty),
                "unit_price": f"{product['price']}.00",
                "tags": product["tags"],
            }
        )
    return {"currency": {"code": "BDT", "digits": 2}, "lines": rows}


def baskets(number, lines=200, seed=1, products=PRODUCTS):
    """More baskets of the same catalogue: other customers under the same promotions."""
    catalogue = Catalogue(random.Random(seed), products)
    return [
        make_basket(random.Random(f"{seed}/{one}"), catalogue, lines, None)
        for one in range(number)
    ]


def key_presses(basket, number):
    """The basket after each of so many changes of one line's quantity."""
    found = []
    for press in range(number):
        basket = changed(basket, press)
        found.append(basket)
    return found


def changed(basket, number):
    """The basket with another quantity in one of its lines, as after a key press."""
    lines = list(basket["lines"])
    place = number * 37 % len(lines)
    qty = 1 + int(lines[place]["qty"]) % 4
    lines[place] = lines[place] | {"qty": str(qty)}
    return basket | {"lines": lines}


def unit(rnd, catalogue):
    """A discount on each unit."""
    return {"select": catalogue.select(), "percent": str(rnd.choice((5, 10, 15, 20)))}


def tiers(rnd, catalogue):
    """Two or three rising quantity breaks."""
    steps = sorted(rnd.sample((2, 3, 4, 6), rnd.choice((2, 3))))
    percents = sorted(rnd.sample((5, 8, 12, 15, 20, 25), len(steps)))
    return {
        "select": catalogue.select(),
        "tiers": [
            {"min_qty": str(least), "percent": str(percent)}
            for least, percent in zip(steps, percents, strict=True)
        ],
    }


def buy_get(rnd, catalogue):
    """Buy one or two, get one: of the same goods or of others."""
    number, percent = rnd.choice((1, 2)), str(rnd.choice((20, 30, 50, 100)))
    if rnd.randrange(2):
        same = catalogue.select()
        get = {"select": same, "qty": 1, "percent": percent}
        return {"buy": [{"select": same, "qty": number}], "get": get, "overlap": True}
    one, other = catalogue.two()
    get = {"select": other, "qty": 1, "percent": percent}
    return {"buy": [{"select": one, "qty": number}], "get": get}


def bundle(rnd, catalogue):
    """A set of two or three; its parts are in other promotions, too."""
    if rnd.randrange(2):
        number = rnd.choice((2, 3))
        slots = [{"select": catalogue.select(), "qty": number}]
        return {"slots": slots, "price": str(rnd.choice((60, 75, 90)) * number)}
    slots = [{"select": select, "qty": 1} for select in catalogue.two()]
    return {"slots": slots, "percent": str(rnd.choice((10, 15, 20, 25)))}


MAKERS = {"unit": unit, "tiers": tiers, "buy_get": buy_get, "bundle": bundle}
