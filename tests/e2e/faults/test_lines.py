"""Lines that are bad, answers that are late or not ours, the same receipt thrice."""

import time

import pytest
from fault_shop import BARCODE, CODE, PRICE
from machine import empty, enter, kept
from playwright.sync_api import expect
from till import Till

pytestmark = pytest.mark.e2e

SMALL = ("429", "500", "502", "portal", "lost", "slow")
LONG = ("silent", "late")  # as long as a till is patient
THRICE = """async () => {
    const [entry] = posmodel.mdOutbox.state.entries;
    const { send } = posmodel.mdOutbox;
    const answers = await Promise.allSettled([send(entry), send(entry), send(entry)]);
    return answers.map((one) => one.value?.state || String(one.reason));
}"""


def sell_on(shop, machine, modes):
    """A sale on each kind of line; the customer has his receipt, the books get it."""
    line, config, sold, took = shop.lines[0], shop.configs[0], {}, {}
    machine.start()
    machine.login(line.url, "cashier")
    page = machine.page()
    enter(page, line.url, config)
    for number, mode in enumerate(modes):
        line.become(mode)
        seen, began = line.sales, time.monotonic()
        basket = {"key": mode, "lines": [[CODE, 1, PRICE], [CODE, 3, 0.01 + number]]}
        uuid = page.evaluate("(basket) => mdFaults.sell(basket)", basket)
        took[mode] = round(time.monotonic() - began, 1)
        word, facts = machine.said[-1][1:]
        assert (word, facts["uuid"]) == ("shown", uuid)
        sold[uuid] = facts["total"]
        line.wait("sales", seen + 1)
        if mode != "slow":
            assert uuid in kept(page)
        line.become("good")
        empty(page)
        shop.check(sold)
    return page, line, sold, took


def test_lines_that_are_bad(shop, machine_of, record_property, picture):
    machine = machine_of()
    page, line, sold, took = sell_on(shop, machine, SMALL)
    record_property("seconds_to_the_receipt", took)
    # the same receipt, three times at once
    line.become("cut")
    basket = {"key": "thrice", "lines": [[CODE, 1, PRICE]]}
    sold[page.evaluate("(basket) => mdFaults.sell(basket)", basket)] = PRICE * 100
    line.become("good")
    assert "stored" in page.evaluate(THRICE)
    empty(page)
    shop.check(sold)
    line.become("cut")
    says_so(page, picture)


def says_so(page, picture):
    """What needs a server says so, and what can be done instead."""
    # it finds out at its next request
    page.evaluate("posmodel.data.network.offline = true")
    till = Till(page)
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    page.locator(".set-partner").click()
    search = page.locator(".modal input").first
    search.fill("Nobody whom the till knows")
    expect(page.locator(".md-offline-customers")).to_be_visible()
    search.press("Enter")
    told = page.locator(".o_notification")
    expect(told.filter(has_text="Only customers that this till knows")).to_be_visible()
    page.get_by_role("button", name="Create").first.click()
    expect(told.filter(has_text="made and changed on the server")).to_be_visible()
    picture(page, "till-offline-customers")
    page.locator(".modal").get_by_role("button", name="Discard").click()
    till.go_to_payment()
    page.get_by_role("button", name="Invoice").click()
    expect(told.filter(has_text="The invoice is made as soon as")).to_be_visible()


@pytest.mark.deep
def test_lines_that_answer_late_or_never(shop, machine_of, record_property):
    _page, _line, _sold, took = sell_on(shop, machine_of(), LONG)
    record_property("seconds_to_the_receipt", took)
    assert max(took.values()) < 25  # no customer waits longer
