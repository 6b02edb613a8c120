"""How a recorded line becomes a sold line. Every line gets exactly one rule.

Recorded: a quantity, what the retailer received (amount), the price reduction
(discount = loyalty discount + the retailer's match of a coupon) and the coupon
of a manufacturer. Shelf value = amount + discount. A manufacturer's coupon is
money that the manufacturer pays back, so it is neither amount nor discount and
never decides a rule.

`classify` reads integer cents. The files hold binary floats in which some
amounts are dust (4.4e-16): after rounding to cents they are 0 and no money.

In this order, the first that fits:

no_quantity   quantity 0, amount 0, discount 0: nothing was sold (most are coupon
              slips). History keeps the line with quantity 0, so that coupon and
              line totals stay complete; the till replay skips it.
measured      the item is measured (motor fuel: the recorded quantity is a volume
              in thousandths of a US gallon, or 1 for a prepaid round amount), or
              the guard: more than MAX_PIECES pieces of anything else cannot be a
              count. Sold as 1 filling at the amount on an item without stock;
              history keeps the recorded volume beside quantity 1.
amount_only   quantity 0 with an amount or a discount: sold as 1 unit at that
              amount. Money never vanishes, also not a discount of 100 %.
"" (sold)     everything else: the recorded quantity are pieces.

The largest count that is no fuel is 144 ears of white corn (12 dozen at 33 cents,
half price): a plausible purchase, so it is sold as recorded. MAX_PIECES lies
well above it and catches no line of version 0.1.0; it guards against others.

Returns do not occur: a negative quantity or amount is an error of the files and
is refused when they are read (`DatasetInvalid`), it is not guessed at here.
"""

SOLD = ""
NO_QUANTITY = "no_quantity"
AMOUNT_ONLY = "amount_only"
MEASURED = "measured"
RULES = (SOLD, NO_QUANTITY, AMOUNT_ONLY, MEASURED)

MAX_PIECES = 1_000

# Fuel is booked under three department/category pairs (FUEL/FUEL,
# FUEL/COUPON/MISC ITEMS, MISCELLANEOUS/COUPON/MISC ITEMS); the type is common.
MEASURED_TYPES = frozenset({"GASOLINE-REG UNLEADED"})
MEASURED_DEPARTMENTS = frozenset({"FUEL"})

# Booked like products, but nothing that lies on a shelf and can be counted.
INTANGIBLE_DEPARTMENTS = frozenset(
    {"COUPON", "CHARITABLE CONT", "POSTAL CENTER", "CNTRL/STORE SUP"}
)
INTANGIBLE_CATEGORIES = frozenset(
    {
        "BOTTLE DEPOSITS",
        "COUPON",
        "COUPON/MISC ITEMS",
        "COUPONS/STORE & MFG",
        "LONG DISTANCE CALLING CARDS",
        "PREPAID WIRELESS&ACCESSORIES",
        "TICKETS",
    }
)


def is_measured(department: str | None, product_type: str | None) -> bool:
    """Whether recorded quantities of such a product are volumes, not pieces."""
    return department in MEASURED_DEPARTMENTS or product_type in MEASURED_TYPES


def is_stocked(
    department: str | None, category: str | None, product_type: str | None
) -> bool:
    """Whether such a product is a good that a store can count on its shelf."""
    return not (
        department is None
        or is_measured(department, product_type)
        or department in INTANGIBLE_DEPARTMENTS
        or category in INTANGIBLE_CATEGORIES
    )


def classify(
    raw_quantity: int, amount_cents: int, discount_cents: int, measured: bool
) -> tuple[str, int]:
    """Rule of a line and the quantity that counts as sold; all inputs >= 0."""
    if not (raw_quantity or amount_cents or discount_cents):
        return NO_QUANTITY, 0
    if measured or raw_quantity > MAX_PIECES:
        return MEASURED, 1
    if not raw_quantity:
        return AMOUNT_ONLY, 1
    return SOLD, raw_quantity
