"""Edges: greedy is wrong, layers, exclusivity, rounding."""

from .words import (
    ANY,
    NOW,
    basket,
    breaks,
    bundle,
    buy_get,
    free,
    of,
    promo,
    same,
    skus,
    spend,
    tag,
    vector,
)

TEN = promo("P1", "unit", ANY, percent="10")
ABC = ("A 1x100", "B 1x90", "C 1x80")
TWO_AB = bundle("P1", of(skus("A", "B"), 2), price="150")
TWO_BC = bundle("P2", of(skus("B", "C"), 2), price="110")
HALF = {"percent": "50"}
COKE = ("COKE 4x2.00", "SANDWICH 2x3.00", "CHOC 2x1.00")
FLASH = {"windows": [["22:00", "02:00"]], "weekdays": [4, 5], "tz": "Asia/Dhaka"}
LATE = {**basket("A 1x100"), "lines": [
    {"id": "L1", "sku": "A", "qty": "1", "unit_price": "100",
           "at": "2026-11-22T10:59:50Z"},
    {"id": "L2", "sku": "A", "qty": "1", "unit_price": "100"},
]}  # fmt: skip
UNTIL_FIVE = {"windows": [["15:00", "17:00"]], "tz": "Asia/Dhaka"}

VECTORS = [
    vector(
        *("E1 overlap, greedy by priority is wrong", "200.00", basket(*ABC)),
        *(TWO_AB, TWO_BC, promo("P3", "unit", skus("A"), percent="10")),
        nets="90.00 58.24 51.76",
    ),
    vector(
        *("E1 the order of the promotions changes nothing", "200.00", basket(*ABC)),
        *(promo("P3", "unit", skus("A"), percent="10"), TWO_BC, TWO_AB),
        nets="90.00 58.24 51.76",
    ),
    vector(
        "E2 highest saving first is wrong",
        "9.00",
        basket("COKE 2x2.00", "SANDWICH 2x3.00", "CHOC 2x1.00"),
        same("P1", 1, 1, skus("COKE")),
        bundle("P2", skus("COKE"), skus("SANDWICH"), skus("CHOC"), price="4.50"),
    ),
    vector(
        "E2 with cokes for both",
        "11.00",
        basket(*COKE),
        same("P1", 1, 1, skus("COKE")),
        bundle("P2", skus("COKE"), skus("SANDWICH"), skus("CHOC"), price="4.50"),
    ),
    vector(
        "E2 the published counter-example",
        "22.00",
        basket("I1 1x10 t:1", "I2 1x10 t:2", "I3 1x10 t:3", "I4 1x10 t:4"),
        bundle("PA", tag("t:1"), tag("t:3"), amount="8"),
        bundle("PB", of(tag("t:1", "t:2", "t:4"), 2), amount="10"),
        bundle("PC", tag("t:3"), tag("t:4"), amount="6"),
    ),
    vector(
        *("E3 same layer: the better alternative", "850.00", basket("A 1x1000"), TEN),
        promo("P2", "unit", ANY, amount="150"),
    ),
    vector(
        *("E3 never stacked", "900.00", basket("A 1x1000"), TEN | {"ends_here": True}),
        promo("P2", "unit", ANY, percent="5", layer=2),
    ),
    vector(
        *("E4 window over midnight: Saturday 01:30", "50.00", basket("A 1x100")),
        promo("P1", "unit", ANY, **HALF, active=FLASH),
        now="2026-11-27T19:30:00Z",
    ),
    vector(
        *("E4 window over midnight: Sunday 01:30", "50.00", basket("A 1x100")),
        promo("P1", "unit", ANY, **HALF, active=FLASH),
        now="2026-11-28T19:30:00Z",
    ),
    vector(
        *("E4 window over midnight: Friday 01:30", "100.00", basket("A 1x100")),
        promo("P1", "unit", ANY, **HALF, active=FLASH),
        now="2026-11-26T19:30:00Z",
    ),
    vector(
        *("E4 window over midnight: Sunday 02:00", "100.00", basket("A 1x100")),
        promo("P1", "unit", ANY, **HALF, active=FLASH),
        now="2026-11-28T20:00:00Z",
    ),
    vector(
        *("E6 the instant of the first scan", "150.00", LATE),
        promo("P1", "unit", ANY, **HALF, active=UNTIL_FIVE),
        now="2026-11-22T11:01:00Z",
        nets="50.00 100.00",
    ),
    vector(
        "E9 amount, then percent",
        "72.00",
        basket("A 1x100"),
        promo("P1", "unit", ANY, amount="20"),
        promo("P2", "unit", ANY, percent="10", layer=2),
    ),
    vector(
        "E9 percent, then amount",
        "70.00",
        basket("A 1x100"),
        promo("P1", "unit", ANY, amount="20", layer=2),
        promo("P2", "unit", ANY, percent="10"),
    ),
    vector(
        "E11 threshold on the net",
        "950.00",
        basket("A 1x600", "B 1x400"),
        promo("P1", "unit", skus("A"), amount="50"),
        spend("P2", ANY, ("1000", "100"), layer=2),
    ),
    vector(
        "E11 threshold on the list price",
        "850.00",
        basket("A 1x600", "B 1x400"),
        promo("P1", "unit", skus("A"), amount="50"),
        spend("P2", ANY, ("1000", "100"), layer=2, basis="list"),
    ),
    vector(
        "E12 a threshold is not undone by its own discount",
        "900.00",
        basket("A 1x1000"),
        spend("P1", ANY, ("1000", "100")),
    ),
    vector(
        "E12 a free unit is not bought for another one",
        "200.00",
        basket("A 2x100", "B 1x100"),
        same("P1", 1, 1, skus("A")),
        buy_get("P2", of(skus("A")), free(skus("B"))),
    ),
    vector(
        *("E18 three equal prices, one rounding", "89.99", basket("A 3x33.33"), TEN),
    ),
    vector(
        "E18 equal prices on three lines: the earlier units",
        "89.99",
        basket("A 1x33.33", "A 1x33.33", "A 1x33.33"),
        TEN,
        nets="29.99 30.00 30.00",
    ),
    vector(
        "E18 the dearer last unit gets the odd paisa",
        "90.00",
        basket("A 1x33.33", "B 1x33.33", "C 1x33.34"),
        TEN,
        nets="30.00 30.00 30.00",
    ),
    vector(
        "E22 a negative line triggers nothing",
        "100.00",
        basket("A 2x100", "A -1x100"),
        same("P1", 2, 1),
    ),
    vector(
        "E22 a negative line is in the total",
        "80.00",
        basket("A 2x100", "B -1x100"),
        TEN,
    ),
    vector(
        "E22 a free thing costs nothing more",
        "100.00",
        basket("FREE 1x0", "A 1x100"),
        promo("P1", "unit", skus("FREE"), percent="50"),
    ),
    vector(
        *("E23 one line of two", "100.00", basket("A 2x100"), same("P1", 1, 1)),
    ),
    vector(
        "E23 two lines of one",
        "100.00",
        basket("A 1x100", "A 1x100"),
        same("P1", 1, 1),
    ),
    vector(
        "worked: 3 for 2 spread over all",
        "180.00",
        basket("A 1x100", "B 1x80", "C 1x60"),
        same("P1", 2, 1),
        nets="75.00 60.00 45.00",
    ),
    vector(
        "worked: happy hour or three for 250",
        "320.00",
        basket("A 4x100"),
        promo("P1", "unit", skus("A"), percent="20"),
        bundle("P2", of(skus("A"), 3), price="250"),
    ),
    vector(
        "worked: no overlap, the same thing twice",
        "240.00",
        basket("A 2x120"),
        buy_get("P1", of(ANY), of(ANY, **HALF)),
    ),
    vector(
        "worked: no overlap, two things",
        "165.00",
        basket("A 1x120", "B 1x90"),
        buy_get("P1", of(ANY), of(ANY, **HALF)),
    ),
    vector(
        "worked: no overlap, the dearest",
        "150.00",
        basket("A 1x120", "B 1x90"),
        buy_get("P1", of(ANY), of(ANY, **HALF, pick="dearest")),
    ),
    vector(
        "worked: tiers beside a unit discount",
        "340.00",
        basket("A 1x100", "B 3x100"),
        breaks("P1", ANY, ("3", "10%")),
        promo("P2", "unit", skus("A"), percent="30"),
    ),
    vector("an empty basket", "0.00", basket(), TEN),
    vector("no promotion", "100.00", basket("A 1x100")),
    vector(
        "a tie goes to the better priority",
        "90.00",
        basket("A 1x100"),
        promo("P1", "unit", ANY, percent="10", priority=2),
        promo("P2", "unit", ANY, amount="10", priority=1),
        now=NOW,
    ),
    vector(
        "a tie of priorities goes to the smaller id",
        "90.00",
        basket("A 1x100"),
        promo("P9", "unit", ANY, percent="10"),
        promo("P10", "unit", ANY, amount="10"),
    ),
    vector(
        "a tie goes to fewer uses",
        "160.00",
        basket("A 1x100", "B 1x100"),
        promo("P1", "unit", ANY, percent="20"),
        bundle("P2", of(ANY, 2), price="160", priority=9),
    ),
    vector(
        "a tie between units goes to the earlier",
        "150.00",
        basket("A 1x100", "B 1x100"),
        promo("P1", "unit", ANY, **HALF, limits={"per_basket": 1}),
        nets="50.00 100.00",
    ),
    vector(
        "a tie between roles: the earlier unit is bought",
        "100.00",
        basket("A 1x100", "B 1x100"),
        buy_get("P1", of(ANY), free(ANY)),
    ),
]
