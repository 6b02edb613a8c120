"""Currencies, weighed goods, locked lines, defaults, numbers and large baskets."""

from .words import ANY, basket, breaks, bundle, of, promo, same, skus, spend, vector

TEN = promo("P1", "unit", ANY, percent="10")
NULLS = {
    "rev": None,
    "layer": None,
    "priority": None,
    "ends_here": None,
    "active": None,
}
NULLS |= {"where": None, "limits": [], "name": None, "basis": []}


def raw(*lines, digits=2, **more):
    """A basket with lines as they are."""
    return basket(digits=digits, **more) | {"lines": list(lines)}


def row(identity="L1", **keys):
    """A line of 1 A at 100."""
    return {"id": identity, "sku": "A", "qty": "1", "unit_price": "100"} | keys


VECTORS = [
    vector("yen have no decimals", "2997", basket("A 3x1110", digits=0), TEN),
    vector("yen: half is rounded up", "13", basket("A 1x15", digits=0), TEN),
    vector("yen: a bundle is spread in whole yen", "500",
           basket("A 1x300", "B 1x200", "C 1x150", digits=0),
           bundle("P1", skus("A"), skus("B"), skus("C"), price="500"),
           nets="231 154 115"),
    vector("dinars have three decimals", "1.111", basket("A 1x1.234", digits=3), TEN),
    vector("dinars: buy one get one", "1.235", basket("A 2x1.235", digits=3),
           same("P1", 1, 1)),
    vector("weighed goods are rounded once", "33.35", basket("CHEESE 0.125kgx266.80")),
    vector("weighed goods: half a paisa up", "0.13", basket("A 0.5kgx0.25")),
    vector("weighed goods at 10 % off", "30.01", basket("CHEESE 0.125kgx266.80"), TEN),
    vector("weighed goods: a price per 1", "60.00", basket("A 0.750kgx100"),
           promo("P1", "unit", ANY, price="80")),
    vector("weighed goods: an amount per 1", "67.50", basket("A 0.750kgx100"),
           promo("P1", "unit", ANY, amount="10")),
    vector("weighed goods returned", "-70.31", basket("A -0.703kgx100.01"), TEN),
    vector("a whole quantity with decimals is whole", "180.00",
           basket("A 2.000x100"), TEN),
    vector("a quantity of 0", "0.00", basket("A 0x100"), TEN),
    vector("a quantity of minus 0", "0.00", basket("A -0x100"), TEN),
    vector("locked goods reach no threshold", "1000.00",
           basket("A 1x600", "B 1x400 locked"), spend("P1", ANY, ("1000", "100"))),
    vector("locked goods are not bought", "300.00",
           basket("A 2x100 locked", "A 1x100"), same("P1", 2, 1)),
    vector("nulls and empty lists are not given", "90.00",
           raw(row(tags=None, divisible=None, locked=[], at=None), channel=None,
               customer=None, coupons=[], tenders=None, max_nodes=None),
           TEN | NULLS),
    vector("1.0 is an integer", "60.00",
           raw(row(qty="3", unit_price="30"), customer={"id": "C",
           "used": {"P1": 0.0}}),
           same("P1", 1, 1) | {"layer": 1.0, "limits": {"per_basket": 1.0}}),
    vector("unknown keys are ignored", "90.00",
           raw(row(colour="red"), till=7), TEN | {"colour": 7, "free": "x"}),
    vector("leading zeros", "90.00", raw(row(qty="01", unit_price="0100.00")), TEN),
    vector("a name in other letters", "90.00", basket("A 1x100"),
           TEN | {"name": "ঈদ মোবারক \"10 %\" \\ \n"}),
    vector("a SKU in other letters", "90.00", raw(row(sku="শাড়ি é")),
           promo("P1", "unit", skus("শাড়ি é"), percent="10")),
    vector("a suggestion with a selector in other letters", "200.00",
           raw(row(sku="শাড়ি \"é\"", qty="2")),
           same("P1", 2, 1, skus("শাড়ি \"é\""))),
    vector("ids of all allowed signs", "90.00", raw(row("a.B:D-1")),
           TEN | {"id": "x.Y:Z-0"}),
    vector("a million of one at a tier", "900000.00", basket("A 1000000kgx1"),
           breaks("P1", ANY, ("1000000", "10%"))),
    vector("nine billion taka", "8100000000.00", basket("A 1kgx9000000000"), TEN),
    vector("a product beyond 2^53", "6999299999.99",
           basket("A 1kgx6999999999.99"), promo("P1", "unit", ANY, percent="0.01")),
    vector("the version counts rev", "90.00", basket("A 1x100"), TEN | {"rev": "7"}),
    vector("the version counts only offered promotions", "90.00",
           basket("A 1x100", store="X"), TEN,
           promo("P0", "unit", ANY, percent="50", where={"stores": ["Y"]}),
           promo("P2", "bundle", slots=[of(skus("Z"), 2)], price="1")),
    vector("many nodes allowed", "100.00", basket("A 2x100", max_nodes=100000),
           same("P1", 1, 1)),
]  # fmt: skip
