"""SKU patterns, short codes and sparse variants."""

import string
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.products import (
    Pattern,
    PatternError,
    counterparts,
    free_sku,
    order_quantity,
    sheet,
    short_code,
)

KNOWN = {"brand", "style", "colour", "size"}
NAMES = st.text(min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("pattern", "values", "sku"),
    [
        ("{brand}-{style}", {"brand": "ACM", "style": "101"}, "ACM-101"),
        ("{brand}-{colour:2}-{size}", {"brand": "a", "colour": "red"}, "A-RE"),
        ("{brand}-{colour}-{size}", {"brand": "A", "size": "XL"}, "A-XL"),
        ("X{style}.{seq:4}", {"style": "7/8 b"}, "X78B.0042"),
        ("{colour}{size}", {}, ""),
    ],
)
def test_sku(pattern, values, sku):
    assert Pattern.parse(pattern, KNOWN).sku(values, 42) == sku


@pytest.mark.parametrize(
    ("pattern", "why", "part"),
    [
        ("{brand}-{fabric}", "unknown", "fabric"),
        ("{brand", "brace", "{brand"),
        ("brand}", "brace", "brand}"),
        ("{brand} {style}", "letters", " "),
        ("{seq:3}{seq:2}", "twice", "seq"),
        ("ABC", "empty", "ABC"),
        ("", "empty", ""),
        ("{brand:0}", "number", "brand:0"),
        ("{seq:10}", "number", "seq:10"),
        ("{}", "unknown", ""),
        ("{Brand}", "unknown", "Brand"),
    ],
)
def test_bad_pattern(pattern, why, part):
    with pytest.raises(PatternError) as raised:
        Pattern.parse(pattern, KNOWN)
    assert (raised.value.why, raised.value.part) == (why, part)


def test_running_numbers_are_counted_per_what_stands_around_them():
    pattern = Pattern.parse("{brand}-{seq:3}-{size}", KNOWN)
    small, large = ({"brand": "A", "size": size} for size in "SL")
    assert pattern.scope(small) == pattern.scope(dict(small))
    assert pattern.scope(small) != pattern.scope(large)


@given(st.lists(NAMES, max_size=40, unique=True))
def test_short_codes_differ_and_are_plain(names):
    taken = []
    for name in names:
        code = short_code(name, taken)
        assert code not in taken
        assert set(code) <= set(string.ascii_uppercase + string.digits)
        assert 0 < len(code) <= 12
        taken.append(code)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Medium", (), "MED"),
        ("Dark Blue", (), "DB"),
        ("Deep Black", ("DB",), "DEE"),
        ("XL", (), "XL"),
        ("42.5", ("425",), "4252"),
        ("Médium", ("MED",), "MEDI"),
        ("লাল", (), "1"),
        ("নীল", ("1",), "2"),
    ],
)
def test_short_code(name, taken, code):
    assert short_code(name, taken) == code


def test_collisions_are_solved_the_same_way_each_time():
    assert free_sku("A-1", ()) == "A-1"
    assert free_sku("A-1", {"A-1", "A-1-2"}) == "A-1-3"


RED, BLUE, S, M, L = "red", "blue", "S", "M", "L"
RANGE = [
    {"colour": RED, "size": S, "fit": "slim"},
    {"colour": RED, "size": M, "fit": "slim"},
    {"colour": BLUE, "size": M, "fit": "slim"},
    {"colour": BLUE, "size": M, "fit": "wide"},
]


def test_a_sheet_has_what_exists():
    found = sheet(RANGE, "colour", "size", {"fit": "slim"})
    assert found.rows == [RED, BLUE]
    assert found.columns == [S, M]
    assert found.cells == {(RED, S): 0, (RED, M): 1, (BLUE, M): 2}
    assert found.others == 1


def test_a_sheet_of_one_dimension():
    found = sheet(RANGE[:2], "size", None, {})
    assert found.cells == {(S, None): 0, (M, None): 1}


def test_counterparts_are_what_is_missing():
    found = counterparts(RANGE, "size", M, [S, L])
    assert found == [
        {"colour": RED, "size": L, "fit": "slim"},
        {"colour": BLUE, "size": S, "fit": "slim"},
        {"colour": BLUE, "size": L, "fit": "slim"},
        {"colour": BLUE, "size": S, "fit": "wide"},
        {"colour": BLUE, "size": L, "fit": "wide"},
    ]
    assert counterparts([*RANGE, *found], "size", M, [S, L]) == []


@given(
    st.lists(
        st.fixed_dictionaries({"a": st.integers(0, 3), "b": st.integers(0, 3)}),
        max_size=12,
    )
)
def test_a_sheet_loses_nothing(rows):
    unique = [dict(one) for one in {tuple(sorted(row.items())) for row in rows}]
    found = sheet(unique, "a", "b", {})
    assert {unique[i]["a"] for i in found.cells.values()} == set(found.rows)
    assert len(found.cells) == len(unique)


@pytest.mark.parametrize(
    ("wish", "least", "case", "order"),
    [
        (20, 0, 12, 24),
        (24, 0, 12, 24),
        (5, 30, 12, 36),
        (5, 30, 0, 30),
        (5, 0, 0, 5),
        (0, 30, 12, 0),
        ("0.5", 0, "0.25", "0.5"),
        ("0.6", 0, "0.25", "0.75"),
    ],
)
def test_what_a_supplier_delivers(wish, least, case, order):
    found = order_quantity(Decimal(wish), Decimal(least), Decimal(case))
    assert found == Decimal(order)


@given(*(st.decimals(0, 1000, places=2) for _each in range(3)))
def test_an_order_is_never_less_than_wished(wish, least, case):
    found = order_quantity(wish, least, case)
    assert found >= wish
    assert found == 0 or found >= least
    assert not case or not found % case
    assert found == order_quantity(found, least, case)
