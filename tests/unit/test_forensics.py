"""Each verdict about an order's goods, from the facts that lead to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.forensics import FRESH, Evidence, Take, Told, verdict

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
CODES = {
    *("between", "buffer", "elsewhere", "enough", "no_buffer", "not_asked", "old"),
    *("old_taken", "outside", "pools", "reality", "till", "till_beyond", "unknown"),
    "waiting",
}


def ago(**parts):
    return AT - timedelta(**parts)


def n(number):
    return Decimal(number)


def case(asked, granted, **known):
    """An order of the web shop that was told 5 half a minute before."""
    known.setdefault("told", Told(n(5), ago(seconds=30)))
    exact = {
        name: n(value) if isinstance(value, int) and value is not True else value
        for name, value in known.items()
        if not isinstance(value, bool)
    }
    flags = {name: value for name, value in known.items() if isinstance(value, bool)}
    return Evidence(AT, n(asked), n(granted), **exact, **flags)


def code(*args, **known):
    return verdict(case(*args, **known)).code


def took(quantity, who, real=False, **before):
    return Take(ago(**before), n(quantity), who, real)


def test_there_was_enough():
    found = verdict(case(2, 2, unpromised=7, free=5))
    assert (found.code, found.good) == ("enough", True)
    assert found.facts == {"asked": 2, "there": 5}


def test_a_count_took_it_afterwards():
    after = [
        Take(AT + timedelta(hours=1), n(1), "S1"),
        Take(AT + timedelta(hours=2), n(3), "a count", True),
    ]
    found = verdict(case(4, 4, unpromised=5, free=5, left=4, short=2, after=after))
    assert (found.code, found.good) == ("reality", False)
    assert (found.facts["who"], found.facts["taken"]) == ("a count", 3)
    assert found.facts["short"] == 2
    # what a shortage took off its claims, and what is short beside
    found = verdict(case(4, 4, unpromised=5, free=5, left=2, lost=2, after=after))
    assert (found.code, found.facts["short"]) == ("reality", 2)
    assert code(4, 4, unpromised=5, free=5, left=0, lost=4, after=after) == "reality"
    # delivered: whoever is short now, it is not this order
    assert code(4, 4, unpromised=5, free=5, left=0, short=2, after=after) == "enough"


def test_sold_in_between():
    between = [took(1, "S2", seconds=20), took(3, "S1", seconds=10)]
    found = verdict(case(3, 1, unpromised=1, free=1, between=between))
    assert (found.code, found.good) == ("between", False)
    assert (found.facts["who"], found.facts["taken"]) == ("S1", 3)
    assert found.facts["age"] == timedelta(seconds=30)
    assert (found.facts["told"], found.facts["there"]) == (5, 1)


def test_a_till_took_the_last_and_there_was_no_buffer():
    between = [took(3, "S1", seconds=20), took(2, "Till 7", True, seconds=10)]
    found = verdict(case(1, 0, between=between))
    assert found.code == "no_buffer"
    assert found.facts["who"] == "Till 7"
    assert code(1, 0, buffer=1, between=between) == "between"


def test_the_channel_was_told_old_data():
    between = [took(5, "S1", minutes=10)]
    told = Told(n(5), ago(hours=2))
    found = verdict(case(2, 0, told=told, between=between))
    assert found.code == "old_taken"
    assert (found.facts["who"], found.facts["age"]) == ("S1", timedelta(minutes=10))
    found = verdict(case(2, 0, told=told))
    assert (found.code, found.facts["age"]) == ("old", timedelta(hours=2))


def test_the_edge_between_fresh_and_old():
    told = Told(n(5), ago(hours=2))
    fresh = [Take(AT - FRESH, n(5), "S1")]
    old = [Take(AT - FRESH - timedelta(microseconds=1), n(5), "S1")]
    assert code(2, 0, told=told, between=fresh) == "between"
    assert code(2, 0, told=told, between=old) == "old_taken"


def test_the_buffer_kept_it():
    found = verdict(case(4, 2, unpromised=5, free=2, buffer=3))
    assert (found.code, found.facts["buffer"]) == ("buffer", 3)


def test_pools_kept_it():
    assert code(4, 1, unpromised=5, free=1) == "pools"
    assert code(4, 1, unpromised=5, free=1, buffer=1) == "pools"


def test_it_was_elsewhere():
    found = verdict(case(4, 1, unpromised=1, free=1, elsewhere=4))
    assert (found.code, found.facts["elsewhere"]) == ("elsewhere", 4)


def test_it_was_not_there_and_the_channel_knew():
    told = Told(n(1), ago(hours=2))
    found = verdict(case(3, 1, unpromised=1, free=1, told=told))
    assert (found.code, found.good) == ("waiting", False)
    assert code(3, 0, told=Told()) == "waiting"


def test_history_was_purged():
    assert code(3, 1, unpromised=1, free=1, told=None) == "unknown"
    # what is certain without it is said
    assert code(3, 3, unpromised=5, free=5, told=None) == "enough"
    assert code(3, 1, unpromised=5, free=1, buffer=4, told=None) == "buffer"


def test_tills_sell_what_is_in_the_hand():
    assert code(2, 0, till=True, unpromised=2) == "till"
    found = verdict(case(2, 0, till=True, unpromised=1))
    assert (found.code, found.good) == ("till_beyond", False)


def test_nothing_was_asked_of_stock():
    assert code(2, 0, placed=False) == "not_asked"
    assert code(2, 0, outside=True) == "outside"
    # it holds something: it is asked like any other
    assert code(2, 2, placed=False, unpromised=5, free=5) == "enough"
    assert code(2, 2, outside=True, unpromised=5, free=5) == "enough"


small = st.integers(0, 6)


@given(
    asked=st.integers(1, 6),
    unpromised=st.integers(-3, 6),
    granted=small,
    told=st.one_of(st.none(), small),
    buffer=small,
    elsewhere=small,
    taken=small,
)
def test_every_case_has_a_verdict_that_fits(
    asked, unpromised, granted, told, buffer, elsewhere, taken
):
    free = max(unpromised - buffer, 0)
    between = [took(taken, "X", seconds=5)] if taken else []
    known = replace(
        case(asked, granted, unpromised=unpromised, free=free, buffer=buffer),
        told=None if told is None else Told(n(told), ago(minutes=3)),
        elsewhere=n(elsewhere),
        between=between,
    )
    found = verdict(known)
    assert found.code in CODES
    assert found.good == (granted >= asked)
    if found.code in ("between", "old", "old_taken"):
        assert told >= asked > granted
    if found.code == "buffer":
        assert unpromised >= asked > unpromised - buffer
