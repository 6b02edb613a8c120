"""A manager loads a file of pool moves; each row has its result."""

import csv

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

# A product with a code of which nothing is promised: (code, short name of warehouse).
PRODUCT = """
SELECT p.default_code, w.code
  FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
  JOIN stock_warehouse w ON w.id = l.warehouse_id
  JOIN product_product p ON p.id = q.product_id
 WHERE q.quantity > 10 AND q.reserved_quantity = 0 AND p.default_code <> ''
 ORDER BY q.id DESC LIMIT 1
"""
POOL = """
INSERT INTO md_inventory_pool (name, code, company_id, state, active, priority,
                               borrow_policy)
SELECT 'Export', 'EXPORT', company_id, 'active', true, 5, 'none'
  FROM stock_warehouse WHERE code = '{}'
"""
MOVED = """
SELECT quantity::int, why FROM md_inventory_pool_move WHERE kind = 'import' ORDER BY id
"""


def test_rows_of_a_file_have_their_results(people, site, picture, tmp_path):
    sku, place = site.rows(PRODUCT)[0]
    site.sql(POOL.format(place))
    file = tmp_path / "moves.csv"
    file.write_text(
        "sku,warehouse,to,quantity,why\n"
        f"{sku},{place},EXPORT,3,container\n"
        f"8.90123E+12,{place},EXPORT,1,\n"
        f"{sku},{place},EXPORT,100000,\n",
        encoding="utf-8",
    )
    manager = BackOffice(people.login("manager"), site.url)
    page = manager.page
    manager.open_app("Retail")
    manager.open_section("Pools", "Moves from a File")
    page.locator(".o_list_button_add").click()
    page.locator("div[name=file] input[type=file]").set_input_files(file)
    expect(page.locator("div[name=file] input[type=text]")).to_have_value("moves.csv")
    page.locator("div[name=why] input").fill("next week")
    page.locator("button[name=action_check]").click()
    expect(manager.cell("state", 0)).to_have_text("Ready")
    expect(manager.cell("message", 1)).to_contain_text("Row 3, column sku: 8.90123E+12")
    expect(manager.cell("state", 2)).to_have_text("Ready")
    picture(page, "pool-import")

    page.locator("button[name=action_what_if]").click()
    expect(page.locator(".modal div[name=moves]")).to_have_text("1")
    expect(page.locator(".modal div[name=refusals]")).to_contain_text("Row 4: COMMON")
    office = page.locator(".modal .o_data_row", has_text="Back Office")
    expect(office.locator("td[name=change]")).to_have_text("-3.00")
    page.locator(".modal button", has_text="Discard").click()
    assert site.rows(MOVED) == []

    page.locator("button[name=action_move]").click()
    page.locator(".modal .btn-primary").click()
    expect(manager.cell("state", 0)).to_have_text("Moved")
    expect(manager.cell("message", 2)).to_contain_text("not 100000")
    assert site.rows(MOVED) == [("3", "container")]

    with page.expect_download() as download:
        page.locator("div[name=result] .fa-download, div[name=result] a").first.click()
    with open(download.value.path(), encoding="utf-8-sig") as stream:
        results = [row["result"] for row in csv.DictReader(stream)]
    assert results == ["moved", "refused", "refused"]
