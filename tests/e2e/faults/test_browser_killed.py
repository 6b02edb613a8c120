"""The whole browser is killed at each step of a payment, and started again."""

import time

import pytest
from fault_shop import BARCODE, CODE, PRICE
from machine import empty, enter, kept
from playwright.sync_api import expect
from till import Till

pytestmark = pytest.mark.e2e

HANG = """(step) => {
    const { store } = posmodel.mdOutbox;
    const put = store.putNumbered.bind(store);
    store.putNumbered = async (...told) => {
        if (step === "after") {
            await put(...told);
        }
        window.mdStep = step;
        await new Promise(() => {});
    };
}"""
BASKET = {"key": "next", "lines": [[CODE, 1, PRICE]]}


def pay(page, click=True):
    """One piece for cash, up to the click on Validate."""
    till = Till(page)
    till.scan(BARCODE)
    expect(till.lines).to_have_count(1)
    till.go_to_payment()
    till.pay("Cash")
    uuid = page.evaluate("posmodel.getOrder().uuid")
    if click:
        page.locator(".payment-screen .validation-button.next").click()
    return uuid


def before_it_is_kept(page, line):
    page.evaluate(HANG, "before")
    uuid = pay(page)
    page.wait_for_function("() => window.mdStep")
    return uuid, False


def after_it_is_kept(page, line):
    page.evaluate(HANG, "after")
    uuid = pay(page)
    page.wait_for_function("() => window.mdStep")
    return uuid, True


def while_core_sends(page, line):
    line.become("silent")
    count = line.sales
    uuid = pay(page)
    line.wait("sales", count + 1)
    return uuid, True


def stored_but_not_told(page, line):
    line.become("answered")
    count = line.answers
    uuid = pay(page)
    line.wait("answers", count + 1)
    return uuid, True


def as_the_receipt_appears(page, line):
    line.become("cut")
    uuid = pay(page)
    page.locator(".receipt-screen").wait_for()
    return uuid, True


def while_the_outbox_sends(page, line):
    line.become("cut")
    uuid = pay(page)
    page.locator(".receipt-screen").wait_for()
    line.become("silent")
    line.wait("sales", line.sales + 1)
    return uuid, True


def a_moment_later(page, line):
    line.become("cut")
    uuid = pay(page)
    page.locator(".receipt-screen .button.next[name=done]").click()
    time.sleep(0.3)
    return uuid, True


STEPS = (
    before_it_is_kept,
    after_it_is_kept,
    stored_but_not_told,
    as_the_receipt_appears,
    while_core_sends,
    while_the_outbox_sends,
    a_moment_later,
)
SMALL = (before_it_is_kept, stored_but_not_told, as_the_receipt_appears)


def kill_at(shop, machine, steps):
    """Kill at each step; then a till starts again and sells on."""
    line, config, sold = shop.lines[0], shop.configs[0], {}
    page = started(machine, line, config)
    for step in steps:
        uuid, paid = step(page, line)
        machine.kill()
        line.become("good")
        page = started(machine, line, config)
        if paid:
            sold[uuid] = PRICE * 100
        else:
            assert uuid not in kept(page)
        sold[page.evaluate("(basket) => mdFaults.sell(basket)", BASKET)] = PRICE * 100
        empty(page)
        shop.check(sold)


def started(machine, line, config):
    """The till of a machine that was off."""
    machine.start()
    machine.login(line.url, "cashier")
    page = machine.page()
    enter(page, line.url, config)
    return page


def test_a_browser_is_killed_while_somebody_pays(shop, machine_of):
    kill_at(shop, machine_of(), SMALL)


@pytest.mark.deep
def test_a_browser_is_killed_at_each_step_of_a_payment(shop, machine_of):
    kill_at(shop, machine_of(), STEPS)
