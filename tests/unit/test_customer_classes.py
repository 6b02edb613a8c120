"""Classes that are reached by spending: which, from when, until when."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.customer_classes import (
    Held,
    Step,
    Turn,
    months_later,
    reached,
    turn,
)

TODAY = date(2026, 11, 23)
SILVER, GOLD = Step(1, Decimal(1000), 0), Step(2, Decimal(5000), 12)
STEPS = [SILVER, GOLD]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


def test_the_highest_step_is_reached():
    assert reached({1: Decimal(999), 2: Decimal(999)}, STEPS) is None
    assert reached({1: Decimal(1000), 2: Decimal(1000)}, STEPS) == SILVER
    assert reached({1: Decimal(9000), 2: Decimal(5000)}, STEPS) == GOLD
    # more months for the lower one
    assert reached({1: Decimal(9000), 2: Decimal(4999)}, STEPS) == SILVER


def test_begin_rise_fall():
    assert turn(None, None, STEPS, TODAY) is None
    assert turn(None, SILVER, STEPS, TODAY) == Turn(begins=SILVER)
    held = Held(1, date(2026, 5, 1), None)
    assert turn(held, SILVER, STEPS, TODAY) is None
    yesterday = date(2026, 11, 22)
    assert turn(held, None, STEPS, TODAY) == Turn(ends=yesterday)
    rise = Turn(ends=yesterday, begins=GOLD, until=date(2027, 11, 23))
    assert turn(held, GOLD, STEPS, TODAY) == rise


def test_what_is_kept_is_kept_and_renewed():
    held = Held(2, date(2026, 5, 1), date(2027, 5, 1))
    assert turn(held, SILVER, STEPS, TODAY) is None
    assert turn(held, None, STEPS, TODAY) is None
    assert turn(held, GOLD, STEPS, TODAY) == Turn(until=date(2027, 11, 23))


def test_a_class_that_is_no_step_any_more_ends():
    held = Held(7, date(2026, 5, 1), None)
    assert turn(held, None, STEPS, TODAY) == Turn(ends=date(2026, 11, 22))
    found = turn(held, SILVER, STEPS, TODAY)
    assert (found.ends, found.begins) == (date(2026, 11, 22), SILVER)


spends = st.lists(st.integers(0, 9000), min_size=1, max_size=60)


@given(spends, st.integers(0, 14), st.integers(0, 14))
def test_night_after_night(spent, keeps_silver, keeps_gold):
    """Each night one class at most; again the same night nothing changes."""
    steps = [Step(1, Decimal(1000), keeps_silver), Step(2, Decimal(5000), keeps_gold)]
    least = {step.key: step for step in steps}
    held, today = None, TODAY
    for amount in spent:
        if held and held.until and held.until < today:
            held = None
        best = reached(dict.fromkeys((1, 2), Decimal(amount)), steps)
        before, held = held, apply(held, turn(held, best, steps, today), today)
        assert turn(held, best, steps, today) is None
        if best:
            assert held and least[held.key].least >= best.least
        elif held:
            assert least[held.key].keeps and before == held
        today += timedelta(days=20)


def apply(held, done, today):
    """What a customer holds after a night."""
    if done is None:
        return held
    if done.begins:
        return Held(done.begins.key, today, done.until)
    return None if done.ends else Held(held.key, held.since, done.until)
