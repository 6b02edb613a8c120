"""The server is really gone: a till is reloaded wherever it stands, scans and sells."""

import time

import pytest
import served
from people import People
from playwright.sync_api import expect
from till import Till
from tools.stack import postgres

pytestmark = pytest.mark.e2e

DB = "md_e2e_offline"
BARCODE = "SELECT barcode FROM product_product WHERE default_code = 'CJ-1028816'"
PAID = "SELECT count(*) FROM pos_order WHERE state = 'paid'"
CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"
# The page and its scripts are kept a moment after the first load.
READY = """async () => {
    const cache = await caches.open("odoo-pos-cache");
    const kept = (await cache.keys()).map((one) => new URL(one.url).pathname);
    return kept.some((path) => /^\\/pos\\/ui\\/\\d+$/.test(path)) &&
        kept.some((path) => path.includes("/web/assets/") && path.endsWith(".js"));
}"""


@pytest.fixture(scope="module")
def shop(warm):
    """A shop whose server may be ended."""
    served.make_database(DB)
    served.load_slice(DB)
    yield DB
    postgres.drop(DB)


def number(statement):
    return int(postgres.execute(statement, database=DB))


def reaches(count):
    """So many receipts are on the server, and no more come."""
    until = time.monotonic() + 60
    while number(PAID) < count and time.monotonic() < until:
        time.sleep(0.5)
    time.sleep(2)
    assert number(PAID) == count


def enter(page):
    """Past the first screen, which asks who sells, or the receipt of before."""
    start = page.get_by_role("button", name="Open Register")
    start = start.or_(page.locator(".receipt-screen .button.next[name=done]"))
    expect(start.or_(page.locator(".product-list .product")).first).to_be_visible()
    if start.first.is_visible():
        start.first.click()
    page.locator(".product-list .product").first.wait_for()


def test_a_till_is_reloaded_without_a_server(shop, browser, picture):
    barcode = postgres.execute(BARCODE, database=DB).strip()
    with served.serve(shop) as (port, _log):
        people = People(browser, f"http://localhost:{port}")
        till = Till(people.login("cashier"))
        till.open(people.url)
        page = till.page
        page.wait_for_function(CONTROLLED)  # from the first load on
        page.wait_for_function(READY)
        till.sell_for_cash(barcode)
        till.scan(barcode)
        till.go_to_payment()
        till.pay("Cash")
        till.validate()
        till.wait_until_synced()
        assert "/receipt/" in page.url
    # nobody answers on this port now
    before = number(PAID)
    page.reload()
    page.locator(".pos-topheader, .login-overlay").first.wait_for()
    page.goto(page.url.partition("/receipt/")[0])
    enter(page)
    page.reload()
    enter(page)
    till.scan(barcode)  # the scanner is alive
    expect(till.lines).to_have_count(1)
    picture(page, "till-offline")
    till.go_to_payment()
    till.pay("Cash")
    till.validate()
    page.reload()
    page.locator(".pos-topheader, .login-overlay").first.wait_for()
    assert number(PAID) == before
    with served.serve(shop, port=port):
        page.reload()
        enter(page)
        reaches(before + 1)
        till.sell_for_cash(barcode)
        reaches(before + 2)
    # a browser without a server complains; nothing else went wrong
    ours = [one for one in people.complaints if "exception" in one[:20]]
    assert ours == []
    people.leave()
