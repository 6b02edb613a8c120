"""The same rule is applied by many at once, who are killed: each turn once."""

from collections import Counter

import pytest

pytestmark = pytest.mark.concurrency

SEED = 20261201
PRODUCTS, UNITS, WORKERS, KILLS = 12, 31, 8, 0.5
MOVED = """
SELECT product_id, quantity::int, kind FROM md_inventory_pool_move
 WHERE rule_id = %(rule)s ORDER BY product_id, id
"""
TURN = """
SELECT turn, last_turn, last_moved::int, next_at > now() AT TIME ZONE 'UTC'
  FROM md_pool_rule WHERE id = %(rule)s
"""
# Done receipts and what was moved of each.
SHARED = """
SELECT m.quantity::int, (SELECT array_agg(p.quantity::int) FROM md_inventory_pool_move p
                          WHERE p.kind = 'receipt' AND p.batch LIKE
                                'rule:' || %(rule)s || ':0:' || m.id || ':%%')
  FROM stock_move m JOIN stock_location l ON l.id = m.location_id
 WHERE m.product_id = ANY(%(products)s) AND m.state = 'done' AND l.usage = 'supplier'
"""
WAITING = "SELECT count(*) FROM md_pool_receipt WHERE product_id = ANY(%(products)s)"


def race(shop, attempts, kills=KILLS):
    """What attempts came to; none with an error."""
    shop.ask("claim_ruling.set_due", rule=0)  # loads the deeds
    done = shop.ask("claim_scenes.race", attempts=attempts, seed=SEED, kills=kills)
    outcomes = Counter(done["outcomes"])
    errors = [outcome for outcome in outcomes if outcome.startswith("error")]
    assert not errors, errors[:3]
    return outcomes, done["killed"]


def half_of_all(shop):
    """Products, a rule that takes half of what is free of each, its turn."""
    return shop.ask(
        "claim_ruling.open_rules",
        number=PRODUCTS,
        stock=UNITS,
        what="percent",
        amount=50,
    )


def once(products, quantity):
    return [(product, quantity, "rule") for product in products]


def test_a_turn_is_done_once_however_many_apply_it(shop):
    rounds = (turn_round(shop) for _round in range(5))
    assert any(killed for killed in rounds), "nobody was killed"


def turn_round(shop):
    """Many apply one turn of a rule; how many of them were killed."""
    products, rule, turn = half_of_all(shop)
    attempts = [("apply_rule", rule, turn)] * WORKERS
    outcomes, killed = race(shop, attempts)
    assert outcomes["applied"] + outcomes["refused"] == WORKERS
    assert outcomes["applied"] <= 1
    assert shop.rows(MOVED, {"rule": rule}) == once(products, UNITS // 2)
    [row] = shop.rows(TURN, {"rule": rule})
    assert row[:3] == (turn + 1, turn, PRODUCTS * (UNITS // 2))
    assert shop.ask("claim_ruling.drift", products=products) == []
    return killed


def test_when_it_is_due_it_runs_once(shop):
    # a kill comes at a random moment, and the job may be quicker than all of them
    rounds = (due_round(shop) for _round in range(5))
    assert any(killed for killed in rounds), "nobody was killed"


def due_round(shop):
    """Many run a rule that is due; how many of them were killed."""
    products, rule, _turn = half_of_all(shop)
    shop.ask("claim_ruling.set_due", rule=rule)
    _outcomes, killed = race(shop, [("run_due",)] * 4 * WORKERS, kills=0.9)
    assert shop.rows(MOVED, {"rule": rule}) == once(products, UNITS // 2)
    assert shop.rows(TURN, {"rule": rule})[0][3], "next in an hour"
    assert shop.ask("claim_ruling.drift", products=products) == []
    return killed


def test_each_receipt_is_shared_once(shop):
    rounds = (receipts_round(shop) for _round in range(5))
    assert any(killed for killed in rounds), "nobody was killed"


def receipts_round(shop):
    """Receipts come while the job shares them; how many were killed."""
    products, rule, _turn = shop.ask(
        "claim_ruling.open_rules",
        number=PRODUCTS,
        stock=1,
        what="receipt",
        amount=25,
    )
    attempts = [("receive", product, 10 + n) for n, product in enumerate(products)]
    attempts = [deed for one in attempts for deed in (one, ("run_due",))]
    _outcomes, killed = race(shop, attempts, kills=0.3)
    assert shop.ask("claim_ruling.drift", products=products) == []
    shared = shop.rows(SHARED, {"rule": rule, "products": products})
    assert len(shared) >= PRODUCTS
    assert [moved for _came, moved in shared] == [[came // 4] for came, _m in shared]
    assert shop.rows(WAITING, {"products": products}) == [(0,)]
    return killed
