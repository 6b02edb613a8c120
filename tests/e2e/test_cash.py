"""A day of a drawer: counted blind, emptied into the safe, closed; looked at after."""

import re

import pytest
from playwright.sync_api import expect
from till import Till
from tools.stack import database

pytestmark = pytest.mark.e2e

BARCODE = "2099000000712"
SET_UP = """
first = env["pos.config"].search([("name", "=", "Till 367")], limit=1)
journal = env["account.journal"].create(
    {
        "name": "Drawer 9",
        "type": "cash",
        "code": "DRW9",
        "company_id": first.company_id.id,
    }
)
cash = env["pos.payment.method"].create(
    {"name": "Cash", "journal_id": journal.id, "company_id": first.company_id.id}
)
others = first.payment_method_ids.filtered(lambda one: not one.is_cash_count)
till = first.copy({
    "name": "Till 9",
    "md_blind_count": True,
    "payment_method_ids": [(6, 0, (cash | others).ids)],
})
env["product.product"].create({
    "name": "Drawer Rice",
    "list_price": 250,
    "barcode": "%s",
    "available_in_pos": True,
    "taxes_id": False,
})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def drawer(site):
    """A till of its own, whose drawer is counted blind."""
    database.script(site.database, SET_UP % BARCODE)
    return site


def menu(page, item):
    page.locator(".pos-rightheader button:has(.fa-bars)").click()
    page.locator(".pos-burger-menu-items .dropdown-item", has_text=item).click()


def count(dialog, **pieces):
    for value, number in pieces.items():
        field = dialog.locator(f".md-piece[data-value='{value[1:]}'] input")
        field.fill(str(number))


def test_a_day_of_a_drawer(people, drawer, picture):
    site = drawer
    till = Till(people.login("cashier"), "Till 9")
    till.open(site.url, "500")
    page = till.page
    for _each in range(4):
        till.sell_for_cash(BARCODE)
    till.wait_until_synced()
    menu(page, "Safe Drop")
    dialog = page.locator(".modal:has(.md-drop-dialog)")
    dialog.locator(".md-drop-amount").fill("800")
    dialog.locator(".md-drop-bag").fill("BAG-77")
    picture(page, "till-safe-drop")
    dialog.locator(".md-drop-confirm").click()
    expect(page.locator(".o_notification", has_text="BAG-77")).to_be_visible()

    menu(page, "Close Register")
    dialog = page.locator(".md-blind-close")
    expect(dialog).not_to_contain_text("700")
    count(dialog, _500=1, _100=1, _50=1, _10=4)
    expect(dialog.locator(".md-counted")).to_contain_text("690")
    confirm = dialog.locator(".md-close-confirm")
    confirm.click()
    told = dialog.locator(".md-count-told")
    expect(told).to_contain_text("Count again")
    confirm.click()
    expect(told).to_contain_text("10.00")
    dialog.locator(".md-count-reason").fill("A torn note")
    picture(page, "till-blind-count")
    confirm.click()
    slip = page.locator(".md-till-report")
    expect(slip).to_contain_text("Z Report 1")
    expect(slip).to_contain_text("A torn note")
    picture(page, "till-z-report")
    page.locator(".md-report-done").click()
    expect(page.get_by_role("button", name="Open Register")).to_be_visible()


def test_a_manager_looks_at_it(people, drawer, picture):
    site, page = drawer, people.login("manager")
    page.goto(f"{site.url}/odoo/z-reports")
    row = page.locator(".o_data_row", has_text="Till 9")
    expect(row).to_contain_text("1,000.00")
    row.click()
    report = page.locator(".md_till_report")
    expect(report).to_contain_text("In the Ledger")
    expect(report).to_contain_text("BAG-77")
    expect(page.get_by_text("The till and the ledger differ")).to_be_hidden()
    picture(page, "z-report")
    with page.expect_download() as download:
        page.get_by_role("button", name="Print", exact=True).click()
    assert re.search(r"Z1\.pdf$", download.value.suggested_filename)

    page.goto(f"{site.url}/odoo/cash-counts")
    expect(page.locator(".o_data_row", has_text="A torn note")).to_contain_text("10.00")
    picture(page, "cash-counts")
    page.goto(f"{site.url}/odoo/safe-drops")
    row = page.locator(".o_data_row", has_text="BAG-77")
    row.locator("td[name=deposit_reference]").click()
    row.locator("td[name=deposit_reference] input").fill("SLIP-5")
    page.locator(".o_list_button_save").click()
    row.locator(".o_list_record_selector input").check()
    page.get_by_role("button", name="Taken to the Bank").click()
    expect(page.locator(".o_data_row", has_text="BAG-77")).to_have_count(0)
