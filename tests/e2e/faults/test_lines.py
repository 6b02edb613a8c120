"""Lines that are bad, answers that are late or not ours, the same receipt thrice."""

import time

import pytest
from fault_shop import CODE, PRICE
from machine import empty, enter, kept

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


def test_lines_that_are_bad(shop, machine_of, record_property):
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


@pytest.mark.deep
def test_lines_that_answer_late_or_never(shop, machine_of, record_property):
    _page, _line, _sold, took = sell_on(shop, machine_of(), LONG)
    record_property("seconds_to_the_receipt", took)
    assert max(took.values()) < 25  # no customer waits longer
