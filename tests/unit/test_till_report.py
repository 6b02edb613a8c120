"""Counting a drawer: verdicts, shifts and notes, as pure decisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_pos_ext import till_report as tr


def judge(difference, tolerance=0, limit=None, **said):
    values = {"tries": 1, "reason": "", "manager": False, **said}
    return tr.verdict(difference, tolerance, limit, **values)


@pytest.mark.parametrize(
    ("said", "comes"),
    [
        ({"difference": 0, "tries": 0}, "ok"),
        ({"difference": 5, "tolerance": 5, "tries": 0}, "ok"),
        ({"difference": -5, "tolerance": 5, "tries": 0}, "ok"),
        ({"difference": -5, "tries": 0}, "again"),
        ({"difference": -5, "tries": 0, "reason": "known"}, "again"),
        ({"difference": -5}, "reason"),
        ({"difference": -5, "reason": "spilt"}, "ok"),
        ({"difference": -50, "limit": 49}, "manager"),
        ({"difference": -50, "limit": 49, "reason": "spilt"}, "manager"),
        ({"difference": 50, "limit": 50}, "reason"),
        ({"difference": -50, "limit": 49, "manager": True}, "reason"),
        ({"difference": -50, "limit": 49, "manager": True, "reason": "seen"}, "ok"),
        ({"difference": 1, "limit": 0}, "manager"),
    ],
)
def test_verdict(said, comes):
    assert judge(**said) == comes


def count(kind, user, counted, expected, reason=None):
    return {
        "kind": kind,
        "user": user,
        "at": f"{kind} of {user}",
        "counted": counted,
        "expected": expected,
        "reason": reason,
    }


def test_two_cashiers_answer_for_their_own_part():
    rows = tr.shifts(
        [
            count("opening", 1, 500, 450),
            count("spot", 9, 600, 700),
            count("hand_over", 1, 1490, 1500, "coins"),
            count("take_over", 2, 1490, 1500),
            count("closing", 2, 2190, 2200),
        ]
    )
    assert [(r["user"], r["difference"], r["reason"]) for r in rows] == [
        (1, -10, "coins"),
        (2, 0, None),
    ]


def test_who_takes_over_without_hand_over_ends_the_other_one():
    rows = tr.shifts([count("opening", 1, 100, 100), count("take_over", 2, 150, 160)])
    assert [(r["user"], r["difference"], r["end"]) for r in rows] == [
        (1, -10, "take_over of 2"),
        (2, None, None),
    ]
    assert rows[0]["reason"] is None


def test_counts_without_a_start_are_no_shift():
    assert tr.shifts([count("closing", 1, 5, 5)]) == []
    assert tr.holder([count("closing", 1, 5, 5)]) is None


KINDS = st.sampled_from(["take_over", "hand_over", "spot"])
SUMS = st.integers(0, 10**6)


@given(
    st.integers(0, 1000),
    st.lists(st.tuples(KINDS, SUMS, SUMS), max_size=8),
    SUMS,
    SUMS,
)
def test_shifts_and_gaps_add_up_to_the_difference_of_the_day(start, rows, end, due):
    """What no shift answers for is lost while nobody had the drawer."""
    counts = [count("opening", 0, start, 0)]
    counts += [count(kind, i, a, b) for i, (kind, a, b) in enumerate(rows, 1)]
    counts += [count("closing", 99, end, due)]
    gaps, free, last = 0, False, (start, start)
    for one in counts[1:]:
        if one["kind"] == "spot":
            continue
        now = (one["counted"], one["expected"])
        if free:
            gaps += (now[0] - last[0]) - (now[1] - last[1])
        free = one["kind"] in tr.ENDS
        last = now
    held = sum(row["difference"] for row in tr.shifts(counts))
    assert held + gaps == end - due


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([], "rows"),
        (None, "rows"),
        ([[10]], "rows"),
        ([["10", 1]], "value"),
        ([[0, 1]], "value"),
        ([[-5, 1]], "value"),
        ([[float("nan"), 1]], "value"),
        ([[True, 1]], "value"),
        ([[10, 1.5]], "pieces"),
        ([[10, -1]], "pieces"),
        ([[10, 10**6]], "pieces"),
        ([[10, None]], "pieces"),
        ([[10, 1], [10.0, 2]], "twice"),
    ],
)
def test_what_is_no_count(rows, word):
    with pytest.raises(ValueError, match=f"^{word}$"):
        tr.counted(rows)


def test_notes_and_coins():
    assert tr.counted([[1000, 2], [0.5, 3], [5, 0]]) == 2001.5


def line(sign, excluded, *taxes, delta=0.0):
    one = type("Tax", (), {})
    rows = []
    for tax_id, base, amount in taxes:
        tax = one()
        tax.id = tax_id
        rows.append(
            {"tax": tax, "base_amount_currency": base, "tax_amount_currency": amount}
        )
    return {
        "sign": sign,
        "tax_details": {
            "total_excluded_currency": excluded,
            "delta_total_excluded_currency": delta,
            "taxes_data": rows,
        },
    }


def test_taxes_are_added_when_they_are_complete():
    sums = tr.TaxSums()
    first = [{"sign": -1}]
    sums.expect(first)
    first[0].update(line(-1, 100.0, (1, 100.0, 20.0), (2, 120.0, 18.0), delta=0.01))
    sums.expect([line(1, 50.0, (2, 50.0, 7.5))])
    assert sums.done() == {
        "base": pytest.approx(50.01),
        "taxes": [[1, 100.0, 20.0], [2, 70.0, 10.5]],
    }
    assert sums.done()["base"] == pytest.approx(50.01)
