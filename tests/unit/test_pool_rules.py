"""Rules of pools: never more than there is, and the same again changes nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.claims import (
    COMMON,
    Goods,
    Ground,
    Part,
    Reach,
    Rule,
    Slot,
    excess,
    outcomes,
    plan_moves,
)
from md_pure.md_inventory_core.claims.pools import CLOSED, OPEN, OVER

HERE = Slot(1, 1)
A, B = 1, 2
NOTHING = Decimal(0)
units = st.integers(0, 40).map(Decimal)
steps = st.sampled_from([Decimal(1), Decimal("0.01"), Decimal("0.5")])


def ground(on_hand, *parts):
    return Ground(*map(Decimal, (on_hand, 0, 0, 0)), parts=parts)


def part(pool, allotted, **more):
    return Part(pool, Decimal(allotted), **more)


def rule(what, amount, target=A, **more):
    return Rule(7, what, Decimal(amount), target, **more)


def given_by(rules, known, received=0):
    found, _after = outcomes(rules, HERE, known, Decimal(received))
    return [(outcome.wanted, outcome.given) for outcome in found]


def test_percent_of_what_is_free_rounded_down():
    known = ground(19, part(A, 4))
    assert given_by([rule("percent", 25)], known) == [(3, 3)]
    assert given_by([rule("percent", 100)], known) == [(15, 15)]
    exact = rule("percent", 25, step=Decimal("0.01"))
    assert given_by([exact], known) == [(Decimal("3.75"), Decimal("3.75"))]
    assert given_by([rule("percent", 5)], known) == [], "less than one unit"


def test_top_up_counts_what_the_pool_has():
    promised = part(A, 4, claimed=Decimal(3))
    assert given_by([rule("top_up", 10)], ground(30, promised)) == [(6, 6)]
    assert given_by([rule("top_up", 10)], ground(6, part(A, 4))) == [(6, 2)]
    assert given_by([rule("top_up", 10)], ground(4, part(A, 4))) == [(6, 0)]
    assert given_by([rule("top_up", 4)], ground(30, part(A, 4))) == []


def test_out_of_another_pool():
    known = ground(10, part(A, 0), part(B, 5))
    assert given_by([rule("percent", 50, source=B)], known) == [(2, 2)]
    assert given_by([rule("top_up", 9, source=B)], known) == [(9, 5)]


def test_a_receipt_is_shared_in_the_order_of_rules():
    known = ground(100, part(A, 0), part(B, 0))
    both = [rule("receipt", 60), rule("receipt", 60, B)]
    assert given_by(both, known, 10) == [(6, 6), (6, 4)]
    assert given_by(both, ground(3, *known.parts), 10) == [(6, 3), (6, 0)]


def test_a_pool_at_its_end_gets_nothing():
    assert given_by([rule("top_up", 5)], ground(9, part(A, 0, phase=OVER))) == []


parts = st.tuples(
    *(
        st.builds(
            lambda free, claimed, lent, phase, pool=pool: Part(
                pool, free + claimed, claimed, lent, phase=phase
            ),
            *(units, units, units),
            st.sampled_from([OPEN, CLOSED, OVER]),
        )
        for pool in (A, B)
    )
)
rules = st.lists(
    st.one_of(
        *(
            st.builds(
                lambda amount, ways, step, what=what: Rule(
                    1, what, Decimal(amount), ways[1], ways[0], step
                ),
                st.integers(1, most),
                st.sampled_from(ways),
                steps,
            )
            for what, most, ways in (
                ("percent", 100, [(COMMON, A), (COMMON, B), (A, B), (B, A)]),
                ("top_up", 50, [(COMMON, A), (COMMON, B), (A, B), (B, A)]),
                ("receipt", 100, [(COMMON, A), (COMMON, B)]),
            )
        )
    ),
    max_size=4,
).map(lambda some: [its._replace(rule_id=n) for n, its in enumerate(some)])


@given(st.integers(-5, 60).map(Decimal), parts, rules, units)
def test_rules_give_what_is_there_and_lose_nothing(on_hand, some, given_rules, came):
    known = ground(on_hand, *some).leveled()
    shares = known.shares()
    found, after = outcomes(given_rules, HERE, known, came)
    balance, of_receipt = dict(shares), NOTHING
    for outcome in found:
        wish = outcome.wish
        assert NOTHING <= outcome.given <= outcome.wanted
        assert outcome.given <= balance[wish.source]
        balance[wish.source] -= outcome.given
        balance[wish.target] += outcome.given
    for outcome in found:
        its = given_rules[outcome.rule_id]
        assert outcome.given % its.step == 0
        of_receipt += outcome.given if its.what == "receipt" else NOTHING
    assert of_receipt <= came
    assert after.shares() == balance
    assert sum(balance.values()) == max(known.unpromised, NOTHING)
    assert min(balance.values()) >= NOTHING
    # the same, wished for one by one
    wishes = [outcome.wish for outcome in found if outcome.given]
    steps_done, grounds = plan_moves(wishes, {HERE: known}, "rule")
    assert [step[1:4] for step in steps_done] == [wish[1:] for wish in wishes]
    assert grounds[HERE] == after


@given(st.integers(0, 60).map(Decimal), parts, st.integers(1, 50), steps)
def test_topping_up_again_gives_nothing(on_hand, some, amount, step):
    top_up = Rule(1, "top_up", Decimal(amount), A, COMMON, step)
    known = ground(on_hand, *some).leveled()
    _found, after = outcomes([top_up], HERE, known)
    again, same = outcomes([top_up], HERE, after)
    assert not sum(outcome.given for outcome in again)
    assert same == after


def test_what_comes_out_of_common_pays_the_debt():
    after = ground(10, part(A, 1, lent=Decimal(3))).moved(COMMON, A, Decimal(2))
    assert after.parts[0][1:4] == (3, 0, 1)
    after = ground(10, part(A, 1, lent=Decimal(3)), part(B, 4)).moved(B, A, Decimal(2))
    assert after.parts[0][1:4] == (3, 0, 3)


@pytest.mark.parametrize(
    ("second", "goods", "refused"),
    [
        (Reach(2, Decimal(50), {1}, everything=True), Goods(5, 9), True),
        (Reach(2, Decimal(40), {1}, everything=True), Goods(5, 9), False),
        (Reach(2, Decimal(50), {2}, everything=True), Goods(5, 9), False),
        (Reach(2, Decimal(50), {1}, categories={9}), Goods(5, 9), True),
        (Reach(2, Decimal(50), {1}, categories={8}), Goods(5, 9), False),
        (Reach(2, Decimal(50), {1}, products={5}), Goods(5, 9), True),
        (Reach(2, Decimal(50), {1}, products={6}), Goods(5, 9), False),
    ],
)
def test_rules_give_away_no_more_than_arrives(second, goods, refused):
    first = Reach(1, Decimal(60), {1}, products={5})
    found = excess([first, second], [Goods(), goods])
    assert bool(found) == refused
    if refused:
        assert found == ([1, 2], 110, 1, goods)
