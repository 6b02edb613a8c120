"""Somebody counts goods away while channels promise them: each loss is decided once."""

from collections import Counter

import pytest
from claim_laws import ALWAYS, AT_REST, IN_SHORTAGE, broken
from claim_shop import breaches, watching

pytestmark = pytest.mark.concurrency

SEED = 20261128
UNITS, BUYERS = 24, 60
COUNTS = (20, 12, 17, 9)
LOST = """
SELECT COALESCE(sum(-change), 0)::int FROM md_stock_journal
 WHERE kind = 'lose' AND product_id = %(product)s
"""
TWICE = """
SELECT claim_id FROM md_stock_shortage s JOIN md_stock_claim c ON c.id = s.claim_id
 WHERE s.product_id = %(product)s
 GROUP BY claim_id, c.granted HAVING sum(s.quantity) > c.granted
"""
PROMISED = """
SELECT sum(granted - gone)::int FROM md_stock_claim
 WHERE product_id = %(product)s AND state IN ('held', 'confirmed')
"""
ON_HAND = """
SELECT sum(q.quantity)::int FROM stock_quant q JOIN stock_location l
    ON l.id = q.location_id AND l.usage = 'internal' WHERE q.product_id = %(product)s
"""


@pytest.mark.parametrize("kills", [0.0, 0.25])
def test_what_is_counted_away_is_lost_once(shop, kills):
    product = shop.ask("claim_losing.begin", stock=UNITS)
    here = {"product": product}
    attempts = shop.ask("claim_scenes.buyers", product=product, number=BUYERS)
    attempts += [("count", product, quantity) for quantity in COUNTS]
    attempts += [("watch",), ("publish",)] * 6
    with watching(shop, product, IN_SHORTAGE):
        done = shop.ask("claim_scenes.race", attempts=attempts, seed=SEED, kills=kills)
    outcomes = Counter(done["outcomes"])
    errors = [outcome for outcome in outcomes if outcome.startswith("error")]
    assert not errors, errors[:3]
    # the last word: nine are there, whatever was promised
    shop.ask("claim_scenes.race", attempts=[("count", product, 9)], seed=SEED)
    found, wrong = shop.ask("claim_losing.settled", product=product)
    assert wrong == []
    assert broken(shop.rows, {**AT_REST, **ALWAYS}, product) == []
    assert breaches(shop, product, counted=True) == []
    assert found, "nobody lost anything"
    assert "new" not in {state for *_sums, state in found}
    lost = sum(quantity for quantity, *_rest in found)
    assert shop.rows(LOST, here) == [(lost,)], "what is lost has its shortage"
    assert shop.rows(TWICE, here) == []
    [(promised,)], [(on_hand,)] = shop.rows(PROMISED, here), shop.rows(ON_HAND, here)
    assert promised <= on_hand == 9
