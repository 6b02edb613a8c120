"""SD and VAT of a line: the table of examples, and that parts always add up."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_pos_ext.levies import added, contained, half_up

ADDED = [
    # price, SD, VAT, (base, SD, VAT, total)
    (100000, 2000, 1500, (100000, 20000, 18000, 138000)),
    (99900, 1000, 1500, (99900, 9990, 16484, 126374)),
    (25000, 3000, 1500, (25000, 7500, 4875, 37375)),
    (90000, 2000, 1500, (90000, 18000, 16200, 124200)),  # 1,000 less 10 %
    (110000, 1000, 1500, (110000, 11000, 18150, 139150)),  # with 10 % for service
]
CONTAINED = [
    (138000, 2000, 1500, (100000, 20000, 18000, 138000)),
    (100000, 2000, 1500, (72464, 14493, 13043, 100000)),
    (10000, 2000, 1500, (7247, 1449, 1304, 10000)),
    (9999, 2000, 1500, (7246, 1449, 1304, 9999)),
    (99900, 1000, 1500, (78973, 7897, 13030, 99900)),
    (124200, 2000, 1500, (90000, 18000, 16200, 124200)),
    (11500, 0, 1500, (10000, 0, 1500, 11500)),
    (10000, 0, 750, (9302, 0, 698, 10000)),
    (23077, 0, 1500, (20067, 0, 3010, 23077)),  # of a bundle of 500.00
    (15385, 0, 750, (14312, 0, 1073, 15385)),
    (11538, 0, 0, (11538, 0, 0, 11538)),
]
MONEY = st.integers(-(10**12), 10**12)
RATE = st.integers(0, 35000)


@pytest.mark.parametrize(("price", "sd", "vat", "expected"), ADDED)
def test_added_to_the_price(price, sd, vat, expected):
    found = added(price, sd, vat)
    assert (found.base, found.sd, found.vat, found.total) == expected


@pytest.mark.parametrize(("price", "sd", "vat", "expected"), CONTAINED)
def test_contained_in_the_price(price, sd, vat, expected):
    found = contained(price, sd, vat)
    assert (found.base, found.sd, found.vat, found.total) == expected


@given(MONEY, RATE, RATE)
def test_contained_parts_are_the_price(price, sd, vat):
    assert contained(price, sd, vat).total == price


@given(MONEY, RATE, RATE)
def test_a_refund_is_the_sale_with_minus(price, sd, vat):
    for split in (added, contained):
        sale, refund = split(price, sd, vat), split(-price, sd, vat)
        assert (refund.base, refund.sd, refund.vat) == (-sale.base, -sale.sd, -sale.vat)


@given(st.integers(0, 10**10), RATE, RATE)
def test_what_was_added_is_contained_within_a_unit(price, sd, vat):
    total = added(price, sd, vat).total
    back = contained(total, sd, vat)
    assert abs(back.base - price) <= 2


@given(MONEY, st.integers(1, 10**6))
def test_half_up_is_what_decimal_says(number, divisor):
    exact = Decimal(number) / Decimal(divisor)
    if (2 * number) % divisor:  # no doubt about Decimal's own 28 digits
        return
    assert half_up(number, divisor) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))
