"""Mushak 6.3: the columns add up, numbers and years, digits and words of Bengal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_pos_ext import challan_sheets, challans
from md_pure.md_pos_ext.challan_form import LANGUAGES, TEXTS, texts
from md_pure.md_pos_ext.challans import Row
from md_pure.md_pos_ext.levies import added, contained

RATES = st.sampled_from((0, 200, 450, 500, 750, 1000, 1500, 2000, 3000, 10000))
LINE = st.tuples(
    st.integers(0, 10**9), RATES, RATES, st.booleans(), st.integers(1, 50_000)
)
BENGALI = "০১২৩৪৫৬৭৮৯"


def row_of(price, sd, vat, included, thousandths):
    parts = (contained if included else added)(price, sd, vat)
    return Row(
        "Goods",
        "pcs",
        Decimal(thousandths) / 1000,
        parts.base,
        parts.base,
        parts.sd,
        parts.vat,
        Decimal(sd) / 100,
        Decimal(vat) / 100,
    ), parts.total


@given(st.lists(LINE, min_size=1, max_size=60))
def test_each_line_and_the_challan_add_up(lines):
    made = [row_of(*line) for line in lines]
    rows = [row for row, _total in made]
    for row, total in made:
        assert row.base + row.sd + row.vat == row.total == total
    sums = challans.sums(rows)
    assert sums.base + sums.sd + sums.vat == sums.total
    assert sums.total == sum(total for _row, total in made)


@given(st.lists(LINE, min_size=1, max_size=20))
def test_what_is_printed_adds_up(lines):
    """Also for who adds the printed figures, in either script."""
    rows = [row_of(*line)[0] for line in lines]
    for name in ("base", "sd", "vat", "total"):
        printed = [
            challans.bengali(challans.grouped(challans.money(getattr(row, name))))
            for row in rows
        ]
        back = [
            Decimal("".join(str(BENGALI.find(s)) if s in BENGALI else s for s in text))
            for text in (text.replace(",", "") for text in printed)
        ]
        assert sum(back) == challans.money(getattr(challans.sums(rows), name))


def test_a_discount_is_what_the_value_lacks():
    row = Row("Tea", "kg", Decimal(2), 200000, 180000, 36000, 32400)
    assert (row.discount, row.total) == (20000, 248400)
    assert challans.sums([row, row]).discount == 40000
    assert challans.unit_value(row.gross, row.quantity) == Decimal("1000.00")
    assert challans.unit_value(10000, Decimal(3)) == Decimal("33.33")


@pytest.mark.parametrize(
    ("amount", "units"),
    [(72.47, 7247), (0.1 + 0.2, 30), (-13.04, -1304), (1e7 + 0.01, 1000000001)],
)
def test_money_of_floats(amount, units):
    assert challans.smallest(amount) == units
    assert float(challans.money(units)) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 6, 30), "2025-26"),
        (date(2026, 7, 1), "2026-27"),
        (date(2026, 12, 31), "2026-27"),
        (date(2099, 7, 1), "2099-00"),
    ],
)
def test_years_begin_in_july(day, year):
    assert challans.financial_year(day) == year


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_year_changes_on_one_day_only(day):
    before, after = day, day + timedelta(days=1)
    changed = challans.financial_year(before) != challans.financial_year(after)
    assert changed == ((after.month, after.day) == (7, 1))


def test_numbers():
    assert challans.number("2026-27", "", 7) == "2026-27/000007"
    assert challans.number("2026-27", "DHK", 1234567) == "2026-27/DHK/1234567"


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_two_serials_are_two_numbers(one, other):
    same = challans.number("2026-27", "A", one) == challans.number(
        "2026-27", "A", other
    )
    assert same == (one == other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ""),
        (None, ""),
        ("000123456-0101", "000123456-0101"),
        ("0001234560101", "000123456-0101"),
        (" 000 123 456 0101 ", "000123456-0101"),
        ("০০০১২৩৪৫৬-০১০১", "000123456-0101"),
    ],
)
def test_a_bin(text, found):
    assert challans.bin_number(text) == found


@pytest.mark.parametrize(
    "text", ["123456789", "00012345601011", "000123456-010A", "½00123456-0101", "."]
)
def test_no_bin(text):
    with pytest.raises(ValueError, match=r".*"):
        challans.bin_number(text)


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (0, "0.00"),
        (99999, "999.99"),
        (100000, "1,000.00"),
        (10000000, "1,00,000.00"),
        (123456789, "12,34,567.89"),
        (-12345, "-123.45"),
    ],
)
def test_thousands_as_they_are_written_there(units, text):
    assert challans.grouped(challans.money(units)) == text


@pytest.mark.parametrize(
    ("number", "text"), [(2.0, "2"), (1.5, "1.5"), (0.125, "0.125"), (100, "100")]
)
def test_quantities(number, text):
    assert challans.plain(number) == text


@pytest.mark.parametrize(
    ("units", "english", "bengali"),
    [
        (0, "Taka zero only", "শূন্য টাকা মাত্র"),
        (
            138000,
            "Taka one thousand three hundred and eighty only",
            "এক হাজার তিনশত আশি টাকা মাত্র",
        ),
        (
            10000050,
            "Taka one lakh and paisa fifty only",
            "এক লাখ টাকা পঞ্চাশ পয়সা মাত্র",
        ),
        (
            1234567800,
            "Taka one crore twenty-three lakh forty-five thousand six hundred and "
            "seventy-eight only",
            "এক কোটি তেইশ লাখ পঁয়তাল্লিশ হাজার ছয়শত আটাত্তর টাকা মাত্র",
        ),
        (
            10**13 + 200,
            "Taka ten thousand crore two only",
            "দশ হাজার কোটি দুই টাকা মাত্র",
        ),
    ],
)
def test_words(units, english, bengali):
    assert challans.in_words(units, "en") == english
    assert challans.in_words(units, "bn") == bengali


def test_all_is_said_in_both_languages():
    for key, said in TEXTS.items():
        assert len(said) == len(LANGUAGES), key
        assert said[0].isascii() or key == "value", key
        assert any("\u0980" <= sign <= "\u09ff" for sign in said[1]), key
    assert texts("bn")["form"] == "মূসক-৬.৩"


def test_facts_are_lines():
    assert challans.facts([("A", 1), ("B", "x")]) == "A=1\nB=x"


@given(st.lists(st.integers(1, 200), min_size=1, max_size=150))
def test_sheets_hold_every_row_once_and_end_with_room(letters):
    heights = [challan_sheets.height("x" * n, 24) for n in letters]
    found = challan_sheets.sheets(heights)
    rows = [at for start, stop in found for at in range(start, stop)]
    assert rows == list(range(len(heights)))
    for number, (start, stop) in enumerate(found, 1):
        room = challan_sheets.FIRST if number == 1 else challan_sheets.LATER
        if number == len(found):
            room -= challan_sheets.FOOT
        assert stop > start
        assert sum(heights[start:stop]) <= room or stop - start == 1


def test_a_short_challan_is_one_sheet():
    assert challan_sheets.sheets([1] * 13) == [(0, 13)]
    assert challan_sheets.sheets([1] * 14) == [(0, 13), (13, 14)]
    assert challan_sheets.sheets([1] * 60) == [(0, 21), (21, 53), (53, 60)]
