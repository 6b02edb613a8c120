"""Amounts of promotions and the percentages that say them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.promotion_amounts import (
    basket_line,
    exactly,
    in_base_units,
    percent_for,
    quantity_text,
)

PAISA = Decimal("0.01")
LINE = {"id": "1", "sku": "7", "tags": [], "divisible": False, "locked": False}


def cost(price, quantity, percent):
    """What Odoo's floats make of a line, rounded as its currencies round."""
    net = price * (1 - percent / 100) * quantity
    return Decimal(repr(net)).quantize(PAISA, ROUND_HALF_UP)


@given(
    st.integers(1, 10**7),
    st.integers(1, 500),
    st.integers(0, 10**9),
    st.sampled_from([0, 10, 33.33]),
)
def test_percent_says_the_amount(paisa, units, off, manual):
    """Price, quantity and percentage give the line's amount to the paisa."""
    price = Decimal(paisa) / 100
    amount = Decimal(off % (paisa * units + 1)) / 100
    percent = percent_for(price, Decimal(units), amount, exactly(manual), 2)
    left = price * units - amount
    net = (left * (1 - exactly(manual) / 100)).quantize(PAISA, ROUND_HALF_UP)
    assert abs(cost(float(price), units, percent) - net) == 0


@pytest.mark.parametrize(
    ("quantity", "price", "factor", "found"),
    [
        ("2", "240.00", "12", ("24", "20")),
        ("1", "100.00", "12", ("1", "100.00")),
        ("3", "5.00", "1", ("3", "5.00")),
    ],
)
def test_cases_count_as_units_if_money_allows(quantity, price, factor, found):
    """A case whose unit has no price of its own stays a case."""
    got = in_base_units(Decimal(quantity), Decimal(price), Decimal(factor), 2)
    assert got == tuple(map(Decimal, found))


def test_lines():
    """Fractions are measured goods, money taken off is no goods."""
    line = basket_line({**LINE, "qty": Decimal("1.25"), "price": Decimal("9.995")}, 2)
    assert (line["qty"], line["unit_price"], line["divisible"]) == (
        "1.25",
        "10.00",
        True,
    )
    assert basket_line({**LINE, "qty": Decimal(1), "price": Decimal(-5)}, 2) is None
    assert quantity_text(Decimal("100.000")) == "100"
