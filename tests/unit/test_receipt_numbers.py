"""Years, forms and gaps of receipt numbers."""

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest

from md_pure.md_pos_ext import receipt_numbers as numbers

DAYS = [date(2023, 1, 1) + timedelta(days=n) for n in range(4 * 366)]


def test_the_year_of_bangladesh_is_from_july_to_june():
    assert numbers.financial_year(date(2026, 6, 30)).name == "2025-26"
    year = numbers.financial_year(date(2026, 7, 1))
    assert (year.name, year.first, year.end) == (
        "2026-27",
        date(2026, 7, 1),
        date(2027, 7, 1),
    )
    assert numbers.financial_year(date(2099, 12, 31)).name == "2099-00"


@pytest.mark.parametrize(
    "last", [(6, 30), (12, 31), (3, 31), (2, 29), (2, 28), (1, 31)]
)
def test_each_day_is_in_one_year_and_years_follow_one_another(last):
    years = {}
    for day in DAYS:
        year = numbers.financial_year(day, last)
        assert year.first <= day < year.end, day
        assert years.setdefault(year.name, year) == year
        assert numbers.financial_year(year.end, last).first == year.end
        assert 365 <= (year.end - year.first).days <= 366
    assert len(years) in (4, 5, 6)


def test_a_calendar_year_has_one_number():
    assert numbers.financial_year(date(2026, 5, 1), (12, 31)).name == "2026"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("{till}-{year}-{number}", True),
        ("Shop {number} / {till}/{year}", True),
        ("{till}-{number}", False),
        ("{till}-{year}-{number}{number}", False),
        ("{till}-{year}-{number}-{x}", False),
        ("{till}-{year}-{number:06d}", False),
        ("", False),
        (None, False),
        ("{till}{year}{number}" + "x" * 99, False),
    ],
)
def test_a_form_names_till_year_and_number_once(text, right):
    assert numbers.is_form(text) is right


def test_numbers_are_written_like_at_the_till():
    filled = numbers.form(numbers.FORM, "T2", "2026-27")
    assert numbers.write(filled, 123) == "T2-2026-27-000123"
    assert numbers.write(filled, 1234567) == "T2-2026-27-1234567"
    told = numbers.words("T-{number}", [(1, 1), (3, 5)])
    assert told == "T-000001, T-000003 ... T-000005"


@pytest.mark.parametrize("seed", range(40))
def test_used_and_gaps_make_the_block(seed):
    dice = random.Random(seed)
    first = dice.randint(1, 50)
    last = first + dice.randint(0, 60)
    used = {n for n in range(first, last + 1) if dice.random() < dice.random()}
    taken = numbers.ranges(used)
    dice.shuffle(taken)
    missing = numbers.gaps(first, last, taken)
    found = {n for low, high in missing for n in range(low, high + 1)}
    assert found == set(range(first, last + 1)) - used
    assert numbers.count(missing) + numbers.count(taken) == last - first + 1
    assert all(one[1] + 1 < other[0] for one, other in pairwise(missing))


@pytest.mark.parametrize(
    "value",
    [
        None,
        False,
        "T2-1",
        [],
        {},
        {"number": "T", "year": "2026", "device": "d", "serial": 0},
        {"number": "T", "year": "2026", "device": "d", "serial": True},
        {"number": "T", "year": "2026", "device": "d", "serial": "1"},
        {"number": "T", "year": "2026", "device": "d", "serial": 10**9},
        {"number": "", "year": "2026", "device": "d", "serial": 1},
        {"number": "T" * 99, "year": "2026", "device": "d", "serial": 1},
        {"number": "T", "year": "2026", "device": None, "serial": 1},
    ],
)
def test_what_no_till_would_claim_is_none(value):
    assert numbers.claim(value) is None


def test_a_claim_is_its_four_words():
    told = {"number": "T-1", "year": "2026", "device": "d", "serial": 1, "more": 2}
    assert numbers.claim(told) == {k: told[k] for k in told if k != "more"}
