"""Statements of providers: dates, amounts, and that nothing is lost in a comparison."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import sheets
from md_pure.md_pos_ext import statements

KEY = st.sampled_from("ABCDEFGH")
AMOUNT = st.integers(-500, 500)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-23", "2026-11-23 14:05:00", "2026-11-23T14:05:00", "23/11/2026"),
        *("23/11/2026 14:05", "23-11-2026 2:05 PM", "23.11.2026", "23-Nov-2026"),
        *("23 Nov 2026", "23-Nov-26", "Nov 23, 2026", "২৩/১১/২০২৬", "23/11/26"),
    ],
)
def test_days_as_providers_write_them(text):
    assert statements.day_of(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "31/02/2026"])
def test_what_is_no_day(text):
    assert statements.day_of(text) is None


@pytest.mark.parametrize(
    ("text", "units"),
    [
        *(("1250.5", 125050), ("1,250.50", 125050), ("BDT 100", 10000)),
        *(("৳ ১০০", 10000), ("Tk. 5", 500), ("-20.00", -2000), ("100/-", 10000)),
        ("1,25,000.00", 12500000),
    ],
)
def test_amounts_as_providers_write_them(text, units):
    assert statements.units_of(text, 2, sheets.number) == units


@pytest.mark.parametrize("text", ["", "free", "1.234", "12,5", "1e", "nan"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError):
        statements.units_of(text, 2, sheets.number)


def test_columns_as_somebody_set_them():
    usual = statements.columns({})
    assert usual["trxid"] == "id"
    assert usual["credit"] == "amount"
    own = statements.columns({"amount": "Net Amount"})
    assert own["Net Amount"] == "amount"
    assert "credit" not in own


def test_each_kind_of_row():
    paid = {"A": (1, 100), "B": (2, 200), "C": (3, 300)}
    entries = [
        {"number": number, "key": key, "amount": amount}
        for number, key, amount in [
            (2, "A", 100),
            (3, "B", 150),
            (4, "X", 9),
            (5, "A", 1),
        ]
    ]
    rows, missing = statements.compare(entries, paid)
    found = [(row["number"], row["state"], row["difference"]) for row in rows]
    assert found == [
        *((2, "matched", 0), (3, "differs", -50)),
        *((4, "unknown", 0), (5, "twice", 0)),
    ]
    assert missing == [3]


@given(st.lists(st.tuples(KEY, AMOUNT)), st.dictionaries(KEY, AMOUNT))
def test_every_row_and_every_payment_is_told_once(rows, paid):
    entries = [
        {"number": number, "key": key, "amount": amount}
        for number, (key, amount) in enumerate(rows)
    ]
    known = {key: (f"payment {key}", amount) for key, amount in paid.items()}
    found, missing = statements.compare(entries, known)
    assert [row["number"] for row in found] == list(range(len(rows)))
    named = [row["payment"] for row in found if row["state"] in ("matched", "differs")]
    assert sorted([*named, *missing]) == sorted(
        payment for payment, _a in known.values()
    )
    for row, entry in zip(found, entries, strict=True):
        if row["state"] == "matched":
            assert paid[entry["key"]] == entry["amount"]
        if row["state"] == "differs":
            assert (
                paid[entry["key"]] + row["difference"]
                == entry["amount"]
                != (paid[entry["key"]])
            )
        if row["state"] == "unknown":
            assert entry["key"] not in paid
