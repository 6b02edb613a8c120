"""The mechanics of retail promotions, each with its amounts worked out by hand."""

from .words import (
    ANY,
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

MIXED = ("A 1x100", "B 1x90", "C 1x80", "D 1x30", "E 1x20", "F 1x10")
MEAL = ("M1 1x150 c:main", "M2 1x120 c:main", "S 1x60 c:side", "D1 1x40 c:drink")
MEAL += ("D2 1x30 c:drink",)
MEAL_DEAL = bundle("P1", tag("c:main"), tag("c:side"), tag("c:drink"), price="200")
TEN = promo("P1", "unit", ANY, percent="10")

VECTORS = [
    vector("1 item % off", "90.00", basket("A 1x100"), TEN),
    vector(
        *("2 item amount off is never below 0", "0.00", basket("A 1x45")),
        promo("P1", "unit", skus("A"), amount="50"),
    ),
    vector(
        *("3 fixed promo price", "79.00", basket("A 1x100")),
        promo("P1", "unit", skus("A"), price="79"),
    ),
    vector(
        *("3 a fixed price above the price does nothing", "100.00", basket("A 1x100")),
        promo("P1", "unit", skus("A"), price="120"),
    ),
    vector(
        *("4 set % off with an exclusion", "150.00"),
        basket("TEA 1x100 cat:drinks", "COLA 1x60 cat:drinks brand:cola"),
        promo(
            *("P1", "unit", tag("cat:drinks") | {"not_tags": ["brand:cola"]}),
            percent="10",
        ),
    ),
    vector(
        *("5 basket % without the deposit", "590.00"),
        basket("A 1x600", "DEPOSIT 1x20 locked"),
        spend("P1", ANY, ("0.01", "5%")),
    ),
    vector(
        *("6 spend 1000 get 100 off", "900.00", basket("A 1x600", "B 1x400")),
        *(spend("P1", ANY, ("1000", "100")),),
        nets="540.00 360.00",
    ),
    vector(
        *("6 spend per multiple", "2150.00", basket("A 1x2350")),
        spend("P1", ANY, ("1000", "100"), per_multiple=True),
    ),
    vector(
        *("7 tiered spend, just below the second tier", "1899.99"),
        *(basket("A 1x1999.99"), spend("P1", ANY, ("1000", "5%"), ("2000", "10%"))),
    ),
    vector(
        *("7 tiered spend, the second tier", "1800.00"),
        *(basket("A 1x2000"), spend("P1", ANY, ("1000", "5%"), ("2000", "10%"))),
    ),
    vector(
        *("8a quantity break on all units", "360.00", basket("A 4x100")),
        breaks("P1", ANY, ("3", "10%")),
    ),
    vector(
        *("8b quantity break as a slab", "380.00", basket("A 4x100")),
        breaks("P1", ANY, ("3", "10%"), mode="slab"),
    ),
    vector("9 buy one get one", "200.00", basket("A 3x100"), same("P1", 1, 1)),
    vector(
        "10a buy 2 get 1, strict, of 5", "400.00", basket("A 5x100"), same("P1", 2, 1)
    ),
    vector(
        "10a buy 2 get 1, strict, of 6", "400.00", basket("A 6x100"), same("P1", 2, 1)
    ),
    vector(
        "10a buy 2 get 1, strict, of 7", "500.00", basket("A 7x100"), same("P1", 2, 1)
    ),
    vector(
        *("10b buy 2 take 3, strict, of 4", "400.00"),
        *(basket("A 4x100"), same("P1", 2, 3)),
    ),
    vector(
        *("10b buy 2 take up to 3, partial, of 4", "200.00", basket("A 4x100")),
        buy_get("P1", of(ANY, 2), free(ANY, 3, partial=True), overlap=True),
    ),
    vector(
        *("11 buy a shirt get a tie at half price", "2200.00"),
        basket("SHIRT 2x800", "TIE 3x300"),
        buy_get("P1", of(skus("SHIRT")), of(skus("TIE"), percent="50")),
    ),
    vector(
        *("12 second at half price of 3", "250.00", basket("A 3x100")),
        promo("P1", "nth", ANY, every=2, percent="50"),
    ),
    vector(
        *("13 three for two, the customer's way", "240.00", basket(*MIXED)),
        promo("P1", "nth", ANY, every=3),
    ),
    vector(
        *("13 three for two, the retailer's way", "300.00", basket(*MIXED)),
        promo("P1", "nth", ANY, every=3, favour="retailer"),
    ),
    vector(
        *("14 the dearest at half price", "140.00", basket("A 1x100", "B 1x90")),
        promo("P1", "nth", ANY, every=2, percent="50", pick="dearest"),
    ),
    vector(
        *("15 three for 250: the dearest three", "330.00"),
        basket("A 2x100", "B 1x90", "C 1x80"),
        bundle("P1", of(ANY, 3), price="250"),
    ),
    vector(
        *("15 three for 250 never raises a price", "240.00", basket("A 3x80")),
        bundle("P1", of(ANY, 3), price="250"),
    ),
    vector(
        *("15 three for 250 twice", "500.00"),
        basket("A 2x100", "B 1x90", "C 1x85", "D 2x84"),
        bundle("P1", of(ANY, 3), price="250"),
    ),
    vector("16 meal deal, the best choice", "350.00", basket(*MEAL), MEAL_DEAL),
    vector(
        *("17 bundle at a price, spread by price", "500.00"),
        *(basket("A 1x300", "B 1x200", "C 1x150"),),
        *(bundle("P1", skus("A"), skus("B"), skus("C"), price="500"),),
        nets="230.77 153.85 115.38",
    ),
    vector(
        *("18 combo with a surcharge", "340.00", basket("BURGER 1x280", "LARGE 1x120")),
        bundle(
            *("P1", skus("BURGER"), skus("FRIES", "LARGE")),
            price="300",
            surcharge={"LARGE": "40"},
        ),
    ),
    vector(
        *("19 linked pair save 30", "130.00", basket("A 1x100", "B 1x60")),
        *(bundle("P1", skus("A"), skus("B"), amount="30"),),
        nets="81.25 48.75",
    ),
    vector(
        *("20 variety: two of a kind do not do", "150.00", basket("A 2x50", "B 1x50")),
        bundle("P1", of(ANY, 3), percent="10", distinct=True),
    ),
    vector(
        *("20 variety: three kinds", "135.00", basket("A 1x50", "B 1x50", "C 1x50")),
        bundle("P1", of(ANY, 3), percent="10", distinct=True),
    ),
    vector(
        *("21 progressive", "340.00", basket("A 4x100")),
        breaks("P1", ANY, ("2", "10%"), ("3", "20%"), ("4", "30%"), mode="slab"),
    ),
]
