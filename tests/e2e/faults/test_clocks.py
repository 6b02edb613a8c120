"""The till's clock is wrong, jumps, and passes midnight and the end of summer time."""

from datetime import UTC, datetime

import pytest
from fault_shop import CODE, PRICE
from machine import empty, enter

pytestmark = pytest.mark.e2e

HOUR = 3600_000
ORDER = "SELECT uuid FROM pos_order WHERE id > {since} ORDER BY id"
DATES = "SELECT uuid, date_order FROM pos_order WHERE id > {since}"
# seconds since 1970, UTC: before midnight in Dhaka; New York puts its clocks back
MIDNIGHT = datetime(2026, 12, 31, 17, 59, 58, tzinfo=UTC)
BACK = datetime(2026, 11, 1, 5, 59, 59, tzinfo=UTC)


def test_clocks_that_are_wrong(shop, machine_of):
    line, config = shop.lines[4], shop.configs[4]
    machine = machine_of().start()
    machine.login(line.url, "cashier")
    page = machine.page()
    enter(page, line.url, config)
    line.become("cut")
    now = datetime.now(UTC).timestamp() * 1000
    summer = [BACK.timestamp() * 1000 - now, BACK.timestamp() * 1000 - now + HOUR]
    new_year = MIDNIGHT.timestamp() * 1000 - now
    shifts = [2 * HOUR, -2 * HOUR, 0, new_year, new_year + 5000, *summer, -72 * HOUR]
    sold, moments = [], []
    zone = machine.context.new_cdp_session(page)
    for number, shift in enumerate(shifts):
        if shift in summer:
            change = {"timezoneId": "America/New_York"}
            zone.send("Emulation.setTimezoneOverride", change)
        page.evaluate("(shift) => mdFaults.shift(shift)", shift)
        basket = {"key": str(number), "lines": [[CODE, 1, PRICE + number]]}
        moments.append(page.evaluate("Date.now()"))
        sold.append(page.evaluate("(basket) => mdFaults.sell(basket)", basket))
    page.wait_for_function("posmodel.mdOutbox.failures >= 1")
    line.become("good")  # the clock stands three days ago: it tries all the same
    empty(page)
    shop.check({uuid: (PRICE + n) * 100 for n, uuid in enumerate(sold)})
    # in the order in which they were sold; each at the moment that the till showed
    assert shop.sql(ORDER.format(since=shop.since)).split() == sold
    rows = shop.sql(DATES.format(since=shop.since)).splitlines()
    dates = dict(row.split("|") for row in rows)
    for uuid, moment in zip(sold, moments, strict=True):
        stored = datetime.fromisoformat(dates[uuid]).replace(tzinfo=UTC).timestamp()
        assert abs(stored - moment / 1000) < 20
