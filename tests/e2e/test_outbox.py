"""A till is cut off, killed, changed from afar: each receipt is on the server once.

Runs on a server by itself, too: with URL and DB in the environment.
"""

import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from people import People, launch
from till import Till
from tools.stack import database, postgres

pytestmark = pytest.mark.e2e

NAME = "Outbox Till"
BARCODE = "2099000000736"
SET_UP = """
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = warehouse.md_store_ref or '1'
till = env['pos.config'].search([('name', '=', %(name)r)])
if not till:
    till = env['md.dataset.loader']._create_till(warehouse)
    till.name = %(name)r
    env['product.product'].create({
        'name': 'Outbox Rice', 'list_price': 75, 'barcode': %(barcode)r,
        'available_in_pos': True, 'taxes_id': False,
    })
env.cr.commit()
"""
CHANGE = """
till = env['pos.config'].search([('name', '=', %(name)r)])
for limited in (True, False):
    till.limit_categories = limited
    env.flush_all()
env.cr.commit()
"""
CLOSE = """
session = env['pos.config'].search([('name', '=', %(name)r)]).current_session_id
session.order_ids.filtered(lambda o: o.state == 'draft').state = 'cancel'
session.post_closing_cash_details(session.cash_register_balance_end)
answer = session.close_session_from_ui()
assert answer['successful'], answer
env.cr.commit()
"""
ORDERS = """
SELECT o.uuid, o.state, o.amount_total::int, s.rescue FROM pos_order o
  JOIN pos_session s ON s.id = o.session_id
  JOIN pos_config c ON c.id = s.config_id
 WHERE c.name = '{name}' ORDER BY o.id
"""
KEPT = (
    """async () => (await posmodel.mdOutbox.store.all()).map((entry) => entry.uuid)"""
)


def run(site, script):
    database.script(site.database, script % {"name": NAME, "barcode": BARCODE})


def orders(site):
    """[(uuid, state, whole amount, rescue)] of this till."""
    return site.rows(ORDERS.format(name=NAME))


def waiting(page, count):
    """The till says that so many wait; it may take as long as it waits to try again."""
    status = page.locator(".md-outbox-status")
    expect(status).to_have_attribute("data-count", str(count), timeout=90_000)


def sell_offline(till):
    """One piece for cash, without a server; return the receipt's uuid."""
    page = till.page
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    till.go_to_payment()
    till.pay("Cash")
    uuid = page.evaluate("posmodel.getOrder().uuid")
    till.validate()
    assert uuid in page.evaluate(KEPT), "kept before the receipt is shown"
    page.locator(".receipt-screen .button.next").first.click()
    expect(till.lines).to_have_count(0)
    return uuid


def kill(page):
    """The tab is gone, without a word to the page; another of the same browser."""
    context = page.context
    page.close(run_before_unload=False)
    return context.new_page()


def opened(people, site):
    till = Till(people.login("cashier"), NAME)
    # the till says so when it loses its server, at a moment of its own
    lost = till.page.get_by_role("button", name="Continue with limited functionality")
    till.page.add_locator_handler(lost, lambda button: button.click())
    till.open(site.url)
    waiting(till.page, 0)
    return till


@pytest.fixture(scope="module")
def outbox_site(site):
    """The shop has a till of this journey's own."""
    run(site, SET_UP)
    return site


