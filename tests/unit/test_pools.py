"""Pools: how free stock is divided, and who may draw what from where."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.claims import (
    COMMON,
    Ground,
    Part,
    Slot,
    Terms,
    additions,
    split,
    to_level,
)
from md_pure.md_inventory_core.claims.pools import CLOSED, OPEN, OVER

HERE = Slot(1, 1)
A, B, C = 1, 2, 3
amounts = st.integers(0, 12).map(Decimal)


def part(pool, allotted, claimed=0, lent=0, **more):
    return Part(pool, *map(Decimal, (allotted, claimed, lent)), **more)


def ground(on_hand, *parts, claimed=0, held=0):
    return Ground(*map(Decimal, (on_hand, 0, 0, claimed, held)), parts)


def take(quantity, known, *pools):
    """({pool: claimed in it}, [(kind, source, target, quantity)])."""
    terms = Terms(1, pools=pools or (COMMON,))
    found = additions({HERE: Decimal(quantity)}, {HERE: known}, terms=terms)
    assert {slot.place for slot in found.claims} <= {HERE}
    claims = {slot.pool_id: part for slot, part in found.claims.items()}
    return claims, [(t.kind, t.source, t.target, t.quantity) for t in found.transfers]


def test_common_is_what_named_pools_leave():
    assert split(Decimal(10), [part(A, 3), part(B, 4, 1)]) == {COMMON: 4, A: 3, B: 3}


def test_what_reality_took_the_least_important_pool_gives_up():
    parts = [part(A, 3, priority=1), part(B, 4, priority=9)]
    assert split(Decimal(5), parts) == {COMMON: 0, A: 3, B: 2}
    assert split(Decimal(1), parts) == {COMMON: 0, A: 1, B: 0}
    assert split(Decimal(-2), parts) == {COMMON: 0, A: 0, B: 0}
    assert to_level(Decimal(1), parts) == {A: 2, B: 4}


def test_an_idle_pool_gives_up_before_an_open_one():
    parts = [part(A, 3, priority=9), part(B, 4, priority=1, phase=CLOSED)]
    assert split(Decimal(5), parts) == {COMMON: 0, A: 3, B: 2}


def test_a_pool_at_its_end_keeps_nothing():
    parts = [part(A, 5, 2, phase=OVER)]
    assert split(Decimal(6), parts) == {COMMON: 6, A: 0}
    assert to_level(Decimal(6), parts) == {A: 3}
    assert take(6, ground(8, *parts)) == ({COMMON: 6}, [])


def test_a_channel_draws_in_its_order():
    known = ground(10, part(A, 3), part(B, 4))
    assert take(9, known, A, COMMON) == ({A: 3, COMMON: 3}, [])
    assert take(9, known, COMMON, B) == ({COMMON: 3, B: 4}, [])
    assert take(9, known, A) == ({A: 3}, [])
    assert take(9, known) == ({COMMON: 3}, [])


@pytest.mark.parametrize("phase", [CLOSED, OVER])
def test_a_pool_that_is_not_open_is_not_drawn_on(phase):
    assert A not in take(9, ground(10, part(A, 3, phase=phase)), A, COMMON)[0]


def test_who_finds_common_empty_borrows_from_who_lends():
    known = ground(5, part(A, 3, lends=True), part(B, 2))
    assert take(2, known) == ({COMMON: 2}, [("borrow", A, COMMON, 2)])
    assert take(9, known)[0] == {COMMON: 3}
    assert take(9, known, B) == ({B: 2}, []), "only who draws on COMMON borrows"


def test_least_important_lends_first():
    parts = [part(A, 3, lends=True, priority=9), part(B, 3, lends=True, priority=1)]
    assert take(4, ground(6, *parts))[1] == [
        ("borrow", A, COMMON, 3),
        ("borrow", B, COMMON, 1),
    ]


def test_what_was_borrowed_is_given_back_when_it_is_needed():
    known = ground(5, part(A, 1, lent=3))
    assert take(9, known, A) == ({A: 4}, [("give_back", COMMON, A, 3)])
    assert take(9, known, A, COMMON) == (
        {A: 4, COMMON: 1},
        [("give_back", COMMON, A, 3)],
    )


def test_a_buffer_is_left_of_all_pools_together():
    terms = Terms(1, units=Decimal(4), pools=(A, COMMON))
    known = ground(10, part(A, 3))
    assert known.free(terms) == 6
    found = additions({HERE: Decimal(9)}, {HERE: known}, terms=terms)
    assert found.claims == {Slot(1, 1, 0, A): 3, HERE: 3}


parts = st.lists(
    st.builds(
        lambda pool, free, claimed, lent, priority, phase, lends: Part(
            pool, free + claimed, claimed, lent, priority, phase, lends
        ),
        st.integers(1, 5),
        *(amounts, amounts, amounts),
        st.integers(1, 3),
        st.sampled_from([OPEN, OPEN, CLOSED, OVER]),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda part: part.pool_id,
).map(tuple)


@given(st.integers(-5, 40).map(Decimal), parts)
def test_shares_add_up_to_free_stock(free, some):
    shares = split(free, some)
    assert min(shares.values()) >= 0
    assert sum(shares.values()) == max(free, 0)
    assert all(shares[p.pool_id] <= p.free for p in some)
    over = to_level(free, some)
    after = [p._replace(allotted=p.allotted - over.get(p.pool_id, 0)) for p in some]
    assert split(free, after) == shares
    assert to_level(free, after) == {}


@given(
    *(amounts, amounts, amounts, amounts, amounts),
    parts,
    st.permutations([COMMON, A, B]).flatmap(
        lambda order: st.integers(0, 3).map(lambda n: tuple(order[:n]))
    ),
)
def test_nobody_takes_what_is_not_there(
    want, on_hand, pending, claimed, held, some, order
):
    known = Ground(on_hand, pending, Decimal(0), claimed + held, held, some)
    terms = Terms(1, pools=order)
    found = additions({HERE: want}, {HERE: known}, terms=terms)
    taken = sum(found.claims.values())
    assert 0 <= taken <= known.free(terms) <= max(known.unpromised, 0)
    assert taken == max(min(want - held, known.free(terms)), 0)
    balance = {p.pool_id: p.free for p in some}
    for transfer in found.transfers:
        for pool, change in ((transfer.source, -1), (transfer.target, 1)):
            if pool != COMMON:
                balance[pool] += change * transfer.quantity
    for slot, quantity in found.claims.items():
        if slot.pool_id != COMMON:
            assert quantity <= balance[slot.pool_id]
    assert all(left >= 0 for left in balance.values())
