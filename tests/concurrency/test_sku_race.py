"""Many make products at once: no running number twice, each SKU one product's."""

from collections import Counter

import pytest

pytestmark = pytest.mark.concurrency

SEED = 20261130
SKUS = """
SELECT p.default_code FROM product_product p
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE t.categ_id = %(category)s ORDER BY 1
"""
TWINS = "SELECT count(*)::int FROM product_product WHERE default_code = %(sku)s"


@pytest.mark.parametrize("kills", [0.0, 0.3])
def test_running_numbers(shop, kills):
    pattern = f"K{int(kills * 10)}" + "-{seq:3}"
    category = shop.ask("sku_scenes.open_range", pattern=pattern)
    attempts = [("make_product", category)] * 30
    done = shop.ask(
        "claim_scenes.race", attempts=attempts, seed=SEED, kills=kills, hurry=10
    )
    assert set(done["outcomes"]) == {"made"}
    found = [row[0] for row in shop.rows(SKUS, {"category": category})]
    # one that was killed after its commit is made again: more, never a number twice
    assert len(set(found)) == len(found) >= 30
    if not kills:
        assert found == [f"{pattern[:3]}{number:03}" for number in range(1, 31)]
    assert kills == 0 or done["killed"]


def test_one_owner(shop):
    for number in range(6):
        sku = f"TWIN-{number}"
        attempts = [("make_twin", sku)] * 8
        done = shop.ask("claim_scenes.race", attempts=attempts, seed=SEED, hurry=10)
        assert Counter(done["outcomes"]) == {"made": 1, "refused": 7}
        assert shop.rows(TWINS, {"sku": sku}) == [(1,)]
