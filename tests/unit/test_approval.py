"""Approvals: limits, verdicts, objections, expiry. Nothing here is a float."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import approval
from md_pure.md_inventory_core.approval import (
    Asked,
    Limit,
    Objection,
    Person,
    Verdict,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
amounts = st.decimals(
    min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False
)
roles = st.frozensets(st.sampled_from((*approval.ROLES, *approval.BARRED)))
limits = st.lists(
    st.builds(
        Limit,
        role=st.sampled_from(approval.ROLES),
        maximum=amounts,
        company=st.sampled_from((None, HERE, ELSEWHERE)),
    ),
    max_size=8,
    unique_by=lambda limit: (limit.role, limit.company),
)
people = st.builds(
    Person,
    id=st.integers(1, 4),
    roles=roles,
    companies=st.frozensets(st.sampled_from((HERE, ELSEWHERE))),
    stores=st.frozensets(st.sampled_from((7, 8))),
    active=st.booleans(),
)
questions = st.builds(
    Asked,
    requester=st.integers(1, 4),
    amount=amounts,
    company=st.sampled_from((HERE, ELSEWHERE)),
    store=st.sampled_from((None, 7, 8)),
)


def manager(**changes):
    """A manager of everything in one company, changed."""
    values = {
        "id": 9,
        "roles": frozenset({"cashier", "warehouse", "support", "manager"}),
        "companies": frozenset({HERE}),
    }
    return Person(**values | changes)


ASKED = Asked(requester=1, amount=Decimal(20), company=HERE, store=7)


@pytest.mark.parametrize(
    ("amount", "own", "highest", "expected"),
    [
        ("0", "0", "0", Verdict.ALLOWED),
        ("5", "5", "50", Verdict.ALLOWED),
        ("5.0001", "5", "50", Verdict.NEEDS_APPROVAL),
        ("50", "5", "50", Verdict.NEEDS_APPROVAL),
        ("50.0001", "5", "50", Verdict.BEYOND_ALL),
        ("0.0001", "0", "0", Verdict.BEYOND_ALL),
        ("60", "60", "50", Verdict.ALLOWED),
    ],
)
def test_verdict_at_the_borders(amount, own, highest, expected):
    verdict = approval.decide(Decimal(amount), Decimal(own), Decimal(highest))
    assert verdict is expected


@given(amounts, amounts, amounts)
def test_verdict_follows_the_limits(amount, own, highest):
    verdict = approval.decide(amount, own, highest)
    assert (verdict is Verdict.ALLOWED) == (amount <= own)
    assert (verdict is Verdict.BEYOND_ALL) == (amount > own and amount > highest)


@given(limits, roles)
def test_merged_limit_is_one_of_the_roles_own(given_limits, held):
    merged = approval.merged_limit(given_limits, held, HERE)
    known = {(limit.role, limit.company): limit.maximum for limit in given_limits}
    counting = [
        known.get((role, HERE), known.get((role, None)))
        for role in held
        if (role, HERE) in known or (role, None) in known
    ]
    assert merged == max(counting, default=Decimal(0))


@given(limits, roles, st.sampled_from(approval.ROLES))
def test_another_role_never_lowers_the_limit(given_limits, held, more):
    before = approval.merged_limit(given_limits, held, HERE)
    assert approval.merged_limit(given_limits, held | {more}, HERE) >= before


def test_company_limit_replaces_the_general_one_even_if_lower():
    rows = [Limit("manager", Decimal(30)), Limit("manager", Decimal(10), HERE)]
    assert approval.merged_limit(rows, {"manager"}, HERE) == 10
    assert approval.merged_limit(rows, {"manager"}, ELSEWHERE) == 30
    assert approval.merged_limit(rows, {"cashier"}, HERE) == 0


@pytest.mark.parametrize(
    ("person", "limit", "expected"),
    [
        (manager(), 20, None),
        (manager(stores=frozenset({7})), 20, None),
        (manager(), "19.9999", Objection.LIMIT),
        (manager(stores=frozenset({8})), 20, Objection.STORE),
        (manager(companies=frozenset({ELSEWHERE})), 20, Objection.COMPANY),
        (manager(roles=frozenset({"cashier", "support"})), 20, Objection.ROLE),
        (manager(id=1), 20, Objection.SELF),
        (manager(active=False), 20, Objection.INACTIVE),
        *(
            (manager(roles=manager().roles | {bad}), 20, Objection.BARRED)
            for bad in sorted(approval.BARRED)
        ),
    ],
)
def test_who_may_approve(person, limit, expected):
    assert approval.objection(person, ASKED, Decimal(limit)) is expected


def test_to_refuse_needs_no_limit():
    assert approval.objection(manager(), ASKED, Decimal(0), refusing=True) is None


@given(people, questions, amounts, st.booleans())
def test_nobody_unfit_ever_decides(person, asked, limit, refusing):
    if approval.objection(person, asked, limit, refusing=refusing) is None:
        assert person.active
        assert person.id != asked.requester
        assert "manager" in person.roles
        assert not person.roles & {"admin", "auditor", "system"}
        assert asked.company in person.companies
        assert asked.store is None or not person.stores or asked.store in person.stores
        assert refusing or asked.amount <= limit


@given(people)
def test_who_may_ask(person):
    works = bool(person.roles & {"cashier", "warehouse", "support", "manager"})
    assert approval.may_ask(person) == (works and "auditor" not in person.roles)


@given(st.sampled_from(["pending", "approved", "refused", "expired", "used"]))
def test_due_at_the_very_moment(state):
    open_state = state in ("pending", "approved")
    assert approval.is_due(state, NOW, NOW) == open_state
    assert not approval.is_due(state, NOW + timedelta(seconds=1), NOW)


def test_final_states_have_no_way_out():
    ends = {"refused", "withdrawn", "expired", "used"}
    assert not ends & set(approval.MOVES)
    assert set().union(*approval.MOVES.values()) == ends | {"approved"}


@pytest.mark.parametrize("value", [1.0, True, None, [1]])
def test_amount_is_no_float(value):
    with pytest.raises(TypeError):
        approval.amount_of(value)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-0.01", "x", "", 10**11])
def test_amount_out_of_range(value):
    with pytest.raises(ValueError, match="amount"):
        approval.amount_of(value)


@given(st.decimals(0, 10**10, allow_nan=False, allow_infinity=False))
def test_rounding_never_helps_to_pass(value):
    amount = approval.amount_of(value)
    assert value <= amount < value + Decimal("0.0001")
    assert amount == amount.quantize(Decimal("0.0001"))


@given(amounts)
def test_amounts_survive_the_floats_of_the_orm(amount):
    assert approval.amount_of(str(round(float(amount), 4))) == amount


words = st.text(max_size=12)


@given(st.dictionaries(words, words), st.dictionaries(words, words))
def test_fingerprints_are_equal_only_for_the_same(one, other):
    same = approval.fingerprint(one) == approval.fingerprint(other)
    assert same == (one == other)
    assert approval.parts_of(approval.fingerprint(one)) == one


def test_fingerprint_does_not_depend_on_the_order():
    one = approval.fingerprint({"a": "1", "b": "2"})
    assert one == approval.fingerprint({"b": "2", "a": "1"})


def test_fingerprint_holds_texts_only():
    with pytest.raises(TypeError):
        approval.fingerprint({"price": 1.5})


@pytest.mark.parametrize("text", ["10 % on line 3", "[1]", "12"])
def test_fingerprint_that_is_a_text(text):
    assert approval.fingerprint(text) == text
    assert approval.parts_of(text) == {}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [("100", "80", 20), ("100", "130", 30), ("5", "5", 0), ("0", "5", 100)],
)
def test_percent_change(old, new, expected):
    assert approval.percent_change(Decimal(old), Decimal(new)) == expected
