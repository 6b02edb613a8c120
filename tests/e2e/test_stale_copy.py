"""Settings change, and the server is gone as the till asks what is so now.

Runs on a server by itself, too: with URL and DB in the environment.
"""

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

TILL = "Stale Till"
BARCODE = "2099000000811"
SET_UP = """
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = warehouse.md_store_ref or '1'
if not env['pos.config'].search([('name', '=', %(till)r)]):
    env['md.dataset.loader']._create_till(warehouse).name = %(till)r
    env['product.product'].create({
        'name': 'Stale Bread', 'list_price': 75, 'barcode': %(barcode)r,
        'available_in_pos': True, 'taxes_id': False,
    })
env['pos.bill'].create({'name': '0.37', 'value': 0.37})
env.cr.commit()
"""
CHANGE = """
till = env['pos.config'].search([('name', '=', %(till)r)])
till.limit_categories = not till.limit_categories
env.flush_all()
till.limit_categories = not till.limit_categories
env['pos.bill'].search([('name', '=', '0.37')]).unlink()
env.cr.commit()
"""
COPY = """async () => {
    const found = await posmodel.data.indexedDB.readAll();
    return Object.fromEntries(
        ["pos.config", "pos.session", "pos.bill", "product.product"].map((name) => [
            name,
            found[name].length,
        ])
    );
}"""
LOAD = "**/web/dataset/call_kw/pos.session/load_data"


def run(site, script):
    database.script(site.database, script % {"till": TILL, "barcode": BARCODE})


def ready(page):
    page.locator(".product-list .product").first.wait_for(timeout=60_000)


def test_the_copy_stays_until_there_is_another(people, site):
    run(site, SET_UP)
    till = Till(people.login("cashier"), TILL)
    page = till.page
    till.open(site.url)
    # as from the back office: only then, or with another session, the server is asked
    address = page.url.partition("?")[0] + "?from_backend=True"
    page.wait_for_function(f"async () => (await ({COPY})())['product.product'] > 0")
    before = page.evaluate(COPY)

    # the page comes, the data do not
    run(site, CHANGE)
    page.on("dialog", lambda dialog: dialog.accept())
    asked = []
    page.route(LOAD, lambda route: (asked.append(1), route.abort()))
    page.goto(address)
    ready(page)
    till.scan(BARCODE)
    expect(till.total()).to_contain_text("75.00")
    assert asked
    assert page.evaluate(COPY) == before

    # and now they do
    page.unroute(LOAD)
    page.evaluate("posmodel.getOrder().lines.map((line) => line.delete())")
    page.goto(address)
    ready(page)
    page.wait_for_function(
        f"async (count) => (await ({COPY})())['pos.bill'] === count",
        arg=before["pos.bill"] - 1,
    )
    after = page.evaluate(COPY)
    assert after == {**before, "pos.bill": before["pos.bill"] - 1}
    people.complaints[:] = [one for one in people.complaints if "ERR_FAILED" not in one]


class Alone(SimpleNamespace):
    """A database that is served already."""

    def rows(self, query):
        """The rows of a query, each a tuple of texts."""
        lines = postgres.execute(query, database=self.database).splitlines()
        return [tuple(line.split("|")) for line in lines]


def alone():
    """Run on the server at URL, on the database DB."""
    site = Alone(database=os.environ["DB"], url=os.environ["URL"])
    with sync_playwright() as playwright:
        people = People(launch(playwright), site.url)
        test_the_copy_stays_until_there_is_another(people, site)
        sys.stdout.write(f"passed, {people.complaints}\n")
        people.leave()


if __name__ == "__main__":
    alone()
