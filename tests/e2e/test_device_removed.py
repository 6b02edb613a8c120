"""A device is removed: what it sold comes in, what it keeps goes.

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

TILL = "Removed Till"
BARCODE = "2099000000828"
SET_UP = """
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = warehouse.md_store_ref or '1'
if not env['pos.config'].search([('name', '=', %(till)r)]):
    env['md.dataset.loader']._create_till(warehouse).name = %(till)r
    env['product.product'].create({
        'name': 'Removed Tea', 'list_price': 75, 'barcode': %(barcode)r,
        'available_in_pos': True, 'taxes_id': False,
    })
env.cr.commit()
"""
KEPT = """async () => ({
    databases: (await indexedDB.databases()).map((one) => one.name).filter(
        (name) => /^(md-|point-of-sale-)/.test(name)
    ),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
})"""
NOTHING = {"databases": [], "caches": [], "workers": 0, "local": [], "session": []}
DEVICES = """
SELECT d.state, d.unsent, d.reason, d.key FROM md_till_device d
  JOIN pos_config c ON c.id = d.config_id WHERE c.name = '{till}' ORDER BY d.id DESC
"""
ORDERS = """
SELECT o.uuid FROM pos_order o
  JOIN pos_session s ON s.id = o.session_id
  JOIN pos_config c ON c.id = s.config_id
 WHERE c.name = '{till}' AND o.state <> 'draft'
"""
UNUSED = """
SELECT count(*) FROM md_receipt_block
 WHERE device = '{key}' AND state IN ('leased', 'closed')
"""
HOLD = """() => {
    const held = new Promise((done) => (window.mdLetGo = done));
    navigator.locks.request("md-till-windows", { mode: "shared" }, () => held);
}"""
REMOVE = """
env['md.till.device'].search([('key', '=', %r)])._remove(False, 'Replaced')
env.cr.commit()
"""
FINDING = """
SELECT reason, state, body IS NOT NULL FROM md_till_finding WHERE uuid = '{uuid}'
"""
FULL_RESET = """() => {
    const loader = "@point_of_sale/app/components/loader";
    const path = `${loader}/critical_pos_error/critical_pos_error`;
    const { CriticalPOSError } = odoo.loader.modules.get(path);
    CriticalPOSError.prototype.fullReset.call({});
}"""
OUTBOX = "**/web/dataset/call_kw/pos.config/md_outbox_take"
SYNC = "**/web/dataset/call_kw/pos.order/sync_from_ui"


def state_of(page, state):
    expect(page.locator("body")).to_have_attribute("data-state", state, timeout=60_000)


def opened(people, site, login="cashier"):
    database.script(site.database, SET_UP % {"till": TILL, "barcode": BARCODE})
    till = Till(people.login(login), TILL)
    page = till.page
    lost = page.get_by_role("button", name="Continue with limited functionality")
    page.add_locator_handler(lost, lambda button: button.click())
    till.open(site.url)
    page.wait_for_function("async () => (await caches.keys()).length > 0")
    page.wait_for_function("posmodel.mdOutbox.numbers.blocks.length > 0")
    return till


def sold(till):
    """Sell one piece; the receipt's uuid. It stays on the screen."""
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    till.go_to_payment()
    till.pay("Cash")
    uuid = till.page.evaluate("posmodel.getOrder().uuid")
    till.validate()
    return uuid


def device(site):
    """(state, receipts not sent, reason, key) of the newest one."""
    return site.rows(DEVICES.format(till=TILL))[0]


def remove(people, site, picture):
    """A manager does it in the back office."""
    page = people.login("manager")
    page.goto(f"{site.url}/odoo/till-devices")
    row = page.locator(".o_data_row", has_text=TILL).first
    row.wait_for()
    picture(page, "till-devices")
    row.locator("[name=name]").click()
    page.get_by_role("button", name="Remove device").click()
    dialog = page.locator(".modal")
    expect(dialog.get_by_text("Paid receipts that are only on")).to_be_visible()
    dialog.locator("[name=reason] input").fill("Replaced")
    picture(page, "till-device-removal")
    dialog.get_by_role("button", name="Remove device").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(".o_statusbar_status .o_arrow_button_current")).to_have_text(
        "Removal asked for"
    )
    return page


def quiet(people, *words):
    people.complaints[:] = [
        one for one in people.complaints if not any(word in one for word in words)
    ]


def test_what_it_sold_comes_in_and_what_it_keeps_goes(people, site, picture):
    till = opened(people, site)
    page = till.page
    page.evaluate("posmodel.mdWatch.tell()")
    # the server takes no receipts: they wait, and the list shows it
    page.route(OUTBOX, lambda route: route.fulfill(status=503))
    page.route(SYNC, lambda route: route.abort())
    uuid = sold(till)
    page.evaluate("posmodel.mdWatch.tell()")
    state, unsent, _reason, key = device(site)
    assert (state, unsent) == ("active", "1")
    office = remove(people, site, picture)

    # it hears of it, and keeps what the server does not take
    page.wait_for_url("**/pos/removed")
    state_of(page, "waiting")
    expect(page.locator("[data-when=waiting] .count")).to_have_text("1")
    picture(page, "device-removed-waiting")
    page.context.set_offline(True)
    page.reload()
    state_of(page, "away")
    expect(page.locator("[data-when=away] .count")).to_have_text("1")
    picture(page, "device-removed-away")
    kept = page.evaluate(KEPT)
    assert any(name.startswith("md-outbox-") for name in kept["databases"]), kept
    assert device(site)[0] == "removed"

    # and then it does
    page.unroute(OUTBOX)
    page.context.set_offline(False)
    state_of(page, "wiped")
    picture(page, "device-removed-wiped")
    kept = page.evaluate(KEPT)
    assert kept == NOTHING, kept
    assert (uuid,) in site.rows(ORDERS.format(till=TILL))
    assert device(site) == ("wiped", "0", "Replaced", key)
    assert site.rows(UNUSED.format(key=key)) == [("0",)]
    badge = office.locator(".o_statusbar_status .o_arrow_button_current")
    office.reload()
    expect(badge).to_have_text("Wiped")

    # nobody is logged in there any more, and the page knows of nothing
    page.goto(f"{site.url}/odoo")
    expect(page.locator(".oe_login_form")).to_be_visible()
    quiet(people, "ERR_", "503", "Failed to load", "ConnectionLostError")


