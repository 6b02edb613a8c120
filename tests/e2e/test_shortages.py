"""A count takes what was promised: a manager sees who lost, why, and that it ends."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

# A product in one place, nothing promised of it: (product, warehouse, quant, units).
PRODUCT = """
SELECT q.product_id, l.warehouse_id, min(q.id), sum(q.quantity)::int
  FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
  JOIN product_product p ON p.id = q.product_id
 GROUP BY q.product_id, l.warehouse_id
HAVING count(*) = 1 AND sum(q.quantity) BETWEEN 10 AND 500
   AND sum(q.reserved_quantity) = 0
   AND NOT EXISTS (SELECT FROM md_stock_counter n WHERE n.product_id = q.product_id
                      AND (n.claimed > 0 OR n.allotted > 0))
 ORDER BY q.product_id DESC LIMIT 1
"""


def promise(office, product, warehouse, units):
    """A confirmed order of the manager's; its name."""
    [partner] = office.call("res.partner", "search", [], limit=1)["result"]
    [uid] = office.call("res.users", "search", [["login", "=", "manager"]])["result"]
    order = office.call(
        "sale.order",
        "create",
        {
            "partner_id": partner,
            "warehouse_id": warehouse,
            "user_id": uid,
            "order_line": [[0, 0, {"product_id": product, "product_uom_qty": units}]],
        },
    )["result"]
    assert "error" not in office.call("sale.order", "action_confirm", [order])
    return office.call("sale.order", "read", [order], ["name"])["result"][0]["name"]


def count(office, quant, units):
    """Somebody counts the shelf."""
    for method, words in (
        ("write", [{"inventory_quantity": units}]),
        ("action_apply_inventory", []),
    ):
        answer = office.call("stock.quant", method, [quant], *words)
        assert "error" not in answer, answer


def test_who_loses_sees_it_at_once(people, site, picture):
    product, warehouse, quant, units = map(int, site.rows(PRODUCT)[0])
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    first = promise(manager, product, warehouse, units - 2)
    second = promise(manager, product, warehouse, 2)
    manager.open_app("Retail")
    manager.open_section("Promises", "Shortages")
    expect(page.locator(".o_nocontent_help")).to_contain_text("can be kept")

    count(manager, quant, units - 1)
    expect(manager.rows()).to_have_count(1)
    expect(manager.cell("document")).to_have_text(second)
    expect(manager.cell("left")).to_have_text("1.00")
    expect(manager.cell("standing")).to_have_text("Promised, not paid")
    expect(page.locator(".o_notification")).to_contain_text(f"for {second} are gone")
    page.locator(".o_notification_close").first.click()
    expect(page.locator(".o_notification")).to_have_count(0)
    picture(page, "shortages")

    manager.cell("product_id").click()
    table = page.locator("div[name=explanation] tr")
    expect(table.nth(1)).to_contain_text(first)
    expect(table.nth(2)).to_contain_text(second)
    expect(table.nth(2).locator("td").nth(4)).to_have_text("1")
    expect(page.locator("div[name=cause]")).to_have_text(
        "Counted by Mita Rahman (manager)"
    )
    picture(page, "shortage")

    count(manager, quant, units)
    expect(page.locator(".o_arrow_button_current")).to_have_text("Goods found")
    manager.open_section("Promises", "Shortages")
    expect(page.locator(".o_nocontent_help")).to_contain_text("can be kept")
