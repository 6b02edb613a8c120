"""Ids, payers, money on tenders: the vectors of both twins, and what always holds."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_pos_ext import tender_ids, tender_money

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "tenders"
TENDERS = ("bkash", "nagad", "card", "rocket", "cash")
AMOUNT = st.integers(1, 10**9)


def load(name):
    return json.loads((VECTORS / f"{name}.json").read_text())


def payment(tender, amount):
    return {"tender": tender, "amount": amount, "cash": tender == "cash"}


def told(vectors):
    return [pytest.param(vector, id=vector["note"]) for vector in vectors]


@pytest.mark.parametrize("vector", told(load("ids")))
def test_ids(vector):
    form = tender_ids.Form(**vector["form"])
    assert tender_ids.normalise(vector["text"]) == vector["key"]
    assert tender_ids.problem(vector["text"], form) == vector["problem"]


@pytest.mark.parametrize("vector", told(load("payers")))
def test_payers(vector):
    assert tender_ids.masked(vector["text"]) == vector["masked"]
    assert tender_ids.payer_problem(vector["text"]) == vector["problem"]


@given(st.text(max_size=90) | st.from_regex("[-A-Za-z0-9 ]*", fullmatch=True))
def test_an_id_has_one_spelling(text):
    key = tender_ids.normalise(text)
    assert len(key) <= 64
    if tender_ids.problem(text, tender_ids.Form(1, 64)) is None:
        assert tender_ids.normalise(f" {'-'.join(key.lower())} ") == key


@given(st.from_regex(tender_ids.MOBILE, fullmatch=True))
def test_a_masked_number_hides_its_middle(number):
    masked = tender_ids.masked(number)
    assert number[3:-3] not in masked
    assert sum(one.isdigit() for one in masked) == 6
    assert tender_ids.masked(masked) == masked


@pytest.mark.parametrize("vector", told(load("left")))
def test_left(vector):
    paid = tender_money.paid_on(vector["payments"])
    assert paid == vector["paid"]
    assert tender_money.left_on(paid, vector["refunds"]) == vector["left"]


@pytest.mark.parametrize("vector", told(load("proposals")))
def test_proposals(vector):
    found = tender_money.proposal(vector["due"], vector["left"], vector["cash"])
    assert found == {"rows": vector["rows"], "rest": vector["rest"]}


@pytest.mark.parametrize("vector", told(load("over")))
def test_over(vector):
    assert tender_money.over(vector["payments"], vector["left"]) == vector["over"]


@pytest.mark.parametrize("vector", told(load("exact")))
def test_exact(vector):
    asked = (vector[word] for word in ("payments", "total", "step"))
    assert tender_money.exact(*asked) == vector["exact"]


@given(st.lists(AMOUNT, min_size=1, max_size=9), st.sampled_from([1, 5, 100, 500]))
def test_rounded_refunds_of_all_parts_go_over_nothing(parts, step):
    def rounded(amount):
        return (amount + step // 2) // step * step

    total = sum(parts)
    sale = tender_money.exact([payment("cash", rounded(total))], total, step)
    paid, refunds = tender_money.paid_on(sale), []
    for part in parts:
        now = tender_money.exact([payment("cash", -rounded(part))], -part, step)
        assert tender_money.over(now, tender_money.left_on(paid, refunds)) == []
        refunds += now
    assert all(not left for _t, left in tender_money.left_on(paid, refunds))


@pytest.mark.parametrize("vector", told(load("settled")))
def test_settled(vector):
    asked = (vector[word] for word in ("due", "payments", "remaining", "step"))
    assert tender_money.problem(*asked) == vector["problem"]


@given(st.lists(AMOUNT, min_size=5, max_size=5), st.data())
def test_five_tenders_and_a_refund_to_each(amounts, data):
    """In any parts, each tender gets back exactly what it paid, never more."""
    sale = [payment(*pair) for pair in zip(TENDERS, amounts, strict=True)]
    paid, refunds, rest = tender_money.paid_on(sale), [], sum(amounts)
    while rest:
        part = data.draw(st.integers(1, rest))
        part = rest if len(refunds) > 20 else part
        left = tender_money.left_on(paid, refunds)
        found = tender_money.proposal(part, left, ["cash"])
        assert found["rest"] == 0
        now = [payment(tender, -amount) for tender, amount in found["rows"]]
        assert tender_money.over(now, left) == []
        assert tender_money.problem(-part, now) is None
        refunds += now
        rest -= part
    assert tender_money.left_on(paid, refunds) == [[tender, 0] for tender in TENDERS]
    for tender, amount in zip(TENDERS, amounts, strict=True):
        back = [one["amount"] for one in refunds if one["tender"] == tender]
        assert -sum(back) == amount


@given(AMOUNT, st.lists(st.tuples(st.sampled_from(TENDERS), AMOUNT), min_size=1))
def test_change_comes_from_cash(due, rows):
    payments = [payment(*row) for row in rows]
    others = sum(amount for tender, amount in rows if tender != "cash")
    found = tender_money.problem(due, payments)
    assert (found is not None) == (others > due)
