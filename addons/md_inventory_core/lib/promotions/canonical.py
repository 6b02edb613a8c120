"""One way to write a value, so that two programs can compare to the byte."""

import json


def canonical(value):
    """Return JSON text with sorted keys and without blanks (UTF-8, nothing escaped)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def money_text(amount, digits):
    """Return an amount of the smallest unit as a text with all its decimals."""
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    if not digits:
        return f"{sign}{amount}"
    whole, rest = divmod(amount, 10**digits)
    return f"{sign}{whole}.{rest:0{digits}d}"


def quantity_text(thousandths):
    """Return a quantity of thousandths as a text without trailing zeros."""
    sign, thousandths = ("-", -thousandths) if thousandths < 0 else ("", thousandths)
    whole, rest = divmod(thousandths, 1000)
    places = f".{rest:03d}".rstrip("0").rstrip(".")
    return f"{sign}{whole}{places}"


def half_up(numerator, denominator):
    """Return the quotient rounded half away from zero, as an integer."""
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)
