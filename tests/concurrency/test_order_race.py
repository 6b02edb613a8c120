"""Orders that meet: opposite lines, the same order many times, the same key."""

import random
from collections import Counter

import pytest
from claim_laws import AT_REST, broken
from claim_shop import breaches, watching

pytestmark = pytest.mark.concurrency

SEED = 20261123
CLAIMED = """
SELECT o.id, o.state, k.product_id, sum(k.granted - k.gone)::int, count(*)
  FROM sale_order o JOIN md_stock_claim k
    ON k.key = 'so:' || o.id || ':' || o.md_claim_round AND k.state = 'confirmed'
 WHERE o.id = ANY(%(orders)s) GROUP BY 1, 2, 3
"""
STATES = "SELECT id, state FROM sale_order WHERE id = ANY(%(orders)s)"
MOVES = """
SELECT o.id, count(DISTINCT m.picking_id), count(*), sum(m.product_qty)::int
  FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id
  JOIN stock_move m ON m.sale_line_id = l.id
 WHERE o.id = ANY(%(orders)s) AND m.state <> 'cancel' GROUP BY 1
"""
COUNTER = "SELECT claimed::int FROM md_stock_counter WHERE product_id = %(product)s"
JOURNAL = """
SELECT max(total)::int, min(total)::int
  FROM (SELECT sum(change) OVER (ORDER BY id) AS total FROM md_stock_journal
         WHERE product_id = %(product)s) j
"""


def race(shop, first, attempts, number=0, kills=0.0):
    """Do attempts at once, watched; {outcome: how often}."""
    with watching(shop, first):
        done = shop.ask(
            "claim_scenes.race", attempts=attempts, seed=SEED + number, kills=kills
        )
    assert breaches(shop, first) == []
    return Counter(done["outcomes"])


def assert_at_rest(shop, first):
    """No law is broken when all jobs have run."""
    shop.ask("claim_scenes.rest")
    assert broken(shop.rows, AT_REST, first) == []
    assert breaches(shop, first) == []


def test_opposite_lines_wait_for_each_other_never(shop):
    one, two = shop.ask("claim_scenes.open_shop", stock=[20, 25])
    lines = [[(one, 1), (two, 1)], [(two, 1), (one, 1)]]
    wishes = [(("DESK", "WEB")[n // 2 % 2], lines[n % 2]) for n in range(60)]
    orders = shop.ask("claim_scenes.orders", wishes=wishes)
    ways = ("confirm", "promise", "hold")
    attempts = [(ways[n // 4 % 3], order) for n, order in enumerate(orders)]
    outcomes = race(shop, one, attempts)
    assert set(outcomes) == {"confirmed", "refused"}, outcomes
    assert_at_rest(shop, one)
    claims = shop.rows(CLAIMED, {"orders": orders})
    assert all(state == "sale" and units == 1 for _o, state, _p, units, _n in claims)
    states = dict(shop.rows(STATES, {"orders": orders}))
    for number, order in enumerate(orders):
        mine = {product for found, _s, product, *_n in claims if found == order}
        if wishes[number][0] == "WEB":  # both, or refused
            assert mine == ({one, two} if states[order] == "sale" else set())
        else:
            assert states[order] == "sale"


def test_the_same_product_in_many_rows_is_added_up(shop):
    [product] = shop.ask("claim_scenes.open_shop", stock=[31])
    orders = shop.ask("claim_scenes.orders", wishes=[("WEB", [(product, 3)])] * 30)
    outcomes = race(shop, product, [("promise", order) for order in orders])
    assert outcomes == {"confirmed": 10, "refused": 20}
    assert_at_rest(shop, product)
    claims = shop.rows(CLAIMED, {"orders": orders})
    assert sorted(units for *_which, units, _n in claims) == [3] * 10


@pytest.mark.parametrize("kills", [0.0, 0.2])
def test_one_order_confirmed_by_ten_is_confirmed_once(shop, kills):
    [product] = shop.ask("claim_scenes.open_shop", stock=[12])
    orders = shop.ask("claim_scenes.orders", wishes=[("WEB", [(product, 2)])] * 6)
    attempts = [("confirm", order) for order in orders for _time in range(10)]
    with watching(shop, product):
        for number, one in enumerate(orders):
            done = shop.ask(
                "claim_scenes.race",
                attempts=[attempt for attempt in attempts if attempt[1] == one],
                seed=SEED + number,
                kills=kills,
                size=10,
                hurry=10,  # all but one find it done when they try again
            )
            assert done["outcomes"] == ["confirmed"] * 10
    assert_at_rest(shop, product)
    claims = shop.rows(CLAIMED, {"orders": orders})
    assert sorted(claims) == [
        (order, "sale", product, 2, 1) for order in sorted(orders)
    ]
    moves = shop.rows(MOVES, {"orders": orders})
    assert sorted(moves) == [(order, 1, 1, 2) for order in sorted(orders)]


def test_many_keys_hold_the_last_units(shop):
    """Nothing but holds, so that decisions are made at the same moment again and again.

    Round after round ten want one unit each of three.
    """
    for number in range(12):
        [product] = shop.ask("claim_scenes.open_shop", stock=[3])
        attempts = [("demand", f"{product}:{n}", product, 1, False) for n in range(10)]
        done = shop.ask("claim_scenes.race", attempts=attempts, seed=SEED + number)
        assert Counter(done["outcomes"]) == {"kept": 3, "refused": 7}
        assert shop.rows(COUNTER, {"product": product}) == [(3,)]
        assert breaches(shop, product) == []


@pytest.mark.parametrize("failing", [0, 3])
def test_one_key_is_held_for_its_greatest_demand(shop, failing):
    """Every third attempt fails after it held, when ``failing`` says so."""
    [product] = shop.ask("claim_scenes.open_shop", stock=[50])
    chance = random.Random(SEED)
    wanted = [chance.randint(1, 20) for _each in range(80)]
    attempts = [
        ("demand", f"storm:{product}", product, units, bool(failing and n % failing))
        for n, units in enumerate(wanted)
    ]
    outcomes = race(shop, product, attempts)
    assert set(outcomes) <= {"kept", "refused"}, outcomes
    [[claimed]] = shop.rows(COUNTER, {"product": product})
    assert claimed <= max(wanted) if failing else claimed == max(wanted)
    [[most, least]] = shop.rows(JOURNAL, {"product": product})
    assert least > 0 or failing
    assert least >= 0
    assert most <= max(wanted)
    assert_at_rest(shop, product)  # nobody confirmed: the sweeper freed it
    assert shop.rows(COUNTER, {"product": product}) == [(0,)]
