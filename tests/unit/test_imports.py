"""Files of products: what cells mean, and rows that belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import gtin
from md_pure.md_inventory_core.imports import (
    Column,
    Entry,
    Fault,
    Reader,
    bundled,
    mark_doubles,
    names_of,
    path_of,
    tree_names,
)
from md_pure.md_inventory_core.sheets import Cell


def rows(*values, first=2):
    """Entries of rows."""
    return [Entry(first + place, dict(one)) for place, one in enumerate(values)]


def refusal(call, *arguments):
    """The fault that comes of a call."""
    with pytest.raises(Fault) as caught:
        call(*arguments)
    return caught.value


# Cells


@pytest.mark.parametrize(
    ("kind", "cell", "why"),
    [
        ("barcode", Cell("4006381333932"), "check_digit"),
        ("barcode", Cell("8.90123E+12", "shortened"), "shortened"),
        ("barcode", Cell("12345678905", "number"), "zeros"),
        ("code", Cell("05-Mar", "dated"), "dated"),
        ("value", Cell("2026-10-05 00:00:00", "dated"), "dated"),
        ("number", Cell("many"), "number"),
        ("number", Cell("-1"), "negative"),
        ("number", Cell("1.234"), "places"),
        ("number", Cell("1e30"), "large"),
        ("number", Cell("nan"), "number"),
        ("count", Cell("1.5"), "number"),
        ("flag", Cell("perhaps"), "flag"),
        ("text", Cell("x" * 256), "long"),
    ],
)
def test_what_is_wrong_with_a_cell(kind, cell, why):
    fault = refusal(Column("price", kind).understand, cell)
    assert (fault.column, fault.why) == ("price", why)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("barcode", Cell("4006381333931"), "4006381333931"),
        ("barcode", Cell("SHELF-7"), "SHELF-7"),
        ("barcode", Cell("4011", "number"), "4011"),
        ("value", Cell("Mar 2024", "dated"), "Mar 2024"),
        ("number", Cell("1,250.5"), 1250.5),
        ("number", Cell("০"), 0.0),
        ("number", Cell("0.30000000000000004", "number"), 0.3),
        ("count", Cell("14"), 14),
        ("flag", Cell("YES"), True),
        ("names", Cell("VAT 15%; SD 5%"), ("VAT 15%", "SD 5%")),
        ("text", Cell("'=1+1"), "=1+1"),
        ("text", Cell("x" * 255), "x" * 255),
    ],
)
def test_what_a_cell_means(kind, cell, value):
    assert Column("price", kind).understand(cell) == value


def test_a_dash_empties_where_that_can_be():
    assert Column("brand", clears=True).understand(Cell("-")) is None
    assert Column("name").understand(Cell("-")) == "-"


@given(st.integers(0, 10**12 - 1), st.integers(0, 9))
def test_a_barcode_is_right_or_refused(number, last):
    digits = f"{number:012d}"
    right = str(gtin.check_digit(digits))
    column = Column("barcode", "barcode")
    if number and str(last) == right:
        assert column.understand(Cell(f"{digits}{last}")) == f"{digits}{last}"
    else:
        fault = refusal(column.understand, Cell(f"{digits}{last}"))
        assert fault.why == "check_digit"


def test_a_row_is_understood_with_its_first_fault():
    reader = Reader([Column("name"), Column("price", "number")])
    good = reader.entry(2, {"name": Cell("Shirt"), "price": Cell("")})
    assert (good.values, good.fault) == ({"name": "Shirt"}, None)
    for number in (3, 4):  # the second time it is remembered
        bad = reader.entry(number, {"name": Cell("Shirt"), "price": Cell("x")})
        assert (bad.fault.row, bad.fault.column) == (number, "price")


def test_what_may_be_there_once_only():
    entries = rows({"sku": "A"}, {"sku": "B"}, {"sku": "A"}, {})
    mark_doubles(entries, "sku", "barcode")
    assert [e.fault and e.fault.details["other"] for e in entries] == [4, None, 2, None]


# Rows that belong together


def test_rows_of_a_style_belong_together():
    entries = rows(
        {"style_code": "S1", "sku": "A"},
        {"style_code": "s1 ", "sku": "B"},
        {"name": "Shirt", "colour": "Red"},
        {"name": "shirt", "colour": "Blue"},
        {"name": "Shirt", "group": "Other", "colour": "Blue"},
        {"name": "Rice"},
        {"name": "Rice"},
        {"sku": "C"},
    )
    owners = {9: 100, 2: 100}
    names = {e.number: names_of(e, owners.get(e.number), ["colour"]) for e in entries}
    found = [[e.number for e in bundle] for bundle in bundled(entries, names)]
    assert found == [[2, 3, 9], [4, 5], [6], [7], [8]]


@given(
    st.lists(st.lists(st.tuples(st.just("n"), st.integers(0, 8)), max_size=3)),
)
def test_bundles_part_the_rows(names):
    entries = rows(*({} for _one in names))
    by_row = {e.number: own for e, own in zip(entries, names, strict=True)}
    found = bundled(entries, by_row)
    assert sorted(e.number for bundle in found for e in bundle) == sorted(by_row)
    where = {e.number: place for place, bundle in enumerate(found) for e in bundle}
    for one, own in by_row.items():
        for other, theirs in by_row.items():
            if set(own) & set(theirs):
                assert where[one] == where[other]


def test_new_places_hang_on_those_above_them():
    entries = rows(
        {"location": "WH/Stock/A/1"}, {"location": "WH/Stock/A"}, {"location": "WH/B"}
    )
    names = tree_names(entries, "location", [path_of("WH"), path_of("WH/Stock")])
    found = [[e.number for e in bundle] for bundle in bundled(entries, names)]
    assert found == [[2, 3], [4]]
