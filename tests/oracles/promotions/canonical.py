"""Canonical JSON and the decimal strings in it."""

import json


def canonical(value):
    """Return the canonical JSON text of a result."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def money(amount, digits):
    """Return an amount in smallest units with exactly ``digits`` decimals."""
    sign, text = "-" if amount < 0 else "", str(abs(amount)).rjust(digits + 1, "0")
    if not digits:
        return sign + text
    return f"{sign}{text[:-digits]}.{text[-digits:]}"


def quantity(thousandths):
    """Return a quantity in thousandths without trailing zeros."""
    text = money(thousandths, 3)
    return text.rstrip("0").rstrip(".")


def half_up(top, bottom):
    """Return top / bottom rounded half away from zero; bottom > 0."""
    rounded = (2 * abs(top) + bottom) // (2 * bottom)
    return -rounded if top < 0 else rounded
