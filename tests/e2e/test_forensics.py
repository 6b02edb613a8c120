"""Support finds out in one look why an order did not get all it asked for."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

# A product of which nothing is promised or kept: (id, name, on hand, warehouse).
PRODUCT = """
SELECT p.id, t.name->>'en_US', sum(q.quantity)::int, l.warehouse_id
  FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
  JOIN product_product p ON p.id = q.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
 GROUP BY t.id, p.id, l.warehouse_id
HAVING sum(q.quantity) BETWEEN 10 AND 1000 AND sum(q.reserved_quantity) = 0
   AND count(*) = 1
   AND NOT EXISTS (SELECT FROM md_inventory_pool_move m WHERE m.product_id = p.id)
   AND NOT EXISTS (SELECT FROM md_stock_claim c WHERE c.product_id = p.id)
 ORDER BY t.id DESC LIMIT 1
"""
TOLD = """
SELECT available::int FROM md_availability_past p JOIN md_channel c ON c.id = channel_id
 WHERE c.kind = 'b2b' AND product_id = {} ORDER BY p.id DESC LIMIT 1
"""


def ordered(manager, product, warehouse, quantity):
    """Name of a confirmed order of the back office."""

    def call(*args):
        return manager.call(*args)["result"]

    partner = call("res.partner", "create", {"name": "Shop round the corner"})
    line = {"product_id": product, "product_uom_qty": quantity}
    values = {
        "partner_id": partner,
        "warehouse_id": warehouse,
        "order_line": [[0, 0, line]],
    }
    order = call("sale.order", "create", values)
    call("sale.order", "action_confirm", [order])
    return call("sale.order", "read", [order], ["name"])[0]["name"]


def test_why_an_order_waits(people, site, picture):
    product, name, units, warehouse = site.rows(PRODUCT)[0]
    manager = BackOffice(people.login("manager"), site.url)
    first = ordered(manager, int(product), int(warehouse), int(units) - 2)
    for _try in range(100):  # until it is published
        if site.rows(TOLD.format(product)) == [("2",)]:
            break
        manager.page.wait_for_timeout(100)
    second = ordered(manager, int(product), int(warehouse), 5)

    support = BackOffice(people.login("support"), site.url)
    page = support.page
    support.open_app("Retail")
    support.open_section("Promises", "Stock at Order Time")
    support.filter_by(second)
    support.rows().first.click()
    line = page.locator(".md_line", has_text=name)
    for column, text in (
        ("on_hand", units),
        ("pending", "0"),
        ("claimed", f"{int(units) - 2}"),
        ("buffer", "0"),
        ("free", "2"),
        ("asked", "5"),
        ("granted", "2"),
        ("fate", "2 promised, waits for 3"),
    ):
        expect(line.locator(f".md_{column}")).to_have_text(text)
    expect(line.locator(".md_told strong")).to_have_text("2")
    expect(line.locator(".md_verdict")).to_contain_text("told 2, asked 5")
    expect(line.locator(".md_holders a")).to_have_text(first)
    expect(page.locator(".md_now")).to_contain_text("The order was placed")
    claimed = page.locator(".md_event", has_text=second).filter(has_text="Claimed")
    expect(claimed).to_contain_text("+2")
    picture(page, "stock-at-order-time")

    # the same from the order itself, and on to who has the goods
    page.locator("div[name=res_id] a").click()
    page.locator("button[name=md_action_stock_then]").click()
    page.goto(site.url + page.locator(".md_holders a").get_attribute("href"))
    expect(page.locator("div[name=name]").first).to_contain_text(first)
