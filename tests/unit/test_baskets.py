"""Baskets: pairs and habits by hand, and laws that hold for all of them."""

from datetime import date, timedelta
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.baskets import (
    MOST_ITEMS,
    PARTS,
    UNIT,
    Basket,
    Companion,
    Terms,
    companions,
    habits,
    is_due,
    soon,
    suggest,
    weight,
    weights,
)

TODAY = date(2026, 3, 1)
TERMS = Terms(window=100, half_life=10, least=1, top=50)
BASKETS = st.lists(
    st.builds(
        Basket,
        st.integers(0, 120).map(lambda age: TODAY - timedelta(days=age)),
        st.frozensets(st.integers(1, 8), max_size=6),
    ),
    max_size=30,
)


def bought(*items, age=0):
    return Basket(TODAY - timedelta(days=age), frozenset(items))


def test_by_hand():
    """Ten baskets of today: 8 with 1, 7 with 2, 6 with both."""
    baskets = [bought(1, 2)] * 6 + [bought(1)] * 2 + [bought(2, 3), bought(3)]
    table = companions(baskets, TODAY, TERMS._replace(least=5))
    assert table == {
        1: [Companion(2, 6, 600_000, 750_000, 1_071_428)],
        2: [Companion(1, 6, 600_000, 857_142, 1_071_428)],
    }


def test_what_is_together_by_chance_is_no_recommendation():
    """Everybody buys 1: it says nothing about 2, whose lift is exactly 1."""
    baskets = [bought(1, 2)] * 5 + [bought(1, 3)] * 5
    assert companions(baskets, TODAY, TERMS) == {}


def test_old_baskets_count_less():
    """One of today with 2 counts as much as two with 3 from a half-life ago."""
    baskets = [bought(1, 2), bought(1, 3, age=10), bought(1, 3, age=10), bought(4)]
    two, three = companions(baskets, TODAY, TERMS)[1]
    assert (two.item, two.baskets, two.confidence) == (2, 1, 500_000)
    assert (three.item, three.baskets, three.confidence) == (3, 2, 500_000)
    assert two.score == three.score


def test_weights():
    assert [weight(age, 10) for age in (0, 10, 20, -5)] == [
        UNIT,
        UNIT // 2,
        UNIT // 4,
        UNIT,
    ]
    assert weight(10_000, 7) == 1
    assert len(weights(TODAY, TERMS)) == 101


def test_out_of_the_window_or_too_large():
    old, many = bought(1, 2, age=101), Basket(TODAY, frozenset(range(MOST_ITEMS + 1)))
    assert companions([old, many, bought(9)], TODAY, TERMS) == {}


def test_score_prefers_what_says_something():
    """Twice the lift class counts as twice the confidence."""
    assert Companion(1, 5, 0, 300_000, 1_900_000).score == 300_000
    assert Companion(1, 5, 0, 300_000, 2_000_000).score == 600_000
    assert Companion(1, 5, 0, 300_000, 8_100_000).score == 1_200_000


def test_a_whole_basket_adds_up():
    """Neither of the two recommends 3 most, both together do."""
    table = {
        1: [Companion(9, 5, 0, 400_000, 1_100_000), Companion(3, 5, 0, 300_000, PARTS)],
        2: [Companion(8, 5, 0, 350_000, 1_100_000), Companion(3, 5, 0, 300_000, PARTS)],
    }
    assert suggest([1, 2], table) == [3, 9, 8]
    assert suggest([1, 2], table, top=1) == [3]
    assert suggest([1, 3], table) == [9]
    assert suggest([1, 2], table, refused={3}) == [9, 8]
    assert suggest([], table) == []


def test_habits_by_hand():
    """Milk on days 30, 20, 14 and 4 ago: gaps 10, 6, 10; the median is 10."""
    baskets = [bought(1, 7, age=30), bought(1, age=20), bought(1, 7, age=14)]
    baskets += [bought(1, age=4), bought(1, age=4), bought(5, age=2)]
    [milk] = habits(baskets, TODAY, TERMS)
    assert milk.item == 1
    assert (milk.days, milk.interval) == (4, 10)
    assert milk.rate == 800_000  # on 4 of 5 shopping days
    assert milk.last == TODAY - timedelta(days=4)
    assert milk.due == TODAY + timedelta(days=6)
    assert milk.strength == sum(weight(age, 10) for age in (30, 20, 14, 4))
    assert not is_due(milk, TODAY)
    assert soon(milk.last, 10) == TODAY + timedelta(days=4)  # 10 - 10 // 4 after it
    assert is_due(milk, TODAY + timedelta(days=4))


def test_a_habit_that_stopped():
    """Every week, then not for more than three weeks: none any more."""
    weekly = [bought(1, age=age) for age in (50, 43, 36)]
    assert habits(weekly, TODAY - timedelta(days=15), TERMS)
    assert not habits(weekly, TODAY - timedelta(days=14), TERMS)


@pytest.mark.parametrize("least", [0, 1, 2])
def test_once_is_no_habit(least):
    assert habits([bought(1), bought(1)], TODAY, TERMS, least) == []


@given(BASKETS)
def test_laws_of_pairs(baskets):
    table = companions(baskets, TODAY, TERMS)
    counted = [b for b in baskets if (TODAY - b.day).days <= TERMS.window]
    for item, found in table.items():
        scores = [one.score for one in found]
        assert scores == sorted(scores, reverse=True)
        for one in found:
            both = [b for b in counted if {item, one.item} <= b.items]
            assert one.baskets == len(both) >= TERMS.least
            assert one.support <= one.confidence <= PARTS < one.lift
            [back] = [c for c in table[one.item] if c.item == item]
            assert (back.lift, back.support) == (one.lift, one.support)
            assert one.score == one.confidence * (1 + int(log2(one.lift // PARTS)))


@given(BASKETS, st.randoms(use_true_random=False))
def test_order_of_baskets_does_not_matter(baskets, random):
    mixed = random.sample(baskets, len(baskets))
    assert companions(mixed, TODAY, TERMS) == companions(baskets, TODAY, TERMS)
    assert habits(mixed, TODAY, TERMS) == habits(baskets, TODAY, TERMS)


@given(BASKETS, st.integers(1, 4))
def test_a_higher_least_only_takes_away(baskets, least):
    few = companions(baskets, TODAY, TERMS._replace(least=least))
    more = companions(baskets, TODAY, TERMS)
    for item, found in few.items():
        assert set(found) <= set(more[item])


@given(BASKETS, st.frozensets(st.integers(1, 8), max_size=3))
def test_nothing_of_the_basket_is_suggested(baskets, basket):
    table = companions(baskets, TODAY, TERMS)
    found = suggest(basket, table)
    assert not basket & set(found)
    assert len(found) == len(set(found)) <= 3


@given(BASKETS)
def test_laws_of_habits(baskets):
    for habit in habits(baskets, TODAY, TERMS, least=2):
        days = {b.day for b in baskets if habit.item in b.items}
        assert habit.last in days
        assert 2 <= habit.days <= len(days)
        assert habit.interval > 0
        assert habit.last < soon(habit.last, habit.interval) <= habit.due
        assert 0 < habit.rate <= PARTS
