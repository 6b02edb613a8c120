"""Retail data set: the rules on lines that version 0.1.0 does not hold."""

from datetime import date, datetime

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from md_pure.md_inventory_core.retail_dataset import (
    AMOUNT_ONLY,
    MAX_PIECES,
    MEASURED,
    NO_QUANTITY,
    RULES,
    SOLD,
    DatasetInvalid,
    classify,
    is_measured,
    open_dataset,
)

LINE = {
    "household_id": 1,
    "store_id": 7,
    "basket_id": 100,
    "product_id": 10,
    "quantity": 1,
    "sales_value": 1.0,
    "retail_disc": 0.0,
    "coupon_disc": 0.0,
    "coupon_match_disc": 0.0,
    "week": 1,
    "transaction_timestamp": datetime(2017, 1, 2, 12),  # noqa: DTZ001
}
PRODUCT = {
    "product_id": 10,
    "manufacturer_id": 5,
    "department": "GROCERY",
    "brand": "National",
    "product_category": "SOUP",
    "product_type": "DRY SOUP",
    "package_size": "5 OZ",
}


@pytest.fixture
def make_dataset(tmp_path):
    """A data set of the given lines, each a change of LINE, and one product."""

    def make(*changes):
        rows = [{**LINE, **change} for change in changes]
        table = pyarrow.Table.from_pylist(rows)
        parquet.write_table(table, tmp_path / "transactions.parquet")
        catalogue = pyarrow.Table.from_pylist([PRODUCT])
        parquet.write_table(catalogue, tmp_path / "products.parquet")
        return open_dataset(tmp_path)

    return make


@pytest.mark.parametrize(
    ("quantity", "amount", "discount", "measured", "expected"),
    [
        (0, 0, 0, False, (NO_QUANTITY, 0)),
        (0, 0, 0, True, (NO_QUANTITY, 0)),
        (0, 1, 0, False, (AMOUNT_ONLY, 1)),
        (0, 0, 1, False, (AMOUNT_ONLY, 1)),
        (0, 1, 0, True, (MEASURED, 1)),
        (9_999, 2_400, 0, True, (MEASURED, 1)),
        (1, 2_000, 0, True, (MEASURED, 1)),
        (1, 0, 0, False, (SOLD, 1)),
        (144, 2_400, 2_400, False, (SOLD, 144)),
        (MAX_PIECES, 1, 0, False, (SOLD, MAX_PIECES)),
        (MAX_PIECES + 1, 1, 0, False, (MEASURED, 1)),
    ],
)
def test_rule_of_a_line(quantity, amount, discount, measured, expected):
    assert classify(quantity, amount, discount, measured) == expected


@given(
    st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.booleans()
)
def test_every_line_has_a_rule_and_no_money_vanishes(quantity, amount, discount, fuel):
    rule, sold = classify(quantity, amount, discount, fuel)
    assert rule in RULES
    assert 0 <= sold <= MAX_PIECES
    assert (sold > 0) == bool(quantity or amount or discount)
    assert rule != SOLD or sold == quantity


@pytest.mark.parametrize(
    ("department", "product_type", "expected"),
    [
        ("FUEL", "GASOLINE-REG UNLEADED", True),
        ("MISCELLANEOUS", "GASOLINE-REG UNLEADED", True),
        ("FUEL", None, True),
        ("MISCELLANEOUS", "ELECTRONIC GIFT CARDS ACTIVATI", False),
        (None, None, False),
    ],
)
def test_measured_by_catalogue(department, product_type, expected):
    assert is_measured(department, product_type) is expected


def test_float_dust_is_no_money(make_dataset):
    dust = {"quantity": 0, "sales_value": 4.44e-16, "retail_disc": 2.2e-16}
    (batch,) = make_dataset(dust).lines()
    assert batch["rule"] == [NO_QUANTITY]
    assert (batch["amount_cents"], batch["discount_cents"]) == ([0], [0])


def test_a_coupon_alone_sells_nothing_but_stays_in_history(make_dataset):
    slip = {"quantity": 0, "sales_value": 0.0, "coupon_disc": 0.55}
    (batch,) = make_dataset(slip).lines()
    assert (batch["rule"], batch["quantity"]) == ([NO_QUANTITY], [0])
    assert batch["coupon_cents"] == [55]


def test_discount_is_loyalty_plus_match_without_the_coupon(make_dataset):
    change = {"retail_disc": 0.29, "coupon_match_disc": 0.45, "coupon_disc": 0.55}
    (batch,) = make_dataset(change).lines()
    assert (batch["amount_cents"], batch["discount_cents"]) == ([100], [74])


def test_an_absurd_count_of_a_grocery_is_one_filling(make_dataset):
    (batch,) = make_dataset({"quantity": 20_000}).lines()
    assert (batch["rule"], batch["quantity"]) == ([MEASURED], [1])
    assert batch["raw_quantity"] == [20_000]


def test_a_product_missing_in_the_catalogue_gets_an_item(make_dataset):
    items = make_dataset({"product_id": 99}).items()
    assert list(items) == [10, 99]
    assert items[99].group == items[99].category == "Unclassified"
    assert items[99].name == "Unclassified Product 99"
    assert not items[99].stocked


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"quantity": -1}, "negative values in quantity"),
        ({"sales_value": -0.01}, "negative values in sales_value"),
        ({"coupon_match_disc": -0.01}, "negative values in coupon_match_disc"),
        ({"store_id": None}, "empty values in store_id"),
    ],
)
def test_lines_that_no_rule_covers_are_refused(make_dataset, change, problem):
    dataset = make_dataset({}, change)
    with pytest.raises(DatasetInvalid, match=problem):
        next(dataset.lines())


def test_other_content_has_another_fingerprint(make_dataset):
    first = make_dataset({}).fingerprint
    assert make_dataset({"sales_value": 1.01}).fingerprint != first
    assert make_dataset({}).fingerprint == first


def test_a_receipt_number_used_by_two_stores_is_two_baskets(make_dataset):
    around = [
        {"basket_id": 1, "transaction_timestamp": datetime(2017, 1, 1, 9)},  # noqa: DTZ001
        {"basket_id": 2, "transaction_timestamp": datetime(2017, 1, 3, 9)},  # noqa: DTZ001
    ]
    dataset = make_dataset(*around, {"store_id": 8}, {}, {"quantity": 2})
    baskets = dataset.slice(stores=2, items=1, days=1).baskets
    assert [(basket.store_ref, len(basket.lines)) for basket in baskets] == [
        (7, 2),
        (8, 1),
    ]


def test_the_first_and_the_last_day_of_the_data_are_not_full(make_dataset):
    receipts = ((1, 1), (2, 1), (3, 2), (4, 3), (5, 3))
    lines = [
        {"basket_id": ref, "transaction_timestamp": datetime(2017, 1, day, 9)}  # noqa: DTZ001
        for ref, day in receipts
    ]
    piece = make_dataset(*lines).slice(stores=1, items=1, days=1)
    assert piece.first_day == piece.last_day == date(2017, 1, 2)
    assert [basket.ref for basket in piece.baskets] == [3]


def test_a_window_longer_than_the_data_is_refused(make_dataset):
    with pytest.raises(ValueError, match="does not hold 2 full days"):
        make_dataset({}, {}).slice(days=2)
