"""How much the reconciler reads in a step."""

from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.claims.steps import (
    FEWEST,
    FIRST,
    MOST,
    SECONDS,
    next_pace,
)

PACES = st.integers(FEWEST, MOST)


@given(PACES, st.floats(0, 1000))
def test_within_limits_and_never_a_jump(pace, seconds):
    found = next_pace(pace, seconds)
    assert FEWEST <= found <= MOST
    assert pace // 2 <= max(found, FEWEST) and found <= 2 * pace


@given(PACES, st.floats(0.001, 100))
def test_longer_steps_become_shorter_and_the_other_way_round(pace, seconds):
    found = next_pace(pace, seconds)
    if seconds > SECONDS:
        assert found <= pace
    else:
        assert found >= pace


def test_it_settles_where_a_step_takes_the_time_wanted():
    pace = FIRST
    for _step in range(20):
        pace = next_pace(pace, pace / 50_000)  # rows per second
    assert abs(pace - 50_000 * SECONDS) < 10


def test_the_end_of_all_says_nothing_of_more():
    assert next_pace(FIRST, 0.01, whole=True) == FIRST
    assert next_pace(FIRST, 7, whole=True) == FIRST // 2
