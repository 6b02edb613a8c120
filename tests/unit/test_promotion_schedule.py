"""Prices over time: what the engine says of one piece at any instant."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.promotion_schedule import not_carried, schedule, text
from md_pure.md_inventory_core.promotions import evaluate

BEGIN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # a Monday, noon in Dhaka
PLACE = {"currency": {"code": "BDT", "digits": 2}, "channel": "7"}
TENTH = {"kind": "unit", "select": {"any": True}, "percent": "10"}


def line(sku="A", price="33.33", **rest):
    return {
        "id": f"L{sku}",
        "sku": sku,
        "qty": "1",
        "unit_price": price,
        "tags": ["cat:1"],
        "divisible": False,
        "locked": False,
        **rest,
    }


def plan(contracts, *lines, days=3, begin=BEGIN):
    return schedule(lines, contracts, PLACE, begin, begin + timedelta(days=days))


def test_happy_hour_over_midnight():
    active = {"tz": "Asia/Dhaka", "windows": [["22:00", "02:00"]], "weekdays": [0]}
    rows = plan([{"id": "P", **TENTH, "active": active}], line())
    assert [(row["from"], row["to"], row["price"]) for row in rows] == [
        ("2026-11-23T06:00:00Z", "2026-11-23T16:00:00Z", "33.33"),
        ("2026-11-23T16:00:00Z", "2026-11-23T20:00:00Z", "30.00"),
        ("2026-11-23T20:00:00Z", "2026-11-26T06:00:00Z", "33.33"),
    ]
    assert rows[1]["promotion"] == ["P"]


def test_nothing_on_offer_is_the_list_price():
    [row] = plan([], line())
    assert (row["price"], row["list_price"], row["promotion"]) == ("33.33",) * 2 + ([],)


def test_an_hour_that_comes_twice():
    """Berlin, 25 October 2026: 02:00 to 02:30 comes twice."""
    active = {"tz": "Europe/Berlin", "windows": [["02:00", "02:30"]]}
    begin = datetime(2026, 10, 24, 12, tzinfo=UTC)
    rows = plan([{"id": "P", **TENTH, "active": active}], line(), days=1, begin=begin)
    cheap = [(row["from"][11:16], row["to"][11:16]) for row in rows if row["promotion"]]
    assert cheap == [("00:00", "00:30"), ("01:00", "01:30")]


@pytest.mark.parametrize(
    ("contract", "why"),
    [
        (TENTH, None),
        ({**TENTH, "where": {"channels": ["7"]}}, None),
        ({**TENTH, "where": {"price_lists": ["7"]}}, None),
        ({**TENTH, "where": {"coupon": "X"}}, "coupon"),
        ({**TENTH, "where": {"customer_groups": ["staff"]}}, "customer_groups"),
        ({**TENTH, "where": {"tenders": ["bkash"]}}, "tenders"),
        ({**TENTH, "where": {"stores": ["1"]}}, "stores"),
        ({**TENTH, "limits": {"per_basket": 2}}, "per_basket"),
        ({**TENTH, "limits": {"per_customer": 2}}, "per_customer"),
        ({**TENTH, "limits": {"max_discount": "5.00"}}, "max_discount"),
        ({**TENTH, "share": {"points": 5000, "by": "basket"}}, "share"),
        ({"kind": "nth"}, "kind"),
    ],
)
def test_what_can_be_carried(contract, why):
    assert not_carried(contract) == why


clock = st.integers(0, 24 * 4 - 1).map(lambda n: f"{n // 4:02d}:{n % 4 * 15:02d}")
window = st.lists(clock, min_size=2, max_size=2, unique=True)
dates = st.integers(-3, 8).map(
    lambda n: f"{datetime(2026, 10, 22, tzinfo=UTC) + timedelta(days=n):%Y-%m-%d}"
)
actives = st.fixed_dictionaries(
    {"tz": st.sampled_from(["UTC", "Asia/Dhaka", "Europe/Berlin", "Australia/Sydney"])},
    optional={
        "from": dates.map(lambda day: f"{day}T09:30"),
        "to": dates.map(lambda day: f"{day}T17:45"),
        "weekdays": st.lists(st.integers(0, 6), unique=True),
        "windows": st.lists(window, max_size=2),
        "except": st.lists(dates, max_size=2),
    },
)
benefits = st.one_of(
    st.integers(1, 9000).map(lambda n: {"percent": f"{n // 100}.{n % 100:02d}"}),
    st.integers(1, 3000).map(lambda n: {"amount": f"{n // 100}.{n % 100:02d}"}),
    st.integers(1, 3000).map(lambda n: {"price": f"{n // 100}.{n % 100:02d}"}),
).filter(lambda benefit: benefit.get("percent") != "0.00")
units = st.fixed_dictionaries(
    {
        "active": actives,
        "layer": st.integers(1, 3),
        "ends_here": st.booleans(),
        "basis": st.sampled_from(["net", "list"]),
        "benefit": benefits,
        "select": st.sampled_from(
            [{"any": True}, {"skus": ["A"]}, {"price_min": "20.00"}]
        ),
    }
)
# Conditions that nobody in particular, with one piece, does not meet.
OTHERS = [
    {"id": "X1", **TENTH, "where": {"coupon": "X"}},
    {"id": "X2", **TENTH, "where": {"customer_groups": ["staff"]}},
    {"id": "X3", **TENTH, "where": {"channels": ["8"]}},
    {"id": "X4", "kind": "nth", "select": {"any": True}, "every": 2},
]


@given(st.lists(units, max_size=4), st.lists(st.integers(0, 8 * 86400 - 1)))
def test_at_any_instant_it_is_what_the_engine_says(offers, seconds):
    begin = datetime(2026, 10, 21, 11, 7, 13, tzinfo=UTC)  # clocks change on the 25th
    contracts = [
        {"id": f"P{n}", "kind": "unit", **offer, **offer["benefit"]}
        for n, offer in enumerate(offers)
    ]
    lines = [line(), line("B", "19.99"), line("C", "50.00", locked=True)]
    rows = plan(contracts, *lines, days=8, begin=begin)
    for one in lines:
        mine = [row for row in rows if row["line"] == one["id"]]
        edges = [row["from"] for row in mine] + [mine[-1]["to"]]
        assert edges == sorted(edges)
        assert edges[1:-1] == [row["to"] for row in mine[:-1]]
        assert all(
            (a["price"], a["promotion"]) != (b["price"], b["promotion"])
            for a, b in zip(mine, mine[1:], strict=False)
        )
        for second in seconds:
            at = text(begin + timedelta(seconds=second))
            [row] = [row for row in mine if row["from"] <= at < row["to"]]
            told = evaluate({**PLACE, "lines": [one]}, contracts + OTHERS, at)
            assert row["price"] == told["total"]["net"]
