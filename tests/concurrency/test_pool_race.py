"""Channels with pools of their own race, while goods change their pool."""

from collections import Counter

import pytest
from claim_laws import AT_REST, broken
from claim_shop import breaches, watching

pytestmark = pytest.mark.concurrency

SEED = 20261127
UNITS, KEPT, BUYERS = 30, 8, 100
PROMISED = """
SELECT c.code, k.pool_id > 0, sum(k.granted - k.gone)::int
  FROM md_stock_claim k JOIN md_channel c ON c.id = k.channel_id
 WHERE k.product_id = %(product)s AND k.state = 'confirmed' GROUP BY 1, 2
"""
KINDS = (
    "SELECT DISTINCT kind FROM md_inventory_pool_move WHERE product_id = %(product)s"
)
# Who may wait although something is free is asked by channel: see `leveled`.
LAWS = {name: law for name, law in AT_REST.items() if name != "waits in vain"}


@pytest.fixture(scope="module", autouse=True)
def _closed(shop):
    """Tests that come later know no pools."""
    yield
    shop.ask("claim_pooling.close_pools")


def rush(shop, product, more=(), kills=0.0):
    """Everybody buys at once, others do ``more``; {(channel, of a pool): units}."""
    attempts = shop.ask("claim_scenes.buyers", product=product, number=BUYERS)
    with watching(shop, product):
        done = shop.ask(
            "claim_scenes.race", attempts=[*attempts, *more], seed=SEED, kills=kills
        )
    outcomes = Counter(done["outcomes"])
    errors = [outcome for outcome in outcomes if outcome.startswith("error")]
    assert not errors, errors[:3]
    assert breaches(shop, product) == []
    shop.ask("claim_scenes.rest")
    found, drift = shop.ask("claim_pooling.leveled", product=product)
    assert drift == []
    assert broken(shop.rows, LAWS, product) == []
    assert sum(has for has, _claimed, _free in found.values()) == UNITS, found
    assert all(0 <= claimed <= has for has, claimed, _free in found.values()), found
    free = sum(free for *_known, free in found.values())
    assert free == UNITS - sum(claimed for _has, claimed, _free in found.values())
    rows = shop.rows(PROMISED, {"product": product})
    assert sum(units for *_which, units in rows) <= UNITS
    return {(code, named): units for code, named, units in rows}, outcomes


def test_pools_are_kept_whoever_comes_first(shop):
    product = shop.ask("claim_pooling.open_pools", stock=UNITS, kept=KEPT)
    promised, _outcomes = rush(shop, product)
    # one in five buys each way: 20 of DARAZ and of CHALDAL, 60 of the others
    assert promised.pop(("DARAZ", True)) == KEPT, "nobody else may have them"
    of_export = promised.pop(("CHALDAL", True), 0)
    assert sum(promised.values()) + of_export == UNITS - KEPT, "the rest is all sold"
    kinds = {kind for (kind,) in shop.rows(KINDS, {"product": product})}
    assert "borrow" in kinds


@pytest.mark.parametrize("kills", [0.0, 0.2])
def test_goods_change_their_pool_in_the_rush(shop, kills):
    product = shop.ask("claim_pooling.open_pools", stock=UNITS, kept=KEPT)
    places = [(None, "WEEK"), ("WEEK", None), ("WEEK", "EXPORT"), ("EXPORT", "WEEK")]
    more = [("transfer", product, *places[n % 4], 1 + n % 3) for n in range(40)]
    promised, outcomes = rush(shop, product, more, kills)
    assert outcomes["moved"], "nothing happened"
    assert sum(promised.values()) >= UNITS - KEPT - 3, "WEEK may keep what nobody wants"


def test_a_pool_ends_in_the_rush(shop):
    product = shop.ask("claim_pooling.open_pools", stock=UNITS, kept=KEPT)
    more = [("end_pool", "WEEK"), *[("look",)] * 5]
    promised, outcomes = rush(shop, product, more)
    assert outcomes["ended"] == 1
    # common stock has what the pool did not sell before; EXPORT may end with some left
    assert sum(promised.values()) >= UNITS - KEPT
    found, _drift = shop.ask("claim_pooling.leveled", product=product)
    assert found["WEEK"][2] == 0 if "WEEK" in found else True, found
