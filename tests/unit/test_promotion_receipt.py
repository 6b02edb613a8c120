"""A till's receipt looked at again: its basket, payments, and what was on sale when."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from md_pure.md_inventory_core.promotion_book import Book
from md_pure.md_inventory_core.promotion_receipt import (
    Line,
    Receipt,
    basket_of,
    charged_net,
    line_net,
    outcome,
)
from md_pure.md_inventory_core.promotion_verdict import Named, judge, main_reason

NOW = "2026-11-24T06:00:00Z"
TENTH = {
    "id": "P1",
    "rev": "1",
    "name": "Tenth",
    "kind": "unit",
    "select": {"skus": ["A"]},
    "percent": "10",
}


def line(**values):
    price = Decimal(values.pop("price", "100"))
    qty = Decimal(values.pop("qty", "1"))
    given = {"listed": price, "charged": price * qty} | values
    return Line(id="L1", name="A", sku="A", qty=qty, price=price, **given)


def receipt(*lines, **values):
    return Receipt(
        uuid="u", currency="BDT", digits=2, now=NOW, lines=lines or (line(),), **values
    )


def test_payments_by_one_card_count_together_and_one_alone_pays_all():
    two = receipt(tenders=(("card", Decimal("10")), ("card", Decimal("5.5"))))
    assert basket_of(two)["tenders"] == [{"name": "card", "amount": "15.50"}]
    alone = receipt(tenders=(("cash", None),))
    assert basket_of(alone)["tenders"] == [{"name": "cash", "amount": None}]


def test_a_payment_of_the_rest_pays_what_its_own_discount_leaves():
    """60 by card; bKash takes 5 % off the 40 that are left: 38."""
    offer = {"id": "T", "rev": "1", "kind": "tender", "tender": "bkash"}
    offer |= {"percent": "5", "select": {"skus": ["A"]}}
    paid = (("card", Decimal("60")), ("bkash", Decimal("40")))
    found = outcome(receipt(tenders=paid, rest="bkash"), [offer])
    assert found.discounts == {"L1": Decimal("2.00")}
    assert found.nets == {"L1": Decimal("98.00")}


def test_a_promotion_that_the_engine_refuses_is_left_out_as_at_the_till():
    bad = TENTH | {"id": "P0", "percent": "110"}
    assert outcome(receipt(), [bad, TENTH]).discounts == {"L1": Decimal("10.00")}


def test_a_basket_that_the_engine_refuses_costs_the_price_of_the_list():
    odd = receipt(line(at="yesterday"))
    assert outcome(odd, [TENTH]).nets == {"L1": Decimal(100)}


def test_what_other_places_get_is_not_given():
    elsewhere = TENTH | {"where": {"stores": ["7"]}}
    assert outcome(receipt(place={"store": "8"}), [elsewhere]).used == frozenset()
    assert outcome(receipt(place={"store": "7"}), [elsewhere]).used == {"P1"}


def test_a_discount_by_hand_comes_on_top():
    assert line_net(Decimal(1), Decimal(100), Decimal(80), Decimal(10), 2) == 18
    assert charged_net(Decimal(3), Decimal("33.33"), Decimal("33.3333333333"), 2) == (
        Decimal("66.66")
    )


@pytest.mark.parametrize(
    ("named", "charged", "codes"),
    [
        ([Named("P1", "1", "Tenth", TENTH)], "90", []),
        ([Named("P1", "1", "Tenth", TENTH)], "80", ["discount"]),
        ([Named("P1", "1", "Tenth", TENTH, "ended")], "90", ["ended"]),
        ([Named("P1", "1", "Tenth", TENTH, "ended")], "100", []),
        ([Named("P1", "9", "P1")], "100", ["unknown"]),
        ([], "100", []),
    ],
)
def test_why(named, charged, codes):
    sold = receipt(line(charged=Decimal(charged)))
    verdict = judge(sold, named)
    assert [one["code"] for one in verdict.reasons] == codes


def test_a_promotion_for_a_share_is_given_to_those_only():
    nobody = TENTH | {"share": {"points": 0, "by": "basket"}}
    sold = receipt(line(charged=Decimal(90)))
    [reason] = judge(sold, [Named("P1", "1", "Tenth", nobody)]).reasons
    assert reason["code"] == "discount"
    assert not judge(replace(sold, lines=(line(),)), [], [nobody]).reasons


def test_the_weightiest_reason_is_listed():
    assert main_reason([{"code": "clock"}, {"code": "price"}]) == "price"


def test_a_price_of_more_decimals_is_told_as_it_is():
    [reason] = judge(receipt(line(listed=Decimal("99.999"))), []).reasons[:1]
    assert (reason["charged"], reason["listed"]) == ("100.00", "99.999")


def moment(hour):
    return datetime(2026, 11, 24, hour)  # noqa: DTZ001 - UTC, as fields hold it


def test_what_was_on_sale_when():
    """Made at 8, on sale from 9, paused at 11, on again at 12, ended at 14."""
    changes = [
        (1, moment(8), None, None, True),
        (1, moment(9), "draft", None, False),
        (1, moment(11), "running", None, False),
        (1, moment(12), "paused", None, False),
        (1, moment(14), "running", None, False),
    ]
    book = Book(
        [(1, "P1", "One", "ended", True)],
        changes,
        [(1, 1, moment(8)), (1, 2, moment(12))],
    )
    sold = [
        hour for hour in range(7, 16) if book.ever("P1", moment(hour), moment(hour))
    ]
    assert sold == [9, 10, 12, 13]
    assert book.ever("P1", moment(7), moment(15))
    assert book.always("P1", moment(9), moment(10))
    assert not book.always("P1", moment(10), moment(13))
    assert [book.revision("P1", moment(hour)) for hour in (7, 8, 13)] == [
        None,
        "1",
        "2",
    ]
    assert not book.ever("P2", moment(9), moment(10))
