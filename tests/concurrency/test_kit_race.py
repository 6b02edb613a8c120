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


# Of one product: what left to customers, what is promised, what is there.
SOLD = """
SELECT (SELECT COALESCE(sum(c.granted - c.gone), 0)::int FROM md_stock_claim c
         WHERE c.product_id = %(product)s AND c.state = 'confirmed'),
       (SELECT COALESCE(sum(q.quantity), 0)::int FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
         WHERE q.product_id = %(product)s)
"""
LINES = """
SELECT b.product_tmpl_id, l.product_tmpl_id FROM mrp_bom_line l
  JOIN mrp_bom b ON b.id = l.bom_id WHERE l.product_id = ANY(%(products)s)
"""


@pytest.fixture(scope="module")
def kit_shop(tmp_path_factory):
    """A shop of kits."""
    found = Shop(tmp_path_factory.mktemp("kits"), "md_race_kits")
    yield found
    found.end()


def test_kits_never_share_a_part(kit_shop):
    kits = [[2, 1], [1, 3]]  # of each part
    (left, right), made = kit_shop.ask(
        "kit_scenes.open_kits", stock=[40, 33], kits=kits
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


def test_who_assembles_takes_nothing_that_is_promised(kit_shop):
    """Buyers of a component, and others who put kits together and take them apart."""
    [part], [kit] = kit_shop.ask(
        "kit_scenes.open_kits", stock=[20], kits=[[2]], kind="stock"
    )
    wishes = [("WEB", [(part, 1)]) for _n in range(12)]
    wishes += [("WEB", [(kit, 1)]) for _n in range(6)]
    orders = kit_shop.ask("claim_scenes.orders", wishes=wishes)
    attempts = [("confirm", order) for order in orders]
    attempts += [("assemble", kit, 2) for _n in range(5)]
    attempts += [("take_apart", kit, 1) for _n in range(3)]
    with watching(kit_shop, part):
        done = kit_shop.ask("claim_scenes.race", attempts=attempts, seed=SEED)
    kit_shop.ask("claim_scenes.rest")
    assert broken(kit_shop.rows, AT_REST, part) == []
    # what is assembled leaves before its own claim is settled
    assert [b for b in breaches(kit_shop, part) if not b.startswith("claimed")] == []
    told = done["outcomes"]
    assert set(told) <= {"confirmed", "refused", "assembled", "taken apart"}, told
    assert "confirmed" in told and "assembled" in told
    [(parts_promised, parts)] = kit_shop.rows(SOLD, {"product": part})
    [(kits_promised, kits)] = kit_shop.rows(SOLD, {"product": kit})
    assert parts + 2 * kits == 20  # nothing came from nowhere
    assert kits == 2 * told.count("assembled") - told.count("taken apart")
    assert parts_promised == told[:12].count("confirmed") <= parts
    assert kits_promised == told[12:18].count("confirmed") <= kits


def test_two_writers_never_close_a_circle(kit_shop):
    """Each puts the other's kit into his own at the same moment."""
    for _turn in range(3):
        _parts, kits = kit_shop.ask("kit_scenes.open_kits", stock=[1], kits=[[1], [1]])
        attempts = [("put_into", *kits), ("put_into", *reversed(kits))]
        done = kit_shop.ask("claim_scenes.race", attempts=attempts, seed=SEED, size=2)
        assert sorted(done["outcomes"]) == ["put into", "refused"], done
        assert len(kit_shop.rows(LINES, {"products": kits})) == 1
