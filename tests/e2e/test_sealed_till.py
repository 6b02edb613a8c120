"""What a till keeps of people is not readable in its browser, and is sold all the same.

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

TILL = "Sealed Till"
CUSTOMER = "Rahima Sealed Khatun"
PHONE = "01711555777"
BARCODE = "2099000000798"
MOST_READING = 15_000  # ms for 20,000 customers, on a machine that does other things
SCRIPT = Path(__file__).with_suffix("").with_name("sealed_till.js").read_text()
SET_UP = """
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = warehouse.md_store_ref or '1'
if not env['pos.config'].search([('name', '=', %(till)r)]):
    env['md.dataset.loader']._create_till(warehouse).name = %(till)r
    env['product.product'].create({
        'name': 'Sealed Rice', 'list_price': 75, 'barcode': %(barcode)r,
        'available_in_pos': True, 'taxes_id': False,
    })
    env['res.partner'].create({'name': %(customer)r, 'phone': %(phone)r})
env.cr.commit()
"""
CHOOSE = """async (name) => {
    const found = await posmodel.data.searchRead("res.partner", [["name", "=", name]]);
    posmodel.getOrder().partner_id = found[0];
    await posmodel.data.synchronizeLocalDataInIndexedDB();
}"""
ORDERS = """
SELECT o.uuid, p.name FROM pos_order o
  JOIN pos_session s ON s.id = o.session_id
  JOIN pos_config c ON c.id = s.config_id
  JOIN res_partner p ON p.id = o.partner_id
 WHERE c.name = '{till}' AND o.state <> 'draft'
"""


def set_up(site):
    facts = {"till": TILL, "customer": CUSTOMER, "phone": PHONE, "barcode": BARCODE}
    database.script(site.database, SET_UP % facts)


def waiting(page, count):
    status = page.locator(".md-outbox-status")
    expect(status).to_have_attribute("data-count", str(count), timeout=90_000)


def opened(people, site):
    till = Till(people.login("cashier"), TILL)
    lost = till.page.get_by_role("button", name="Continue with limited functionality")
    till.page.add_locator_handler(lost, lambda button: button.click())
    till.open(site.url)
    waiting(till.page, 0)
    till.page.evaluate(SCRIPT)
    return till


def disk(page):
    """{database and store: text of its rows}, with the receipts' own parts first."""
    return page.evaluate("mdSealed.disk()")


def shows(found, words):
    """Which place shows which of these words."""
    return sorted(
        (place, word) for place, text in found.items() for word in words if word in text
    )


def test_a_sale_without_a_server_shows_nobody(people, site):
    set_up(site)
    till = opened(people, site)
    page = till.page
    page.context.set_offline(False)
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    page.evaluate(CHOOSE, CUSTOMER)
    page.context.set_offline(True)
    till.go_to_payment()
    till.pay("Cash")
    uuid = page.evaluate("posmodel.getOrder().uuid")
    till.validate()
    waiting(page, 1)
    page.evaluate("posmodel.data.synchronizeLocalDataInIndexedDB()")
    found = disk(page)
    outbox = [place for place in found if place.startswith("md-outbox-")]
    assert any(uuid in found[place] for place in outbox), "the receipt waits"
    assert shows(found, [CUSTOMER, PHONE]) == []
    assert shows({place: found[place] for place in outbox}, ["Sealed Rice"]) == []

    # the tab is gone, and another one sends it
    context = page.context
    page.close(run_before_unload=False)
    page = context.new_page()
    context.set_offline(False)
    till = Till(page, TILL)
    till.open(site.url)
    waiting(page, 0)
    assert (uuid, CUSTOMER) in site.rows(ORDERS.format(till=TILL))
    page.locator(".product-list .product").first.wait_for()
    cut = ("ERR_", "ConnectionLostError")
    people.complaints[:] = [
        one for one in people.complaints if not any(word in one for word in cut)
    ]


def test_rows_of_older_versions_and_of_other_keys(people, site):
    set_up(site)
    page = opened(people, site).page
    found = page.evaluate("(name) => mdSealed.rows(name)", CUSTOMER)
    assert found == {
        "before": True,
        "upgraded": [["a", "9.75"], ["b", "9.75"]],
        "after": False,
        "again": True,
        "damaged": "damaged",
        "kept": "9.75",
        "extractable": False,
        "one": True,
    }


def test_customers_are_kept_sealed(people, site):
    set_up(site)
    page = opened(people, site).page
    found = page.evaluate(
        "([name, phone]) => mdSealed.cache(name, phone)", [CUSTOMER, PHONE]
    )
    took = {name: found.pop(name) for name in ("writing", "reading")}
    sys.stdout.write(f"20,000 customers: {took}\n")
    assert took["reading"] < MOST_READING
    assert found == {
        "shown": [],
        "products": True,
        "read": [{"id": 7, "name": CUSTOMER, "phone": PHONE}],
        "orders": [],
        "left": [7, 9],  # 8 is the row of 7, moved
        "many": 20_002,
    }


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
        chromium = launch(playwright)
        for journey in (
            test_a_sale_without_a_server_shows_nobody,
            test_rows_of_older_versions_and_of_other_keys,
            test_customers_are_kept_sealed,
        ):
            people = People(chromium, site.url)
            journey(people, site)
            sys.stdout.write(f"{journey.__name__} passed, {people.complaints}\n")
            sys.stdout.flush()
            people.leave()


if __name__ == "__main__":
    alone()
