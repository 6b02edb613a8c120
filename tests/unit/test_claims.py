"""Claims: what is granted, and what facts do to claims."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.claims import (
    Claim,
    Fact,
    Ground,
    Slot,
    Terms,
    additions,
    settle,
    shortages,
)

HERE = Slot(1, 1)
THERE = Slot(2, 1)
amounts = st.integers(0, 12).map(Decimal)


def ground(on_hand, *, pending=0, unclaimed=0, claimed=0, held=0):
    return Ground(*map(Decimal, (on_hand, pending, unclaimed, claimed, held)))


def test_free_is_what_nobody_was_promised():
    assert ground(10, pending=1, unclaimed=2, claimed=3).free() == 4
    assert ground(1, claimed=3).free() == 0


def test_a_buffer_is_left():
    units = Terms(1, units=Decimal(3))
    assert ground(10, claimed=2).free(units) == 5
    assert ground(4, claimed=2).free(units) == 0
    share = Terms(1, units=Decimal(1), percent=Decimal(15))
    assert share.buffer(Decimal(10)) == 2, "rounded up to whole units"
    assert share.buffer(Decimal(-3)) == 1
    assert ground(10, held=4, claimed=4).free(share) == 4


def test_a_repeat_is_granted_nothing_more():
    known = {HERE: ground(10, claimed=4, held=4)}
    assert additions({HERE: Decimal(4)}, known).claims == {}
    assert additions({HERE: Decimal(6)}, known).claims == {HERE: 2}


def test_whole_is_all_or_nothing():
    known = {HERE: ground(10), THERE: ground(1)}
    wanted = {HERE: Decimal(3), THERE: Decimal(2)}
    assert additions(wanted, known, whole={THERE}).claims == {}
    granted = additions(wanted, known, whole={HERE}).claims
    assert granted == {HERE: 3, THERE: 1}
    granted = additions(wanted, known).claims
    assert granted == {HERE: 3, THERE: 1}
    assert list(shortages(wanted, granted)) == [(THERE, 2, 1)]


@given(amounts, amounts, amounts, amounts, amounts, amounts, st.booleans())
def test_never_more_than_is_free(
    want, on_hand, pending, unclaimed, others, held, whole
):
    known = Ground(on_hand, pending, unclaimed, others + held, held)
    slots = {HERE} if whole else ()
    granted = additions({HERE: want}, {HERE: known}, whole=slots).claims
    granted = granted.get(HERE, Decimal(0))
    assert 0 <= granted <= known.free()
    assert granted + held <= max(want, held)
    if want <= held + known.free():
        assert granted == max(want - held, 0)


def claim(number, left, *, confirmed=True, slot=HERE):
    return Claim(number, "k", slot, confirmed, Decimal(left))


def review(claims, need, reserved=0, facts=()):
    needs = {("k", 1, 1, 0): (Decimal(need), Decimal(reserved))}
    return settle([*facts, Fact("review", "k")], claims, needs)


def test_review_releases_what_is_not_needed_the_newest_first():
    plan = review([claim(1, 4), claim(2, 4)], 3)
    assert plan.less == [(2, "release", 4, None), (1, "release", 1, None)]


def test_review_leaves_alone_what_is_only_held():
    assert review([claim(1, 4, confirmed=False)], 0).less == []


def test_a_confirmation_counts_before_the_review_after_it():
    facts = [Fact("confirm", "k", claim_id=1)]
    plan = review([claim(1, 4, confirmed=False)], 1, facts=facts)
    assert plan.confirm == [1]
    assert plan.less == [(1, "release", 3, None)]


def test_what_is_reserved_stays_and_is_adopted():
    assert review([claim(1, 4)], 0, reserved=4).less == []
    assert review([claim(1, 4)], 4, reserved=6).adopt == {("k", HERE): 2}
    assert review([], 0, reserved=1).adopt == {("k", HERE): 1}


def consume(quantity, source):
    return Fact("consume", "k", None, 1, 1, 0, Decimal(quantity), source)


def test_a_source_consumes_once():
    facts = [consume(3, "a"), consume(3, "a"), consume(3, "b")]
    plan = settle(facts, [claim(1, 10)], {}, {"b"})
    assert plan.less == [(1, "consume", 3, "a")]


def test_more_gone_than_claimed_is_nobodys_claim():
    plan = settle([consume(5, "a")], [claim(1, 2), claim(2, 1)], {})
    assert plan.less == [(1, "consume", 2, "a"), (2, "consume", 1, "a")]


@st.composite
def stories(draw):
    claims = [
        claim(number, draw(st.integers(1, 6)), confirmed=draw(st.booleans()))
        for number in range(draw(st.integers(0, 4)))
    ]
    facts = draw(
        st.lists(
            st.one_of(
                st.builds(consume, st.integers(1, 6), st.sampled_from(["a", "b", "c"])),
                st.just(Fact("review", "k")),
                st.integers(0, 4).map(lambda n: Fact("confirm", "k", claim_id=n)),
            )
        )
    )
    return facts, claims, draw(amounts), draw(amounts)


@given(stories())
def test_settled_claims_fit_what_is_needed(story):
    facts, claims, need, reserved = story
    plan = settle(facts, claims, {("k", 1, 1, 0): (need, reserved)})
    gone = {c.id: Decimal(0) for c in claims}
    for number, _kind, quantity, _source in plan.less:
        assert quantity > 0
        gone[number] += quantity
    left = {c.id: c.left - gone[c.id] for c in claims}
    assert all(part >= 0 for part in left.values())
    assert set(plan.confirm) <= set(left)
    if any(fact.kind == "review" for fact in facts):
        confirmed = {c.id for c in claims if c.confirmed} | set(plan.confirm)
        sure = sum((left[n] for n in confirmed), Decimal(0))
        assert sure <= max(need, reserved)
        every = sum(left.values(), Decimal(0)) + sum(plan.adopt.values(), Decimal(0))
        assert every >= reserved