def test_settings_change_while_a_till_is_cut_off(people, outbox_site, picture):
    site = outbox_site
    before = len(orders(site))
    till = opened(people, site)
    page = till.page
    page.context.set_offline(True)
    sold = [sell_offline(till) for _each in range(2)]
    waiting(page, 2)
    page.locator(".md-outbox-status").click()
    expect(page.locator(".md-outbox-row")).to_have_count(2)
    picture(page, "till-outbox")
    with page.expect_download() as download:
        page.locator(".md-outbox-export").click()
    file = json.loads(Path(download.value.path()).read_text())
    assert [entry["uuid"] for entry in file["entries"]] == sold
    page = kill(page)
    run(site, CHANGE)
    page.context.set_offline(False)
    till = Till(page, NAME)
    till.open(site.url)
    waiting(page, 0)
    found = orders(site)[before:]
    assert [row[0] for row in found] == sold
    assert {row[1:3] for row in found} == {("paid", "75")}
    # the file is read in afterwards: nothing is sold twice
    page.locator(".md-outbox-status").click()
    page.locator(".md-outbox-import-file").set_input_files(
        {
            "name": "receipts.json",
            "mimeType": "application/json",
            "buffer": json.dumps(file).encode(),
        }
    )
    expect(page.locator(".md-outbox-said")).to_contain_text("known already")
    waiting(page, 0)
    assert len(orders(site)) == before + 2
    people.complaints.clear()  # what a browser says without a network


def test_the_session_is_closed_while_a_till_is_cut_off(people, outbox_site, picture):
    site = outbox_site
    before = len(orders(site))
    till = opened(people, site)
    till.page.context.set_offline(True)
    uuid = sell_offline(till)
    page = kill(till.page)
    run(site, CLOSE)
    page.context.set_offline(False)
    Till(page, NAME).open(site.url)
    waiting(page, 0)
    people.complaints.clear()  # what a browser says without a network
    [row] = orders(site)[before:]
    assert (row[0], row[2], row[3]) == (uuid, "75", "t")
    look = people.login("manager")
    look.goto(f"{site.url}/odoo/late-receipts")
    expect(look.locator(".o_data_row").first).to_contain_text("RESCUE")
    picture(look, "late-receipts")


def test_data_are_reloaded_and_the_server_is_busy(people, outbox_site):
    """Core deletes what it has not sent; a server with 429 and 500 refuses nothing."""
    site = outbox_site
    before = len(orders(site))
    till = opened(people, site)
    page = till.page
    answers = [429, 500]

    def busy(route):
        if answers:
            route.fulfill(status=answers.pop(0), body="busy")
        else:
            route.abort()

    for name in ("pos.order/sync_from_ui", "pos.config/md_outbox_take"):
        page.route(f"**/web/dataset/call_kw/{name}", busy)
    people.complaints.clear()
    uuid = sell_offline(till)
    waiting(page, 1)
    page.evaluate("posmodel.reloadData()")
    page.locator(".pos .product-screen, .pos .login-overlay").first.wait_for()
    assert page.evaluate(KEPT) == [uuid]
    assert not orders(site)[before:]
    page.unroute_all(behavior="ignoreErrors")
    waiting(page, 0)
    assert [row[:3] for row in orders(site)[before:]] == [(uuid, "paid", "75")]
    people.complaints.clear()  # what the server was made to say


class Alone(SimpleNamespace):
    """A database that is served already."""

    def rows(self, query):
        """The rows of a query, each a tuple of texts."""
        lines = postgres.execute(query, database=self.database).splitlines()
        return [tuple(line.split("|")) for line in lines]


def picture_into(folder):
    """Take pictures when a folder is given."""

    def picture(page, name):
        if folder:
            page.screenshot(path=f"{folder}/{name}.png")

    return picture


def alone():
    """Run on the server at URL, on the database DB; pictures go to PICTURES."""
    site = Alone(database=os.environ["DB"], url=os.environ["URL"])
    picture = picture_into(os.environ.get("PICTURES"))
    run(site, SET_UP)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        for journey, more in (
            (test_settings_change_while_a_till_is_cut_off, [picture]),
            (test_the_session_is_closed_while_a_till_is_cut_off, [picture]),
            (test_data_are_reloaded_and_the_server_is_busy, []),
        ):
            people = People(chromium, site.url)
            journey(people, site, *more)
            people.leave()
            sys.stdout.write(f"{journey.__name__} passed\n")
            sys.stdout.flush()


if __name__ == "__main__":
    alone()
