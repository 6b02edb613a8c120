"""Two windows of one till: both sell, one sends, each knows what the other keeps.

A window that is opened tells the others to end (core). They do not while they have a
receipt that the server has not: so two live at a time, when there is no server.
"""

import pytest
from fault_shop import CODE, PRICE
from machine import empty, enter, kept, settle
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
    assert len(told) == 1 + EACH * len(pages), machine.said
    return told


def counts(pages, number):
    for page in pages.values():
        status = page.locator(".md-outbox-status")
        expect(status).to_have_attribute("data-count", str(number), timeout=60_000)


def two_windows(shop, machine, number):
    """Both opened on a till whose line is cut, with a receipt already."""
    line, config = shop.lines[number], shop.configs[number]
    machine.start()
    machine.login(line.url, "cashier")
    first = machine.page("a")
    enter(first, line.url, config)
    settle(first)
    line.become("cut")
    first.evaluate("(basket) => mdFaults.sell(basket)", baskets("before")[0])
    second = machine.page("b")
    enter(second, line.url, config)
    return line, {"a": first, "b": second}


def test_two_windows_of_a_till(shop, machine_of):
    machine = machine_of()
    line, pages = two_windows(shop, machine, 3)
    told = both_sell(machine, pages)
    sold = {facts["uuid"]: facts["total"] for facts in told}
    counts(pages, len(sold))
    # no window closes the day over what the other keeps
    assert pages["b"].evaluate("posmodel.mdMayClose()") is False
    assert sorted(kept(pages["b"])) == sorted(sold)
    # the window that sends ends in the middle of it: the other goes on
    line.become("silent")
    seen = line.sales
    pages["a"].evaluate("() => { posmodel.mdOutbox.wake(0) }")
    line.wait("sales", seen + 1)
    pages.pop("a").close()
    line.become("good")
    pages["b"].evaluate("() => { posmodel.mdOutbox.wake(0) }")
    empty(pages["b"])
    counts(pages, 0)
    shop.check(sold)


def test_one_window_sends(shop, machine_of):
    """Both hear that the line is back: each receipt is asked for once."""
    machine = machine_of()
    line, pages = two_windows(shop, machine, 3)
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
