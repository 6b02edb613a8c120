"""Two windows of one till: both sell, one sends, each knows what the other keeps."""

import pytest
from fault_shop import CODE, PRICE
from machine import empty, enter, kept
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e

EACH = 3
TAKE = "/pos.config/md_outbox_take"


def baskets(name):
    return [
        {"key": f"{name}{n}", "lines": [[CODE, 1 + n, PRICE], [CODE, 1, 0.05]]}
        for n in range(EACH)
    ]


def both_sell(machine, pages):
    """Each window sells its baskets, at the same time."""
    for name, page in pages.items():
        page.evaluate("(list) => { mdFaults.work(list) }", baskets(name))
    first = next(iter(pages.values()))
    while sum(word == "done" for _key, word, _facts in machine.said) < len(pages):
        first.wait_for_timeout(100)
    told = [facts for _key, word, facts in machine.said if word == "shown"]
    assert len(told) == EACH * len(pages), machine.said
    return told


def counts(pages, number):
    for page in pages.values():
        status = page.locator(".md-outbox-status")
        expect(status).to_have_attribute("data-count", str(number), timeout=60_000)


def test_two_windows_of_a_till(shop, machine_of):
    line, config = shop.lines[3], shop.configs[3]
    machine = machine_of().start()
    machine.login(line.url, "cashier")
    pages = {name: machine.page(name) for name in ("a", "b")}
    for page in pages.values():
        enter(page, line.url, config)
    line.become("cut")
    told = both_sell(machine, pages)
    sold = {facts["uuid"]: facts["total"] for facts in told}
    numbers = [facts["reference"] for facts in told]
    assert len(set(numbers)) == len(numbers), numbers
    counts(pages, len(sold))
    # no window closes the day over what the other keeps
    assert pages["b"].evaluate("posmodel.mdMayClose()") is False
    assert sorted(kept(pages["b"])) == sorted(sold)
    # the window that sends is closed in the middle of it: the other goes on
    line.become("silent")
    seen = line.sales
    pages["a"].evaluate("() => { posmodel.mdOutbox.wake(0) }")
    line.wait("sales", seen + 1)
    pages["a"].close()
    del pages["a"]
    line.paths.clear()
    line.become("good")
    pages["b"].evaluate("() => { posmodel.mdOutbox.wake(0) }")
    empty(pages["b"])
    counts(pages, 0)
    shop.check(sold)


def test_one_window_sends(shop, machine_of):
    """Both hear that the line is back: each receipt is asked for once."""
    line, config = shop.lines[3], shop.configs[3]
    machine = machine_of().start()
    machine.login(line.url, "cashier")
    pages = {name: machine.page(name) for name in ("a", "b")}
    for page in pages.values():
        enter(page, line.url, config)
    line.become("cut")
    told = both_sell(machine, pages)
    sold = {facts["uuid"]: facts["total"] for facts in told}
    counts(pages, len(sold))
    line.paths.clear()
    line.become("good")
    for page in pages.values():
        page.evaluate("() => { posmodel.mdOutbox.wake(0) }")
    counts(pages, 0)
    takes = sum(n for path, n in line.paths.items() if path.endswith(TAKE))
    assert takes <= len(sold), line.paths
    shop.check(sold)