def test_a_manager_removes_it_at_the_till(people, site, picture):
    till = opened(people, site, "manager")
    page = till.page
    other = page.context.new_page()  # as another window with the till has it
    other.goto(f"{site.url}/web/health")
    other.evaluate(HOLD)
    page.bring_to_front()
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    page.locator(".pos-topheader .fa-bars").click()
    page.locator(".md-forget-device").click()
    dialog = page.locator(".modal", has_text="Remove this device")
    expect(dialog.locator(".md-forget-baskets strong")).to_have_text("1")
    confirm = dialog.locator(".md-forget-confirm")
    expect(confirm).to_be_disabled()
    dialog.locator(".md-forget-reason").fill("Sold to somebody")
    picture(page, "till-forget-device")
    confirm.click()
    state_of(page, "blocked")
    assert device(site)[:3] == ("removed", "0", "Sold to somebody")
    kept = page.evaluate(KEPT)
    assert len(kept["databases"]) > 3, kept
    other.evaluate("mdLetGo()")
    state_of(page, "wiped")
    assert device(site)[0] == "wiped"
    kept = page.evaluate(KEPT)
    assert kept == NOTHING, kept
    quiet(people, "ERR_")


def test_offline_it_goes_at_its_next_contact(people, site):
    till = opened(people, site)
    page = till.page
    key = page.evaluate(
        "posmodel.mdWatch.tell().then(() => posmodel.mdWatch.facts.device)"
    )
    page.context.set_offline(True)
    before = sold(till)
    page.locator(".receipt-screen .button.next[name=done]").click()
    page.wait_for_timeout(1100)  # moments of receipts are whole seconds
    database.script(site.database, REMOVE % key)
    page.wait_for_timeout(1100)
    after = sold(till)
    assert device(site)[0] == "removed"
    page.context.set_offline(False)
    page.wait_for_url("**/pos/removed")
    state_of(page, "wiped")
    assert page.evaluate(KEPT) == NOTHING
    assert device(site)[0] == "wiped"
    stored = site.rows(ORDERS.format(till=TILL))
    assert (before,) in stored
    # of what it sold when it was removed already a manager decides
    assert (after,) not in stored
    assert site.rows(FINDING.format(uuid=after)) == [("refused", "open", "t")]
    quiet(people, "ERR_", "Failed to load", "ConnectionLostError")


def test_the_way_out_of_an_error_keeps_receipts(people, site):
    """Plain Odoo deletes every database of the browser, the outbox, too."""
    till = opened(people, site)
    page = till.page
    page.route(OUTBOX, lambda route: route.fulfill(status=503))
    page.route(SYNC, lambda route: route.abort())
    uuid = sold(till)
    with page.expect_navigation():
        page.evaluate(FULL_RESET)
    kept = page.evaluate(KEPT)
    assert any(name.startswith("md-outbox-") for name in kept["databases"]), kept
    page.unroute(OUTBOX)
    page.unroute(SYNC)
    page.reload()
    page.locator(".md-outbox-status").wait_for()
    till.wait_until_synced()
    assert (uuid,) in site.rows(ORDERS.format(till=TILL))
    quiet(people, "ERR_", "503", "Failed to load", "ConnectionLostError")


class Alone(SimpleNamespace):
    """A database that is served already."""

    def rows(self, query):
        """The rows of a query, each a tuple of texts."""
        lines = postgres.execute(query, database=self.database).splitlines()
        return [tuple(line.split("|")) for line in lines]


def alone():
    """Run on the server at URL, on the database DB."""
    site = Alone(database=os.environ["DB"], url=os.environ["URL"])
    pictures = Path(os.environ.get("PICTURES", "/tmp"))

    def picture(page, name):
        page.screenshot(path=pictures / f"{name}.png")

    with sync_playwright() as playwright:
        chromium = launch(playwright)
        for journey, more in (
            (test_what_it_sold_comes_in_and_what_it_keeps_goes, {"picture": picture}),
            (test_a_manager_removes_it_at_the_till, {"picture": picture}),
            (test_offline_it_goes_at_its_next_contact, {}),
            (test_the_way_out_of_an_error_keeps_receipts, {}),
        ):
            people = People(chromium, site.url)
            try:
                journey(people, site, **more)
            finally:
                people.picture_all(journey.__name__)
            sys.stdout.write(f"{journey.__name__} passed, {people.complaints}\n")
            sys.stdout.flush()
            people.leave()


if __name__ == "__main__":
    alone()
