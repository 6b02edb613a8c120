"""Several processes go on with one pass of the reconciler, and are killed."""

from collections import Counter

import pytest

pytestmark = pytest.mark.concurrency

SEED = 20261129
ROWS = """
SELECT (SELECT count(*) FROM md_stock_counter) + (SELECT count(*) FROM md_stock_claim)
     + (SELECT count(*) FROM md_stock_journal) + (SELECT count(*) FROM stock_quant)
     + (SELECT count(*) FROM md_inventory_pool_move)
"""
PASS = "SELECT state, steps, rows_read FROM md_claim_pass WHERE id = %(id)s"


def test_each_row_is_read_once_whoever_is_killed(shop):
    number = shop.ask("claim_passing.begin")
    done = shop.ask(
        "claim_scenes.race", attempts=[["step"]] * 30, seed=SEED, kills=0.8, size=4
    )
    outcomes = Counter(done["outcomes"])
    assert not [outcome for outcome in outcomes if outcome.startswith("error")]
    assert done["killed"] > 2, "nobody was killed"
    shop.ask("claim_passing.finish")
    [(state, steps, read)] = shop.rows(PASS, {"id": number})
    assert (state, read) == ("done", shop.rows(ROWS)[0][0])
    assert steps > 2
