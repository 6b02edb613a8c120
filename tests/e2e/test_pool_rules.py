"""A manager fills a pool by rule: looks at what it would do, and does just that."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

# A product with a code of which nothing is promised or kept, in one place: (code, name,
# on hand).
PRODUCT = """
SELECT p.default_code, t.name->>'en_US', sum(q.quantity)::int
  FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
  JOIN product_product p ON p.id = q.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE p.default_code <> ''
   AND NOT EXISTS (SELECT FROM md_inventory_pool_move m WHERE m.product_id = p.id)
 GROUP BY p.id, t.id
HAVING sum(q.quantity) BETWEEN 10 AND 1000 AND sum(q.reserved_quantity) = 0
   AND count(*) = 1
 ORDER BY p.id DESC LIMIT 1
"""
POOL = """
INSERT INTO md_inventory_pool (name, code, company_id, state, active, priority,
                               borrow_policy)
SELECT 'Wholesale', 'WHOLESALE', min(company_id), 'active', true, 5, 'none'
  FROM stock_warehouse
"""
MOVES = """
SELECT m.quantity::int, u.login, m.why
  FROM md_inventory_pool_move m JOIN res_users u ON u.id = m.user_id
 WHERE m.kind = 'rule'
"""


def choose(page, field, text):
    """Pick a record."""
    box = page.locator(f"div[name={field}] input").first
    box.click()
    box.fill(text)
    page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()


def fill(page, field, value):
    box = page.locator(f"div[name={field}] input").first
    box.fill(str(value))
    box.press("Tab")


def test_a_pool_is_filled_by_rule(people, site, picture):
    code, name, units = site.rows(PRODUCT)[0]
    fifth = int(units) // 5
    site.sql(POOL)
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    manager.open_app("Retail")
    manager.open_section("Pools", "Rules")
    page.locator(".o_list_button_add").click()
    fill(page, "name", "A fifth for wholesale")
    fill(page, "percent", 120)
    choose(page, "pool_id", "Wholesale")
    page.locator("div[name=applies_to] .o_radio_input").nth(2).check()
    choose(page, "product_ids", code)
    page.locator(".o_form_button_save").click()
    refusal = page.locator(".modal", has_text="Rule A fifth for wholesale: Percent is")
    expect(refusal).to_be_visible()
    refusal.locator(".btn-primary").click()
    fill(page, "percent", 20)
    page.locator(".o_form_button_save").click()

    page.locator("button[name=action_what_if]").click()
    expect(page.locator(".modal div[name=units]")).to_have_text(f"{fifth}.00")
    office = page.locator(".modal .o_data_row", has_text="Back Office")
    expect(office.locator("td[name=before]")).to_have_text(f"{units}.00")
    expect(office.locator("td[name=after]")).to_have_text(f"{int(units) - fifth}.00")
    picture(page, "pool-what-if")
    assert site.rows(MOVES) == []

    page.locator(".modal button[name=action_do]:visible").click()
    expect(page.locator(".modal")).to_have_count(0)
    expect(page.locator("div[name=last_result]")).to_have_text(
        f"Units moved: {fifth} (products: 1, places: 1)."
    )
    expect(manager.cell("moved")).to_have_text(f"{fifth}.00")
    picture(page, "pool-rule")
    assert site.rows(MOVES) == [(str(fifth), "manager", "A fifth for wholesale")]

    page.locator("button[name=action_moves]").click()
    expect(manager.cell("kind")).to_have_text("By rule")
    expect(manager.cell("quantity")).to_have_text(f"{fifth}.00")
    manager.open_section("Pools", "Stock by Pool")
    manager.filter_by(name)
    mine = manager.rows().filter(has_text="Wholesale")
    expect(mine.locator("td[name=free]")).to_have_text(f"{fifth}.00")
