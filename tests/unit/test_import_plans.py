"""Files of products: what becomes of rows, new ones and known ones."""

import pytest

from md_pure.md_inventory_core.imports import (
    Dimension,
    Entry,
    Fault,
    Missing,
    Needs,
    Seller,
    Style,
    Variant,
    World,
    plan,
)

COLOUR, SIZE, FABRIC = 1, 2, 3
RED, BLUE, SMALL, LARGE, COTTON = 11, 12, 21, 22, 31
NEW = frozenset({"brand", "category", "value"})


def world(**more):
    """A company with two dimensions that make variants and one that does not."""
    found = World(
        dimensions={
            "colour": Dimension(COLOUR, True),
            "size": Dimension(SIZE, True),
            "fabric": Dimension(FABRIC, False),
        },
        ids={
            "brand": {"aarong": (5,)},
            "tax": {"vat 15%": (7,)},
            "uom": {"units": (1,), "kg": (2,)},
            "supplier": {"mill": (9,), "twins": (8, 10)},
        },
        values={
            COLOUR: {"red": RED, "blue": BLUE, "r": RED},
            SIZE: {"small": SMALL, "large": LARGE},
            FABRIC: {"cotton": COTTON},
        },
        categories={("garments",): 40, ("garments", "shirts"): 41},
        category_names={"shirts": "Garments / Shirts"},
        defaults={"categ_id": 1},
    )
    for name, value in more.items():
        setattr(found, name, value)
    return found


def known_world(**more):
    """The same with a shirt in red, small."""
    shirt = Style(
        100,
        {
            "name": "Shirt",
            "md_style_code": "S1",
            "list_price": 10.0,
            "categ_id": 41,
            "md_brand_id": 5,
            "uom_id": 1,
            "taxes_id": frozenset({7}),
            "supplier_taxes_id": frozenset(),
        },
        frozenset({COLOUR, SIZE}),
        {FABRIC: frozenset({COTTON})},
    )
    variant = Variant(
        *(1000, 100, {COLOUR: RED, SIZE: SMALL}),
        {
            "default_code": "S1-R",
            "barcode": "",
            "standard_price": 4.0,
            "weight": 0.0,
            "active": True,
        },
        "S1-R",
    )
    shirt.variants.append(variant)
    found = world(
        styles={100: shirt},
        variants={1000: variant},
        by_key={"S1-R": [1000]},
        by_style={"s1": [100]},
        skus={"S1-R": (1000, "Shirt")},
    )
    for name, value in more.items():
        setattr(found, name, value)
    return found


def rows(*values, first=2):
    """Entries of rows."""
    return [Entry(first + place, dict(one)) for place, one in enumerate(values)]


def refusal(call, *arguments):
    """The fault that comes of a call."""
    with pytest.raises(Fault) as caught:
        call(*arguments)
    return caught.value


# New products


def test_a_new_product_with_its_variants():
    entries = rows(
        {
            "name": "Polo",
            "group": "Garments",
            "category": "shirts",
            "brand": "AARONG",
            "price": 12.5,
            "taxes": ("VAT 15%",),
            "uom": "Units",
            "colour": "red",
            "size": "Small",
            "fabric": "Cotton",
            "sku": "P-1",
        },
        {"name": "Polo", "colour": "Blue", "size": "Large", "sku": "P-2", "cost": 3.0},
    )
    found = plan(entries, world())
    assert found.id is None
    assert found.changes == {
        "name": "Polo",
        "categ_id": 41,
        "md_brand_id": 5,
        "list_price": 12.5,
        "taxes_id": frozenset({7}),
        "uom_id": 1,
    }
    assert found.fixed == {FABRIC: COTTON}
    assert [v.combination for v in found.variants] == [
        {COLOUR: RED, SIZE: SMALL},
        {COLOUR: BLUE, SIZE: LARGE},
    ]
    assert found.variants[1].changes == {"default_code": "P-2", "standard_price": 3.0}
    assert [state for _entry, state in found.rows()] == ["new", "new"]


def test_what_is_missing_is_created_or_refused():
    row = {"name": "Polo", "group": "Toys", "brand": "Lego", "colour": "Pink"}
    found = plan(rows(row), world(create=NEW))
    assert set(found.missing()) == {
        Missing("category", ("Toys",)),
        Missing("brand", ("Lego",)),
        Missing("value", (COLOUR, "Pink")),
    }
    for column, why in (
        ("group", "unknown_category"),
        ("brand", "unknown_brand"),
        ("colour", "unknown_value"),
    ):
        fault = refusal(plan, rows({"name": "Polo", column: row[column]}), world())
        assert (fault.column, fault.why, fault.row) == (column, why, 2)


