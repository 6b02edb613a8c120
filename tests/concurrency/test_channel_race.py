"""Five channels and a thousand buyers of a hundred units: a hundred are promised."""

from collections import Counter

import pytest
from claim_laws import AT_REST, broken
from claim_shop import breaches, watching

pytestmark = pytest.mark.concurrency

SEED = 20261122
SMALL = (100, 10, 2)  # buyers, units, repetitions
FULL = (1000, 100, 20)
CONFIRMED = """
SELECT c.code, o.state, count(*), COALESCE(sum(k.left_), 0)::int
  FROM sale_order o JOIN md_channel c ON c.id = o.md_channel_id
  LEFT JOIN (SELECT key, sum(granted - gone) AS left_ FROM md_stock_claim
              WHERE state = 'confirmed' GROUP BY 1) k
    ON k.key = 'so:' || o.id || ':' || o.md_claim_round
 WHERE o.id = ANY(%(orders)s) GROUP BY 1, 2
"""
RESERVED = """
SELECT COALESCE(sum(l.quantity_product_uom), 0)::int FROM stock_move_line l
 WHERE l.product_id = %(product)s AND l.state = 'assigned'
"""


def rush(shop, buyers, units, seed, kills=0.0):
    """All buy at once, as often as it takes; (product, orders, deaths)."""
    [product] = shop.ask("claim_scenes.open_shop", stock=[units])
    attempts = shop.ask("claim_scenes.buyers", product=product, number=buyers)
    with watching(shop, product):
        done = shop.ask("claim_scenes.race", attempts=attempts, seed=seed, kills=kills)
    outcomes = Counter(done["outcomes"])
    assert set(outcomes) <= {"confirmed", "refused"}, outcomes
    assert breaches(shop, product) == []
    return product, [order for _way, order in attempts], done["killed"]


def assert_promised(shop, product, orders, units):
    """Exactly ``units`` are promised, to whole orders; the rest waits or is refused."""
    shop.ask("claim_scenes.rest")
    assert broken(shop.rows, AT_REST, product) == []
    assert breaches(shop, product) == []
    found = shop.rows(CONFIRMED, {"orders": orders})
    assert sum(claimed for *_which, claimed in found) == units
    for code, state, number, claimed in found:
        if code in ("WEB", "DARAZ"):  # confirmed and promised, or neither
            assert claimed == (number if state == "sale" else 0), found
        else:  # confirmed; it may wait
            assert state == "sale", found
    assert shop.rows(RESERVED, {"product": product}) == [(units,)]


def many_rushes(shop, size, kills=0.0):
    """As many rushes as a size says; how many processes were killed."""
    buyers, units, repetitions = size
    killed = 0
    for number in range(repetitions):
        product, orders, deaths = rush(shop, buyers, units, SEED + number, kills)
        assert_promised(shop, product, orders, units)
        killed += deaths
    return killed


def test_no_unit_is_promised_twice(shop):
    many_rushes(shop, SMALL)


def test_killed_at_any_moment_they_come_again(shop, record_property):
    killed = many_rushes(shop, SMALL, kills=0.3)
    record_property("killed", killed)
    assert killed > SMALL[0] * SMALL[2] * 0.1


@pytest.mark.deep
def test_a_thousand_buyers(shop):
    many_rushes(shop, FULL)


@pytest.mark.deep
def test_a_thousand_buyers_killed_at_any_moment(shop, record_property):
    killed = many_rushes(shop, FULL, kills=0.3)
    record_property("killed", killed)
    assert killed > FULL[0] * FULL[2] * 0.1
