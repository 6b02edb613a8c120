"""From lines of an order to the engine's basket, and from its result to percentages.

Odoo keeps prices and quantities as floats and a discount as a percentage; the engine
counts in the smallest unit of a currency. Everything passes through decimals here. The
till's twin is promo_basket.js and promo_amounts.js.
"""

from decimal import ROUND_HALF_UP, Decimal

PERCENT = Decimal(
    "1e-10"
)  # so fine that price * quantity * (1 - %) rounds to the amount


def exactly(number):
    """Return a float as the decimal that its 15 sure digits say."""
    return Decimal(f"{number:.15g}")


def rounded(amount, digits):
    """Return a decimal half up (away from zero) to ``digits`` places."""
    return Decimal(amount).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def money_text(amount, digits):
    """Return an amount as the contract writes it; it has no sign."""
    return f"{rounded(amount, digits):f}"


def quantity_text(quantity):
    """Return a quantity with at most three decimals and no trailing zeros."""
    text = f"{rounded(quantity, 3):f}".rstrip("0").rstrip(".")
    return text or "0"


def in_base_units(quantity, price, factor, digits):
    """Return (quantity, price) in the product's own unit, if the price divides evenly.

    A case of 12 for 240.00 is 12 units of 20.00; one for 100.00 stays a case: its
    twelfth is no amount of money.

    :param factor: own units in one of the line's unit
    """
    each = price / factor if factor else price
    if factor == 1 or rounded(each, digits) != each:
        return quantity, price
    return quantity * factor, each


def basket_line(line, digits):
    """Return the contract's line, None for a price below zero, which is no goods.

    ``line``: {"id", "qty", "price" (decimals), "sku", "tags", "divisible", "locked"}
    and optionally "at".
    """
    if line["price"] < 0:
        return None
    fraction = rounded(line["qty"], 3) % 1 != 0
    return {
        "id": line["id"],
        "sku": line["sku"],
        "qty": quantity_text(line["qty"]),
        "unit_price": money_text(line["price"], digits),
        "tags": line["tags"],
        # a fraction of what is sold by the piece is one item, like weighed goods
        "divisible": bool(line["divisible"] or fraction),
        "locked": bool(line["locked"]),
        "at": line.get("at"),
    }


def percent_for(price, quantity, promotion, manual, digits):
    """Return the discount in percent (float) of a line with a promotion on it.

    :param price: unit price as the order has it
    :param promotion: amount that promotions take off the line
    :param manual: further percentage, on what is left then
    """
    gross = price * quantity
    if not gross:
        return float(manual)
    left = max(rounded(gross, digits) - promotion, Decimal(0))
    net = rounded(left * (1 - Decimal(manual) / 100), digits)
    percent = (100 * (1 - net / gross)).quantize(PERCENT, ROUND_HALF_UP)
    return float(min(max(percent, Decimal(0)), Decimal(100)))
