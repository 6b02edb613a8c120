"""The network is cut, the page reloaded, the tab killed: numbers follow one another.

Runs on a server by itself, too: with URL and DB in the environment.
"""

import os
import re
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from people import People, launch
from till import Till
from tools.stack import database

from test_outbox import Alone, kill, picture_into, waiting

pytestmark = pytest.mark.e2e

NAME = "Numbers Till"
BARCODE = "2099000000750"
SIZE = 40
SET_UP = """
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = warehouse.md_store_ref or '1'
till = env['pos.config'].search([('name', '=', %(name)r)])
if not till:
    till = env['md.dataset.loader']._create_till(warehouse)
    till.name, till.md_receipt_code = %(name)r, 'N7'
    till.md_receipt_block_size = %(size)d
    env['product.product'].create({
        'name': 'Numbered Rice', 'list_price': 75, 'barcode': %(barcode)r,
        'available_in_pos': True, 'taxes_id': False,
    })
env.cr.commit()
"""
ORDERS = """
SELECT o.md_receipt_number, o.state, coalesce(o.md_receipt_printed, '')
  FROM pos_order o JOIN pos_config c ON c.id = o.config_id
 WHERE c.name = '{name}' AND o.state = 'paid' ORDER BY o.md_receipt_serial
"""
# The tab dies between the write of a receipt and what comes after it.
DIES = """() => {
    const { store } = posmodel.mdOutbox;
    const put = store.putNumbered.bind(store);
    store.putNumbered = async (...told) => {
        await put(...told);
        window.mdWritten = true;
        await new Promise(() => {});
    };
}"""


def run(site, script):
    words = {"name": NAME, "barcode": BARCODE, "size": SIZE}
    database.script(site.database, script % words)


def sell(till):
    """One piece for cash; return the number that is printed."""
    page = till.page
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    number = till.receipt().locator(".md-receipt-number").inner_text()
    page.locator(".receipt-screen .button.next").first.click()
    expect(till.lines).to_have_count(0)
    return number


def serial(number):
    """The last digits of a number of this till."""
    return int(re.fullmatch(r"N7-\d{4}-\d\d-(\d{6})", number)[1])


def opened(people, site):
    till = Till(people.login("cashier"), NAME)
    lost = till.page.get_by_role("button", name="Continue with limited functionality")
    till.page.add_locator_handler(lost, lambda button: button.click())
    till.open(site.url)
    waiting(till.page, 0)
    return till


@pytest.fixture(scope="module")
def numbers_site(site):
    """The shop has a till of this journey's own."""
    run(site, SET_UP)
    return site


def test_numbers_follow_one_another_whatever_happens(people, numbers_site, picture):
    site = numbers_site
    till = opened(people, site)
    page = till.page
    page.wait_for_function("() => Boolean(navigator.serviceWorker?.controller)")
    page.context.set_offline(True)
    sold = [sell(till) for _each in range(3)]
    first = serial(sold[0])
    page.reload()
    start = page.get_by_role("button", name="Open Register")
    product = page.locator(".product-list .product").first
    expect(start.or_(product).first).to_be_visible()
    if start.is_visible():
        start.click()
    product.wait_for()
    sold += [sell(till) for _each in range(2)]
    assert [serial(number) for number in sold] == [*range(first, first + 5)]
    # the tab dies when a receipt is written and not yet shown
    page.evaluate(DIES)
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    till.go_to_payment()
    till.pay("Cash")
    page.locator(".payment-screen .validation-button.next").click()
    page.wait_for_function("() => window.mdWritten")
    page = kill(page)
    page.context.set_offline(False)
    till = Till(page, NAME)
    till.open(site.url)
    waiting(page, 0)
    sold.append(sell(till))
    till.wait_until_synced()
    assert serial(sold[-1]) == first + 6
    rows = site.rows(ORDERS.format(name=NAME))[-7:]
    assert [serial(row[0]) for row in rows] == [*range(first, first + 7)]
    assert {row[1:] for row in rows} == {("paid", "")}
    till.scan(BARCODE)
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    picture(page, "till-receipt-number")
    people.complaints.clear()  # what a browser says without a network


def test_a_manager_sees_what_became_of_each_number(people, numbers_site, picture):
    site = numbers_site
    page = people.login("manager")
    page.goto(f"{site.url}/odoo/receipt-numbers")
    row = page.locator(".o_data_row", has_text=NAME).first
    expect(row).to_contain_text("N7-")
    picture(page, "receipt-numbers")
    row.locator("td").nth(1).click()
    page.get_by_role("button", name="Device is lost: void the rest").click()
    page.locator(".modal-footer .btn-primary").click()
    expect(page.locator(".o_form_view")).to_contain_text("Voided, see below")
    picture(page, "receipt-numbers-voided")
    page.goto(f"{site.url}/odoo/voided-receipt-numbers")
    expect(page.locator(".o_data_row").first).to_contain_text("The device is lost")
    picture(page, "voided-numbers")


def alone():
    """Run on the server at URL, on the database DB; pictures go to PICTURES."""
    site = Alone(database=os.environ["DB"], url=os.environ["URL"])
    picture = picture_into(os.environ.get("PICTURES"))
    run(site, SET_UP)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        for journey in (
            test_numbers_follow_one_another_whatever_happens,
            test_a_manager_sees_what_became_of_each_number,
        ):
            people = People(chromium, site.url)
            journey(people, site, picture)
            people.leave()
            sys.stdout.write(f"{journey.__name__} passed\n")
            sys.stdout.flush()


if __name__ == "__main__":
    alone()
