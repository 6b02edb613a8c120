"""Refusals: what is noted on an error, and how many are told one by one."""

import pytest

from md_pure.md_inventory_core.refusals import (
    Refusal,
    RefusalGate,
    Told,
    refusal_of,
    refused,
)


@pytest.fixture
def clock():
    """A clock that stands until it is moved: ``clock.now += 1``."""

    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def gate(clock):
    """Three a minute for each of two callers."""
    return RefusalGate(limit=3, seconds=60, callers=2, clock=clock)


def told(gate, caller, times):
    """How each of so many refusals is told."""
    return [gate.admit(caller)[0] for _ in range(times)]


def test_an_error_carries_what_was_refused():
    error = refused(ValueError("no"), "res.users", "write", [7, False, None])
    assert refusal_of(error) == Refusal("res.users", "write", (7,))
    assert refusal_of(ValueError("no")) is None


def test_a_few_are_told_then_one_summary_then_none(gate):
    assert told(gate, "kim", 6) == [
        *[Told.ONCE] * 3,
        Told.SUMMARY,
        Told.UNTOLD,
        Told.UNTOLD,
    ]


def test_callers_do_not_use_up_each_others(gate):
    told(gate, "kim", 5)
    assert told(gate, "mita", 3) == [Told.ONCE] * 3


def test_next_window_says_how_many_were_untold(gate, clock):
    told(gate, "kim", 10)
    clock.now = 59.9
    assert gate.admit("kim") == (Told.UNTOLD, 0)
    clock.now = 60
    assert gate.admit("kim") == (Told.ONCE, 8)
    assert gate.admit("kim") == (Told.ONCE, 0)


def test_a_quiet_window_leaves_nothing_untold(gate, clock):
    told(gate, "kim", 3)
    clock.now = 61
    assert gate.admit("kim") == (Told.ONCE, 0)


def test_memory_is_bounded_and_the_oldest_window_goes_first(gate, clock):
    told(gate, "kim", 4)
    clock.now = 1
    told(gate, "mita", 4)
    clock.now = 2
    told(gate, "wasim", 1)
    assert gate.admit("mita")[0] is Told.UNTOLD
    assert gate.admit("kim")[0] is Told.ONCE
