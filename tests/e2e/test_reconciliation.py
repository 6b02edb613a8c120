"""A manager has the books compared, sees what is short, whose it is, and the trend."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

# A claim, with its entry and counter, of more than there is: no drift, a shortage.
PROMISE = """
WITH claim AS (
    INSERT INTO md_stock_claim (key, product_id, warehouse_id, owner_id, pool_id,
                                number, granted, gone, state, at, expires_at)
    SELECT 'e2e', p.id, w.id, 0, 0, 1, 7, 0, 'held', now() AT TIME ZONE 'UTC',
           now() AT TIME ZONE 'UTC' + interval '1 day'
      FROM product_product p, stock_warehouse w
     WHERE NOT EXISTS (SELECT FROM md_stock_counter c WHERE c.product_id = p.id)
       AND NOT EXISTS (SELECT FROM stock_quant q WHERE q.product_id = p.id)
     ORDER BY p.id, w.id LIMIT 1
    RETURNING *
), entry AS (
    INSERT INTO md_stock_journal (at, kind, claim_id, key, product_id, warehouse_id,
                                  owner_id, pool_id, change)
    SELECT at, 'hold', id, key, product_id, warehouse_id, 0, 0, granted FROM claim
)
INSERT INTO md_stock_counter (product_id, warehouse_id, owner_id, pool_id, claimed,
                              allotted, lent)
SELECT product_id, warehouse_id, 0, 0, granted, 0, 0 FROM claim
"""
ROWS = """
SELECT (SELECT count(*) FROM md_stock_counter) + (SELECT count(*) FROM md_stock_claim)
     + (SELECT count(*) FROM md_stock_journal) + (SELECT count(*) FROM stock_quant)
     + (SELECT count(*) FROM md_inventory_pool_move)
"""


# Who watches over shortages would settle it before somebody can read of it.
WATCH = """
UPDATE ir_cron SET active = {} WHERE id = (
    SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_watch_shortages')
"""


@pytest.fixture
def promised(site):
    """More is promised than there is, and nobody sees to it."""
    site.sql(WATCH.format("false"))
    site.sql(PROMISE)
    yield int(site.number("SELECT id FROM md_stock_claim WHERE key = 'e2e'"))
    site.sql(WATCH.format("true"))


def test_a_manager_has_it_checked(people, site, promised, picture):
    before = site.number(
        "SELECT count(*) FROM md_claim_finding WHERE resolved_at IS NULL"
    )
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    page.goto(f"{site.url}/odoo/reconciliation")
    page.get_by_role("button", name="Check Now").click()
    expect(manager.cell("progress")).to_be_visible()
    done = manager.rows().first.locator("td[name=ended_at]")
    expect(done).not_to_have_text("", timeout=60_000)
    expect(manager.cell("drift_count")).to_have_text("0")
    expect(manager.cell("open_count")).to_have_text(f"{before + 1:.0f}")
    expect(manager.cell("new_count")).to_have_text("1")
    expect(manager.cell("found")).to_contain_text("Shortage")
    expect(manager.cell("rows_read")).to_have_text(f"{site.number(ROWS):,.0f}")
    picture(page, "reconciliation-passes")
    page.locator(".o_switch_view.o_graph").click()
    expect(page.locator(".o_graph_canvas_container canvas")).to_be_visible()
    picture(page, "reconciliation-trend")

    page.goto(f"{site.url}/odoo/reconciliation")
    short = manager.rows().filter(has_text="7 are promised and 0 are there")
    expect(short).to_have_count(1)
    expect(short.locator("td[name=user_id]")).to_contain_text("(manager)")
    picture(page, "reconciliation")

    assert "error" not in manager.call("md.stock.claim", "action_release", [promised])
    assert site.number("SELECT count(*) FROM md_stock_claim WHERE state = 'held'") == 0
