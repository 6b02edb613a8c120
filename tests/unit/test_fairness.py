"""Who loses when reality took goods that were promised."""

import random
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.claims import Contender, Standing, rank, stand

NOON = datetime(2026, 11, 22, 12)  # noqa: DTZ001 - as the database has it
CONTENDERS = st.lists(
    st.tuples(
        st.sampled_from(Standing),
        st.integers(0, 3000),
        st.decimals("0.01", 50, places=2),
    ),
    max_size=12,
).map(
    lambda rows: [
        Contender(n, f"so:{n}", standing, NOON + timedelta(microseconds=at), left)
        for n, (standing, at, left) in enumerate(rows)
    ]
)
MISSING = st.decimals(0, 200, places=2)


def claim(number, standing=Standing.PROMISED, at=0, left=1):
    """``at`` in milliseconds after noon."""
    return Contender(
        number,
        f"so:{number}",
        standing,
        NOON + timedelta(milliseconds=at),
        Decimal(left),
    )


def losers(contenders, missing, seed="s"):
    """{claim: what it loses}."""
    found = rank(contenders, Decimal(missing), seed)
    return {one.contender.claim_id: one.loses for one in found if one.loses}


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (Standing.CARTED, Standing.HELD),
        (Standing.HELD, Standing.PROMISED),
        (Standing.PROMISED, Standing.PAID),
        (Standing.HELD, Standing.PAID),
        (Standing.HELD, Standing.SCANNED),
        (Standing.PAID, Standing.SCANNED),
    ],
)
def test_the_weaker_standing_loses_though_it_was_first(weaker, stronger):
    assert losers([claim(1, weaker, 0), claim(2, stronger, 9)], 1) == {1: 1}


def test_of_one_standing_the_later_claim_loses():
    three = [claim(1, at=5), claim(2, at=1), claim(3, at=9)]
    assert losers(three, 1) == {3: 1}
    assert losers(three, 2) == {3: 1, 1: 1}
    assert not any(one.drawn for one in rank(three, Decimal(1), "s"))


def test_the_last_loser_keeps_what_is_there():
    two = [claim(1, at=1, left=4), claim(2, at=2, left=3)]
    assert losers(two, 5) == {2: 3, 1: 2}


def test_claims_of_a_millisecond_draw_and_the_draw_can_be_repeated():
    same = [
        Contender(n, f"so:{n}", Standing.PAID, NOON.replace(microsecond=n), Decimal(1))
        for n in range(8)
    ]
    first = rank(same, Decimal(3), "seed")
    assert first == rank(reversed(same), Decimal(3), "seed")
    assert all(one.drawn for one in first)
    draws = {tuple(losers(same, 3, seed)) for seed in "abcdefgh"}
    assert len(draws) > 1


def test_claims_of_one_key_do_not_draw_against_each_other():
    mine = [claim(n)._replace(key="so:1") for n in (1, 2)]
    found = rank(mine, Decimal(1), "s")
    assert [one.loses for one in found] == [0, 1]
    assert not any(one.drawn for one in found)


def test_a_draw_favours_nobody():
    """Over many ties each channel loses its share of the demand, within 1 %."""
    demand = {"till": 1, "web": 2, "market": 3}
    owners = [name for name, parts in demand.items() for _part in range(parts)]
    lost, seeds = Counter(), random.Random(7)
    for _round in range(100_000 // 6):
        numbers = seeds.sample(range(10**9), len(owners))
        ties = dict(zip(numbers, owners, strict=True))
        seed = f"{seeds.getrandbits(64):x}"
        for number in losers([claim(n) for n in ties], 2, seed):
            lost[ties[number]] += 1
    for name, parts in demand.items():
        assert lost[name] / lost.total() == pytest.approx(parts / 6, abs=0.01)


@given(CONTENDERS, MISSING, st.text(max_size=8))
def test_what_is_missing_is_lost_and_no_more(contenders, missing, seed):
    ranks = rank(contenders, missing, seed)
    total = sum(one.left for one in contenders)
    assert sum(one.loses for one in ranks) == min(missing, total)
    assert all(0 <= one.loses <= one.contender.left for one in ranks)
    assert sorted(one.contender for one in ranks) == sorted(contenders)


@given(CONTENDERS, MISSING, st.text(max_size=8))
def test_nobody_loses_while_a_weaker_one_keeps_something(contenders, missing, seed):
    ranks = rank(contenders, missing, seed)
    begun = False
    for one in ranks:  # the strongest first
        if begun:
            assert one.loses == one.contender.left
        begun = begun or one.loses > 0
    for one, other in zip(ranks, ranks[1:], strict=False):
        first, second = one.contender, other.contender
        assert first.standing >= second.standing
        if first.standing == second.standing:
            assert first.at.replace(
                microsecond=first.at.microsecond // 1000 * 1000
            ) <= second.at.replace(microsecond=second.at.microsecond // 1000 * 1000)


@given(CONTENDERS, MISSING, st.text(max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_asking_decides_nothing(contenders, missing, seed, shuffler):
    other = list(contenders)
    shuffler.shuffle(other)
    assert rank(contenders, missing, seed) == rank(other, missing, seed)


def test_what_is_scanned_of_a_claim_stands_for_itself():
    mine = [claim(1, left=4), claim(2, left=3)]
    mine = [one._replace(key="so:1") for one in mine]
    parts = [(p.claim_id, p.standing, p.left) for p in stand(mine, Decimal(5))]
    assert parts == [
        (1, Standing.SCANNED, 4),
        (2, Standing.SCANNED, 1),
        (2, Standing.PROMISED, 2),
    ]
    paid = claim(3, Standing.PAID, left=4)
    found = rank([*stand(mine, Decimal(5)), paid], Decimal(4), "s")
    lost = [(one.contender.claim_id, one.loses) for one in found if one.loses]
    assert lost == [(3, 2), (2, 2)]


@given(CONTENDERS, MISSING)
def test_setting_apart_keeps_what_is_claimed(contenders, scanned):
    parts = list(stand(contenders, scanned))
    assert sum(p.left for p in parts) == sum(one.left for one in contenders)
    apart = sum(p.left for p in parts if p.standing is Standing.SCANNED)
    known = sum(one.left for one in contenders if one.standing is Standing.SCANNED)
    assert apart >= known
    assert all(p.left > 0 for p in parts)
