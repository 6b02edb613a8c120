"""An import that is killed at any moment goes on without loss or repetition."""

import random
import time
from collections import Counter

import pytest

pytestmark = pytest.mark.concurrency

SEED = 20170609
# The tiny import has 21 pieces; from each kill to the next it gets about this far.
STRIDES = (2, 6, 5, 4)
RECEIPTS = """
SELECT o.uuid, round(100 * o.amount_total), count(l.id),
       round(100 * sum(l.price_subtotal_incl)), sum(l.qty)::int,
       (SELECT round(100 * sum(amount)) FROM pos_payment WHERE pos_order_id = o.id),
       (SELECT sum(m.quantity)::int FROM stock_move m JOIN stock_picking p
            ON p.id = m.picking_id WHERE p.pos_order_id = o.id AND m.state = 'done')
  FROM pos_order o LEFT JOIN pos_order_line l ON l.order_id = o.id GROUP BY o.id
"""
STOCK = """
SELECT p.default_code, sum(q.quantity)::int, count(*)
  FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
  JOIN product_product p ON p.id = q.product_id GROUP BY 1
"""
STATE = "SELECT state FROM md_data_import"


def check_no_half_receipt(sql, plan):
    """Every receipt that is there is there in full: lines, payment, goods."""
    planned = Counter(
        (
            basket.amount_cents,
            len(basket.lines),
            basket.amount_cents,
            sum(line.quantity for line in basket.lines),
            basket.amount_cents,
            sum(line.quantity for line in basket.lines),
        )
        for basket in plan.baskets
    )
    rows = sql(RECEIPTS)
    found = Counter(tuple(int(value or 0) for value in row[1:]) for row in rows)
    assert found <= planned, found - planned
    return len(rows)


def check_complete(sql, plan):
    """Everything is there exactly once, and the shelves add up."""
    assert check_no_half_receipt(sql, plan) == len(plan.baskets)
    assert sql(STATE) == [["done"]]
    skus = [row[0] for row in sql("SELECT default_code FROM product_product")]
    ours = Counter(sku for sku in skus if sku.startswith("CJ-"))
    assert ours == Counter(item.sku for item in plan.items)
    sold = Counter()
    for basket in plan.baskets:
        for line in basket.lines:
            sold[line.item_ref] += line.quantity
    left = {
        item.sku: plan.stock[store.ref, item.ref] - sold[item.ref]
        for item in plan.items
        for store in plan.stores
    }
    assert {sku: int(pieces) for sku, pieces, _quants in sql(STOCK)} == left
    assert {quants for _sku, _pieces, quants in sql(STOCK)} == {"1"}
    assert sql("SELECT state, count(*) FROM pos_session GROUP BY 1") == [
        ["closed", "1"]
    ]
    assert sql("SELECT count(*) FROM pos_config") == [["1"]]
    assert sql("SELECT count(*) FROM stock_warehouse WHERE md_store_ref = '367'") == [
        ["1"]
    ]


def test_killed_imports_go_on_where_they_were(importer, sql, plan):
    chance = random.Random(SEED)
    seen = []
    for stride in STRIDES:
        process = importer()
        assert process.wait_for(f"piece {stride}"), process.end()
        time.sleep(chance.uniform(0, 0.25))  # somewhere within the piece
        process.kill()
        check_no_half_receipt(sql, plan)
        seen.append(
            (sql(STATE)[0][0], int(sql("SELECT count(*) FROM stock_move")[0][0]))
        )
    # the kills hit an import at work, which got further each time
    assert [state for state, _moves in seen] == ["running"] * len(STRIDES)
    assert seen[-1][1] > seen[0][1]
    status, out, errors = importer().end()
    assert status == 0, errors
    assert "finished" in out
    check_complete(sql, plan)


def test_second_importer_watches_while_the_first_is_at_work(
    importer, sql, plan, tmp_path
):
    first = importer(hold=3, go=tmp_path / "go")
    assert first.wait_for("piece 3"), first.end()
    second = importer()
    (tmp_path / "go").touch()
    for process in (first, second):
        status, out, errors = process.end()
        assert (status, "finished" in out) == (0, True), errors
    check_complete(sql, plan)


def test_watcher_takes_over_when_the_first_is_killed(importer, sql, plan, tmp_path):
    first = importer(hold=3, go=tmp_path / "never")
    assert first.wait_for("piece 3"), first.end()
    second = importer()
    first.kill()
    status, out, errors = second.end()
    assert (status, "finished" in out) == (0, True), errors
    check_complete(sql, plan)


def test_two_importers_that_start_together_make_no_double(importer, sql, plan):
    both = [importer(), importer()]
    for process in both:
        status, out, errors = process.end()
        assert (status, "finished" in out) == (0, True), errors
    check_complete(sql, plan)
