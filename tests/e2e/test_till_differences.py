"""A till is tampered with; the server takes the receipt, and a manager sees it."""

import pytest
from backoffice import BackOffice
from playwright.sync_api import expect
from till import Till
from tools.stack import database

pytestmark = pytest.mark.e2e

BARCODE = "2099000000033"
CHECK = "env['md.promotion.check']._cron_check()\nenv.cr.commit()\n"
TAKEN = """
SELECT count(*) FROM pos_order o JOIN pos_order_line l ON l.order_id = o.id
  JOIN product_product p ON p.id = l.product_id
 WHERE p.barcode = '{barcode}' AND o.state = 'paid'
"""
NOTE = "The browser was tampered with; talked to the cashier"


def sell_too_cheap(page, site):
    """A pan at 1450.00 for 950.00, by changing the page and not by the numpad."""
    till = Till(page)
    till.open(site.url)
    page.evaluate(f"posmodel.loadNewProducts([['barcode', '=', '{BARCODE}']])")
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    page.evaluate("() => { posmodel.getOrder().lines[0].price_unit = 950; }")
    expect(till.total()).to_contain_text("950")
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    expect(till.receipt()).to_contain_text("Tampered Pan")


def test_manager_sees_what_a_tampered_till_sold(people, site, picture):
    page = people.login("manager")
    manager = BackOffice(page, site.url)
    values = {"name": "Tampered Pan", "list_price": 1450, "barcode": BARCODE}
    values |= {"available_in_pos": True, "taxes_id": []}
    manager.call("product.product", "create", [values])
    sell_too_cheap(people.login("cashier"), site)
    # the customer has paid: the receipt is there, whatever it costs
    assert site.rows(TAKEN.format(barcode=BARCODE)) == [("1",)]
    database.script(site.database, CHECK)

    manager.open_app("Retail")
    manager.open_section("Promotions", "Differences at Tills")
    row = manager.rows().filter(has_text="Tampered Pan was sold at 950.00")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("-500.00")
    picture(page, "till-differences")
    row.locator("td[name=reference]").click()
    line = page.locator(".md-difference tr", has_text="Tampered Pan")
    expect(line).to_contain_text("1,450.00")
    expect(line).to_contain_text("-500.00")
    picture(page, "till-difference")
    page.get_by_role("button", name="Resolve").click()
    dialog = page.locator(".modal")
    dialog.locator("[name=note] textarea").fill(NOTE)
    dialog.get_by_role("button", name="Resolve").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("[name=note]")).to_contain_text(NOTE)
    page.locator(".o_breadcrumb .o_back_button, .breadcrumb-item a").first.click()
    expect(manager.rows().filter(has_text="Tampered Pan")).to_have_count(0)
