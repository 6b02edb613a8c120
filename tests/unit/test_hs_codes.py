"""Codes of goods: how they are written, and which rate they have on which day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_pos_ext.hs_codes import Rate, best, digits, dotted, overlap

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
JULY = date(2026, 7, 1)


@st.composite
def rates(draw):
    first = draw(DAYS)
    last = draw(st.none() | st.dates(first, date(2031, 1, 1)))
    prefix = draw(st.sampled_from(("", "33", "3303", "330300", "24", "2402")))
    return Rate(draw(st.integers(1, 99)), prefix, first, last, draw(st.booleans()))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3303.00.00", "33030000"),
        ("33", "33"),
        (" 3303 00 ", "330300"),
        ("", ""),
        (None, ""),
        ("৩৩০৩", "3303"),
    ],
)
def test_digits(text, code):
    assert digits(text) == code


@pytest.mark.parametrize("text", ["3", "330", "33O3", "33030000000", "perfume"])
def test_no_code(text):
    with pytest.raises(ValueError, match=r".*"):
        digits(text)


@given(st.sampled_from((2, 4, 6, 8, 10)), st.data())
def test_dots_are_only_writing(length, data):
    code = data.draw(st.text("0123456789", min_size=length, max_size=length))
    assert digits(dotted(code)) == code


def test_the_longest_code_counts():
    found = [Rate(1, "", JULY), Rate(2, "33", JULY), Rate(3, "3303", JULY)]
    assert best("33030000", found, JULY).key == 3
    assert best("33040000", found, JULY).key == 2
    assert best("", found, JULY).key == 1
    assert best("33030000", found[1:], date(2026, 6, 30)) is None


def test_the_own_rate_goes_before_that_of_all():
    found = [Rate(1, "33", JULY), Rate(2, "33", JULY, own=True), Rate(3, "3303", JULY)]
    assert best("3304", found, JULY).key == 2
    assert best("3303", found, JULY).key == 3


def test_first_and_last_day_count():
    rate = Rate(1, "33", JULY, date(2027, 6, 30))
    days = [date(2026, 6, 30), JULY, date(2027, 6, 30), date(2027, 7, 1)]
    assert [rate.rules("3303", day) for day in days] == [False, True, True, False]


@given(st.lists(rates(), max_size=8), st.sampled_from(("33030000", "24", "")), DAYS)
def test_nothing_that_rules_is_longer(found, code, day):
    chosen = best(code, found, day)
    ruling = [rate for rate in found if rate.rules(code, day)]
    assert bool(chosen) == bool(ruling)
    assert all(len(rate.prefix) <= len(chosen.prefix) for rate in ruling)


@given(rates(), rates(), DAYS)
def test_overlap_is_a_day_of_both(one, other, day):
    if one.prefix == other.prefix:
        assert overlap(one, other) == overlap(other, one)
        code = one.prefix
        if one.rules(code, day) and other.rules(code, day):
            assert overlap(one, other)
        first = max(one.first, other.first)
        both = one.rules(code, first) and other.rules(code, first)
        assert overlap(one, other) == both
    else:
        assert not overlap(one, other)
