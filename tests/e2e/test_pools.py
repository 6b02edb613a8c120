"""An administrator makes a pool; a manager gives it goods and sees what that does."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

# A product of which nothing is promised or kept: (name, on hand).
PRODUCT = """
SELECT t.name->>'en_US', sum(q.quantity)::int
  FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
  JOIN product_product p ON p.id = q.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
 GROUP BY t.id, l.warehouse_id
HAVING sum(q.quantity) BETWEEN 10 AND 1000 AND sum(q.reserved_quantity) = 0
   AND count(*) = 1
   AND NOT EXISTS (SELECT FROM md_inventory_pool_move m
                     JOIN product_product v ON v.id = m.product_id
                    WHERE v.product_tmpl_id = t.id)
   AND (SELECT count(*) FROM product_template o
         WHERE o.name->>'en_US' LIKE (t.name->>'en_US') || '%') = 1
 ORDER BY t.id LIMIT 1
"""
MOVES = """
SELECT m.quantity::int, u.login, m.why
  FROM md_inventory_pool_move m JOIN res_users u ON u.id = m.user_id
 WHERE m.kind = 'move'
"""


def choose(page, field, text):
    """Pick a record in a field of the dialog."""
    box = page.locator(f".modal div[name={field}] input")
    box.click()
    box.fill(text)
    page.locator(".modal .o-autocomplete--dropdown-item", has_text=text).first.click()


def make_pool(page, url):
    page.goto(f"{url}/odoo/pools/new")
    page.locator("div[name=name] input").fill("Eid")
    page.locator("div[name=code] input").fill("EID")
    page.locator(".o_field_x2many_list_row_add a").first.click()
    box = page.locator("td[name=channel_id] input")
    box.fill("Back Office")
    page.locator(".o-autocomplete--dropdown-item", has_text="Back Office").first.click()
    page.locator(".o_form_button_save").click()
    page.locator("button[name=action_activate]").click()
    expect(page.locator(".o_arrow_button_current")).to_have_text("Active")


def test_goods_are_kept_for_a_channel(people, site, picture):
    make_pool(people.login("admin"), site.url)
    name, units = site.rows(PRODUCT)[0]
    units = int(units)

    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    manager.open_app("Retail")
    manager.open_section("Pools", "Stock by Pool")
    manager.filter_by(name)
    expect(manager.cell("pool_name")).to_have_text("COMMON")
    expect(manager.cell("free")).to_have_text(f"{units}.00")
    picture(page, "stock-by-pool")

    manager.rows().first.get_by_role("button", name="Move").click()
    choose(page, "target_id", "Eid")
    amount = page.locator(".modal div[name=quantity] input")
    amount.fill(str(units + 1))
    amount.press("Tab")
    expect(page.locator(".modal .alert")).to_contain_text(f"COMMON has {units} of")
    amount.fill("4")
    amount.press("Tab")
    office = page.locator(".modal .o_data_row", has_text="Back Office")
    inside = page.locator(".modal .o_data_row", has_text="Internal")
    expect(inside.locator("td[name=after]")).to_have_text(f"{units - 4}.00")
    expect(office.locator("td[name=after]")).to_have_text(f"{units}.00")
    picture(page, "pool-move")

    page.locator(".modal button[name=action_move]").click()
    expect(page.locator(".modal .o_field_invalid[name=why]")).to_be_visible()
    page.locator(".modal div[name=why] input").fill("kept for the feast")
    page.locator(".modal button[name=action_move]").click()
    expect(page.locator(".modal")).to_have_count(0)
    eid = manager.rows().filter(has_text="Eid")
    expect(eid.locator("td[name=free]")).to_have_text("4.00")
    common = manager.rows().filter(has_text="COMMON")
    expect(common.locator("td[name=free]")).to_have_text(f"{units - 4}.00")
    assert site.rows(MOVES) == [("4", "manager", "kept for the feast")]

    manager.open_section("Pools", "Pool Moves")
    expect(manager.cell("to_name")).to_have_text("Eid")
    expect(manager.cell("why")).to_have_text("kept for the feast")
