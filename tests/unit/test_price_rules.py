"""New prices of old ones: what the rules say, and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.price_rules import PriceRule, Warn, margin, warnings

D = Decimal
PRICES = st.decimals("0.01", "100000", places=2)
STEPS = st.sampled_from(["0", "0.05", "0.5", "1", "5", "10", "100"]).map(D)


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        (("percent", "10"), "100", "110.00"),
        (("percent", "-10"), "99.99", "89.99"),
        (("amount", "-3"), "10", "7.00"),
        (("amount", "-30"), "10", "0.00"),
        (("fixed", "12.5"), "10", "12.50"),
        (("margin", "20"), "1", "10.00"),  # the cost is 8
        (("percent", "10", "5"), "100", "110.00"),
        (("percent", "12", "5"), "100", "110.00"),
        (("percent", "13", "5"), "100", "115.00"),
        (("percent", "11", "5", None, "up"), "100", "115.00"),
        (("percent", "14", "5", None, "down"), "100", "110.00"),
        (("percent", "0", "0.05"), "1.07", "1.05"),
        (("percent", "10", "1", "0.99"), "10", "10.99"),
        (("percent", "10", "0", "0.99"), "10", "10.99"),
        (("percent", "0", "10", "9.99"), "17", "19.99"),
        (("percent", "0", "10", "9.99", "down"), "17", "9.99"),
        (("percent", "0", "1", "0.99", "down"), "0.50", "0.99"),  # never nothing
        (("percent", "0", "1", "0", "down"), "0.50", "1.00"),
    ],
)
def test_rules(rule, old, new):
    how, value, *more = rule
    step, ending, way = (*more, *("0", None, "nearest")[len(more) :])
    ending = None if ending is None else D(ending)
    found = PriceRule(how, D(value), D(step), ending, way).apply(D(old), D(8), 2)
    assert str(found) == new


def test_margin_needs_a_cost():
    for value, cost in ((20, 0), (100, 8)):
        with pytest.raises(ValueError):
            PriceRule("margin", D(value)).apply(D(10), D(cost), 2)


@pytest.mark.parametrize(
    "bad",
    [
        {"way": "sideways"},
        {"step": D(-1)},
        {"step": D(1), "ending": D(1)},
        {"ending": D(-1)},
    ],
)
def test_what_is_no_rule(bad):
    with pytest.raises(ValueError):
        PriceRule("percent", D(1), **bad)
    with pytest.raises(ValueError):
        PriceRule("guess", D(1)).apply(D(1), D(1), 2)


@given(PRICES, st.decimals("-99", "300", places=2), STEPS)
def test_a_rounded_price_is_a_multiple_and_near(old, percent, step):
    plain = old * (100 + percent) / 100
    for way, far in (("nearest", D("0.5")), ("up", D(1)), ("down", D(1))):
        found = PriceRule("percent", percent, step, None, way).apply(old, D(0), 2)
        assert found >= 0
        assert found == found.quantize(D("0.01"))
        if step:
            assert found % step == 0
            assert abs(found - plain) <= far * step


@given(PRICES, st.sampled_from([("1", "0.99"), ("10", "9.99"), ("1", "0.95")]))
def test_an_ending_is_the_end_and_the_price_is_never_nothing(old, shape):
    step, ending = map(D, shape)
    for way in ("nearest", "up", "down"):
        found = PriceRule("percent", D(0), step, ending, way).apply(old, D(0), 2)
        assert found > 0
        assert found % step == ending


def test_margin():
    assert margin(D(10), D(8)) == D("20.00")
    assert margin(D(7), D(8)) == D("-14.29")
    assert margin(D(10), D(0)) is None


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ((10, 9, 9, 8, 10, 30), []),
        ((10, 7, 7, 8, 10, 30), [Warn.BELOW_COST]),
        ((10, 7, 7, 8, 10, 25), [Warn.BELOW_COST, Warn.LARGE]),
        ((10, "8.5", "8.5", 8, 10, 30), [Warn.LOW_MARGIN]),
        ((10, "8.5", "8.5", 8, 0, 0), []),
        ((10, 9, "7.83", 8, 10, 30), [Warn.BELOW_COST]),  # tax is in the price
        ((0, 9, 9, 0, 10, 30), []),
    ],
)
def test_warnings(numbers, found):
    assert warnings(*(D(n) for n in numbers)) == found