@pytest.mark.parametrize(
    ("values", "column", "why"),
    [
        ([{"sku": "X"}], "name", "needed"),
        ([{"name": "X", "category": "Shirts"}], "group", "gap"),
        ([{"name": "X", "group": "Garments", "sub_category": "A"}], "category", "gap"),
        (
            [{"name": "X", "group": "Garments", "category": "Toys"}],
            *("category", "unknown_category"),
        ),
        ([{"name": "X", "group": "shirts"}], "group", "contradicts"),
        ([{"name": "X", "taxes": ("GST",)}], "taxes", "unknown_tax"),
        ([{"name": "X", "uom": "Bale"}], "uom", "unknown_uom"),
        ([{"name": "X", "supplier": "Nobody"}], "supplier", "unknown_supplier"),
        ([{"name": "X", "supplier": "Twins"}], "supplier", "several"),
        ([{"name": "X", "supplier_price": 1.0}], "supplier", "gap_supplier"),
        ([{"name": "X", "image": "x.png"}], "image", "no_image"),
        ([{"name": "X", "barcode": "SOLD"}], "barcode", "taken"),
        (
            [
                {"name": "X", "style_code": "N", "colour": "red", "price": 1.0},
                {"style_code": "N", "colour": "blue", "price": 2.0},
            ],
            *("price", "disagree"),
        ),
        (
            [
                {"name": "X", "style_code": "N", "colour": "red"},
                {"style_code": "N", "colour": "red"},
            ],
            *("", "same_variant"),
        ),
        (
            [
                {"name": "X", "style_code": "N", "colour": "red", "size": "small"},
                {"style_code": "N", "colour": "blue"},
            ],
            *("size", "lacks"),
        ),
    ],
)
def test_a_new_product_that_cannot_be(values, column, why):
    taken = {"SOLD": (None, "Box of tea")}
    fault = refusal(plan, rows(*values), world(barcodes=taken))
    assert (fault.column, fault.why) == (column, why)
    assert fault.row == 1 + len(values)


def test_what_a_category_needs():
    needs = {41: Needs(True, frozenset({SIZE}))}
    shirt = {"name": "X", "group": "Garments", "category": "Shirts"}
    here = world(needs=needs)
    assert refusal(plan, rows(shirt), here).column == "brand"
    shirt["brand"] = "Aarong"
    assert refusal(plan, rows(shirt), here).column == "size"
    shirt["size"] = "Small"
    assert plan(rows(shirt), here).changes["categ_id"] == 41


# Products that are there


def test_only_filled_cells_change():
    found = plan(rows({"sku": "S1-R", "cost": 5.0}), known_world())
    assert (found.id, found.changes, found.fixed) == (100, {}, {})
    [variant] = found.variants
    assert (variant.id, variant.changes) == (1000, {"standard_price": 5.0})
    assert found.state(variant) == "changed"


def test_what_is_so_already_is_unchanged():
    row = {
        "sku": "S1-R",
        "name": "Shirt",
        "style_code": "S1",
        "price": 10.0,
        "colour": "R",
        "size": "small",
        "fabric": "cotton",
        "cost": 4.0,
        "group": "garments",
        "category": "SHIRTS",
        "brand": "aarong",
        "taxes": ("vat 15%",),
        "purchase_taxes": None,
        "active": True,
    }
    found = plan(rows(row), known_world())
    assert [state for _entry, state in found.rows()] == ["unchanged"]


def test_a_further_variant_of_a_known_style():
    found = plan(
        rows({"style_code": "s1", "colour": "Blue", "size": "Large", "sku": "S1-B"}),
        known_world(),
    )
    assert (found.id, found.changes) == (100, {})
    assert found.variants[0].combination == {COLOUR: BLUE, SIZE: LARGE}


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ({"sku": "S1-R", "colour": "Blue"}, "colour", "other_value"),
        (
            {"style_code": "S1", "sku": "N", "colour": "Red", "size": "Small"},
            *("sku", "other_key"),
        ),
        ({"style_code": "S1", "colour": "Red", "sku": "N"}, "size", "lacks"),
    ],
)
def test_a_known_product_that_cannot_be_so(row, column, why):
    fault = refusal(plan, rows(row), known_world())
    assert (fault.column, fault.why) == (column, why)


def test_terms_of_a_supplier():
    here = known_world()
    terms = {"product_code": "M-1", "price": 3.0, "min_qty": 1.0, "md_moq": 6.0}
    row = {"sku": "S1-R", "supplier": "Mill", "supplier_price": 3.0}
    [new] = plan(rows(row), here).variants
    assert new.supply[0][1] == {"partner_id": 9, "price": 3.0}
    here.styles[100].sellers = [Seller(60, 9, 1000, dict(terms))]
    assert plan(rows(row), here).variants[0].supply[0][1] is None
    row["moq"] = 12.0
    assert plan(rows(row), here).variants[0].supply[0][1] == {"id": 60, "md_moq": 12.0}
    here.styles[100].sellers = [Seller(61, 9, None, dict(terms))]
    own = plan(rows(row), here).variants[0].supply[0][1]
    assert own == {"partner_id": 9, **terms, "md_moq": 12.0}, "others keep theirs"
