"""Three days without a server: five tills, real baskets, faults at any moment."""

import os

import pytest
from fault_baskets import real_baskets
from three_days import ThreeDays

pytestmark = pytest.mark.e2e

SEED = 72


def live(shop, machine, tills, faults):
    days = ThreeDays(shop, machine, tills, faults, SEED)
    days.run()
    assert days.problems == []
    assert len(days.sold) == days.total
    shop.check(days.sold)
    return days


@pytest.mark.deep
def test_three_days_small(shop, machine_of, record_property):
    """Five tills with 40 baskets each, 60 faults."""
    goods, tills = real_baskets(stores=5, items=60, days=30, most=100_000)
    tills = {number: own[:40] for number, own in tills.items()}
    sold = {line[0] for own in tills.values() for one in own for line in one["lines"]}
    shop.set_up_goods([row for row in goods if row[0] in sold])
    days = live(shop, machine_of(), tills, faults=60)
    record_property("three_days", days.figures())


@pytest.mark.deep
def test_three_days(shop, machine_of, record_property):
    """Ten thousand baskets, a thousand faults; FAULT_BASKETS: fewer, in proportion."""
    most = int(os.environ.get("FAULT_BASKETS") or 10_000)
    goods, tills = real_baskets(stores=5, items=2000, days=360, most=most)
    shop.set_up_goods(goods)
    days = live(shop, machine_of(), tills, faults=max(most // 10, 1))
    record_property("three_days", days.figures())
