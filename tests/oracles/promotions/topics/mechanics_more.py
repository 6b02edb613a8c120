"""Further mechanics: times, caps, coupons, gifts, members, tenders, manual prices."""

from .words import (
    ANY,
    NOW,
    basket,
    breaks,
    promo,
    same,
    skus,
    spend,
    tag,
    vector,
)

HAPPY = {"tz": "Asia/Dhaka", "windows": [["17:00", "19:00"]]}
GOLD = {"id": "C7", "groups": ["gold"]}
TEN = promo("P1", "unit", ANY, percent="10")
REWARD = {"reward": tag("c:hair")}
HERE = {"stores": ["X", "DHK"], "channels": ["till-1"], "price_lists": ["retail"]}

VECTORS = [
    vector(
        *("22 happy hour, a second too early", "250.00", basket("COFFEE 1x250")),
        promo("P1", "unit", ANY, percent="20", active=HAPPY),
        now="2026-11-22T10:59:59Z",
    ),
    vector(
        *("22 happy hour, on the minute", "200.00", basket("COFFEE 1x250")),
        promo("P1", "unit", ANY, percent="20", active=HAPPY),
        now="2026-11-22T11:00:00Z",
    ),
    vector(
        *("23 flash sale with 2 left", "200.00", basket("A 3x100")),
        promo("P1", "unit", ANY, percent="50", limits={"per_basket": 2}),
    ),
    vector(
        *("24 cap per order", "300.00", basket("A 4x100")),
        same("P1", 1, 1, limits={"per_basket": 1}),
    ),
    vector(
        *("25 cap per customer", "210.00"),
        basket("A 3x80", customer={"id": "C7", "used": {"P1": 1}}),
        promo("P1", "unit", ANY, price="50", limits={"per_customer": 2}),
    ),
    vector(
        *("26 coupon with a cap", "1800.00", basket("A 1x2000", coupons=["SAVE15"])),
        promo(
            *("P1", "unit", ANY),
            percent="15",
            where={"coupon": "SAVE15"},
            limits={"max_discount": "200"},
        ),
    ),
    vector(
        *(
            "27 coupon code not given",
            "2000.00",
            basket("A 1x2000", coupons=["save15"]),
        ),
        promo("P1", "unit", ANY, percent="15", where={"coupon": "SAVE15"}),
    ),
    vector(
        *("28 gift with purchase, in the basket", "2000.00"),
        basket("A 1x2000", "MUG 1x150"),
        promo(
            *("P1", "gift"),
            spend={"select": {"not_tags": ["x:none"]}, "min_amount": "2000"},
            sku="MUG",
            qty=1,
        ),
    ),
    vector(
        *("28 gift with purchase, suggested", "2000.00", basket("A 1x2000")),
        promo(
            *("P1", "gift"),
            spend={"select": ANY, "min_amount": "2000"},
            sku="MUG",
            qty=1,
        ),
    ),
    vector(
        *("29 member % after promotion %: compound", "855.00"),
        *(basket("A 1x1000", customer=GOLD), TEN),
        promo(
            *("P2", "unit", ANY),
            percent="5",
            layer=2,
            where={"customer_groups": ["gold"]},
        ),
    ),
    vector(
        *("29 member % or promotion %: the best", "900.00"),
        *(basket("A 1x1000"), TEN, promo("P2", "unit", ANY, percent="5")),
    ),
    vector(
        *("29 member % and promotion %: added", "850.00", basket("A 1x1000"), TEN),
        promo("P2", "unit", ANY, percent="5", layer=2, basis="list"),
    ),
    vector(
        *("30 points on the net", "1799.10", basket("A 1x1999"), TEN),
        promo("P9", "points", ANY, multiply="2"),
    ),
    vector(
        *("35 birthday", "450.00"),
        basket("A 1x500", customer={"id": "C1", "groups": ["birthday"]}),
        promo("P1", "unit", ANY, percent="10", where={"customer_groups": ["birthday"]}),
    ),
    vector(
        *("36 tender discount on what the tender covers", "750.00"),
        basket("A 1x800", tenders=[{"name": "bkash", "amount": "450.00"}]),
        promo("P1", "tender", ANY, tender="bkash", percent="10", max="100"),
    ),
    vector(
        *(
            "37 spend in A, % off B",
            "776.00",
            basket("C 1x520 c:cosm", "H 1x320 c:hair"),
        ),
        spend("P1", tag("c:cosm"), ("500", "20%"), **REWARD),
    ),
    vector(
        *("38 near expiry by lot", "144.00", basket("A 1x90 lot:7", "A 1x90 lot:8")),
        promo("P1", "unit", tag("lot:7"), percent="40"),
    ),
    vector(
        *("39 clearance ladder, the second step", "60.00", basket("A 1x100")),
        *[
            promo(
                *(f"P{number}", "unit", ANY),
                percent=str(20 * number),
                active={"from": f"2026-11-{start}T00:00", "to": f"2026-11-{end}T00:00"},
            )
            for number, start, end in (
                (1, "14", "21"),
                (2, "21", "28"),
                (3, "28", "30"),
            )
        ],
        now=NOW,
    ),
    vector(
        *("40 weight break, reached", "341.25", basket("RICE 5.250kgx70")),
        breaks("P1", ANY, ("5", "5")),
    ),
    vector(
        *("40 weight break, just not", "349.65", basket("RICE 4.995kgx70")),
        breaks("P1", ANY, ("5", "5")),
    ),
    vector("41 manual price is locked", "72.00", basket("A 1x72 locked"), TEN),
    vector(
        "42 price match is locked", "178.00", basket("A 1x88 locked", "A 1x100"), TEN
    ),
    vector(
        *("43 another store", "100.00", basket("A 1x100", store="CTG")),
        promo("P1", "unit", ANY, percent="10", where={"stores": ["DHK"]}),
    ),
    vector(
        *("43 this store, this channel, this list", "90.00"),
        basket("A 1x100", store="DHK", channel="till-1", price_list="retail"),
        promo(
            *("P1", "unit", ANY),
            percent="10",
            where={
                "stores": ["X", "DHK"],
                "channels": ["till-1"],
                "price_lists": ["retail"],
            },
        ),
    ),
    vector(
        *("44 free delivery from 1500", "1500.00"),
        basket("A 1x1500", "DELIVERY 1x60"),
        spend(
            *("P1", skus("A"), ("1500", "100%")),
            reward=skus("DELIVERY"),
        ),
    ),
]
