"""Kits that share their parts, raced for with real bills of materials."""

import pytest
from claim_laws import AT_REST, broken
from claim_shop import Shop, breaches, watching

pytestmark = pytest.mark.concurrency

SEED = 20261125
# Of each order: its state, and what it has of each part.
PARTS = """
SELECT o.id, o.state, k.product_id, sum(k.granted - k.gone)::int
  FROM sale_order o JOIN md_stock_claim k
    ON k.key = 'so:' || o.id || ':' || o.md_claim_round AND k.state = 'confirmed'
 WHERE o.id = ANY(%(orders)s) GROUP BY 1, 2, 3
"""
STATES = "SELECT id, state FROM sale_order WHERE id = ANY(%(orders)s)"


@pytest.fixture(scope="module")
def kit_shop(tmp_path_factory):
    """A shop with bills of materials."""
    found = Shop(tmp_path_factory.mktemp("kits"), "md_race_kits", ("mrp",))
    yield found
    found.end()


def test_kits_never_share_a_part(kit_shop):
    kits = [[2, 1], [1, 3]]  # of each part
    (left, right), made = kit_shop.ask(
        "claim_scenes.open_kits", stock=[40, 33], kits=kits
    )
    # a kit and its part, two kits, the same kit twice
    lines = [
        ([(made[0], 1), (left, 1)], {left: 3, right: 1}),
        ([(made[1], 1), (made[0], 1)], {left: 3, right: 4}),
        ([(made[1], 1), (made[1], 1)], {left: 2, right: 6}),
    ]
    wishes = [("WEB", lines[n % 3][0]) for n in range(36)]
    orders = kit_shop.ask("claim_scenes.orders", wishes=wishes)
    ways = ("confirm", "hold", "promise")
    attempts = [(ways[n // 3 % 3], order) for n, order in enumerate(orders)]
    with watching(kit_shop, left):
        done = kit_shop.ask("claim_scenes.race", attempts=attempts, seed=SEED)
    assert set(done["outcomes"]) == {"confirmed", "refused"}, done["outcomes"]
    kit_shop.ask("claim_scenes.rest")
    assert broken(kit_shop.rows, AT_REST, left) == []
    assert breaches(kit_shop, left) == []
    states = dict(kit_shop.rows(STATES, {"orders": orders}))
    claims = kit_shop.rows(PARTS, {"orders": orders})
    for number, order in enumerate(orders):
        mine = {part: units for found, _s, part, units in claims if found == order}
        assert mine == (lines[number % 3][1] if states[order] == "sale" else {})
