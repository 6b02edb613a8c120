"""Orders beside cancellations, counts and deliveries; and who reads what is left."""

from collections import Counter

import pytest
from claim_laws import ALWAYS, AT_REST, IN_SHORTAGE, broken
from claim_shop import breaches, watching

pytestmark = pytest.mark.concurrency

SEED = 20261124
STATES = """
SELECT o.id, o.state, o.md_claim_round, COALESCE(sum(k.granted - k.gone), 0)::int
  FROM sale_order o LEFT JOIN md_stock_claim k
    ON k.key LIKE 'so:' || o.id || ':%%' AND k.state IN ('held', 'confirmed')
 WHERE o.id = ANY(%(orders)s) GROUP BY 1, 2, 3
"""
ON_HAND = """
SELECT sum(quantity)::int FROM stock_quant q JOIN stock_location l
    ON l.id = q.location_id WHERE l.usage = 'internal' AND product_id = %(product)s
"""
# What was taken by transactions that began when the count was committed.
TAKEN_AFTER = """
SELECT id, total::int
  FROM (SELECT id, kind, at, sum(change) OVER (ORDER BY id) AS total
          FROM md_stock_journal WHERE product_id = %(product)s) j
 WHERE kind = 'hold' AND at > %(moment)s::timestamp AND total > %(units)s
"""


def traffic(shop, first, attempts, laws=ALWAYS, kills=0.0):
    """A watched race with a reader: no attempt ends in an error, no law is broken."""
    with watching(shop, first, laws):
        done = shop.ask(
            "claim_feed.traffic", attempts=attempts, seed=SEED, first=first, kills=kills
        )
    errors = [o for o in done["outcomes"] if o.startswith("error")]
    assert not errors, errors[:3]
    assert broken(shop.rows, AT_REST, first) == []
    # on hand falls while a claim is being decided: only what no delivery touches
    assert [b for b in breaches(shop, first) if not b.startswith("claimed")] == []
    assert_read(done)
    return done


def assert_read(done):
    """Who polled all the while knows what is published, and that is the truth."""
    assert done["published"] == done["free"]
    for channel, told in done["read"].items():
        last = {str(product): available for product, available in told}
        known = {product: part for product, part in last.items() if part}
        assert known == done["published"][channel], channel
    assert any(len(told) > 1 for told in done["read"].values()), "nothing happened"


def buyers(shop, product, number, units=1, codes=("DESK", "WEB", "TILL")):
    """Ids of orders for the same product, the channels in turn."""
    wishes = [(codes[n % len(codes)], [(product, units)]) for n in range(number)]
    return shop.ask("claim_scenes.orders", wishes=wishes)


@pytest.mark.parametrize("kills", [0.0, 0.2])
def test_confirmed_or_cancelled_never_both(shop, kills):
    [product] = shop.ask("claim_scenes.open_shop", stock=[15])
    orders = buyers(shop, product, 40)
    attempts = [(name, o) for o in orders for name in ("hold", "cancel", "confirm")]
    traffic(shop, product, attempts, kills=kills)
    for order, state, _round, claimed in shop.rows(STATES, {"orders": orders}):
        assert state in ("draft", "sale", "cancel")
        assert claimed <= (state == "sale"), (order, state, claimed)


def test_who_comes_after_the_count_gets_what_was_counted(shop):
    products = shop.ask("claim_scenes.open_shop", stock=[40, 40, 40])
    attempts = []
    for product in products:
        attempts += [("confirm", o) for o in buyers(shop, product, 30)]
    attempts += [("count", product, 12) for product in products]
    done = traffic(shop, products[0], attempts, IN_SHORTAGE)
    counted = [o for o in done["outcomes"] if o.startswith("counted")]
    assert len(counted) == 3
    for product, outcome in zip(products, counted, strict=True):
        moment = outcome.removeprefix("counted ")
        facts = {"product": product, "moment": moment, "units": 12}
        assert shop.rows(ON_HAND, facts) == [(12,)]
        assert shop.rows(TAKEN_AFTER, facts) == []


def test_deliveries_leave_while_others_buy(shop):
    [product] = shop.ask("claim_scenes.open_shop", stock=[45])
    early = buyers(shop, product, 20, 2)
    first = [("confirm", order) for order in early]
    shop.ask("claim_scenes.race", attempts=first, seed=SEED)
    shop.ask("claim_scenes.rest")
    late = buyers(shop, product, 40)
    attempts = [("deliver", order) for order in early]
    attempts += [("confirm", order) for order in late]
    attempts += [("cancel", order) for order in late[::4]]
    done = traffic(shop, product, attempts)
    outcomes = Counter(done["outcomes"])
    assert outcomes["delivered"] == 20, outcomes
    assert shop.rows(ON_HAND, {"product": product}) == [(5,)]
