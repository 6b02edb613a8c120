"""Columns of files of products."""

from ..products import MOST_LENGTH
from .fields import FURTHER
from .values import Column

LONGEST_BARCODE = 48  # characters: what GS1-128 holds
SEVERAL = 20  # further barcodes of one variant
# Columns in the order of the template; dimensions follow, then flags and `LAST`.
FIRST = (
    Column("style_code", "code", MOST_LENGTH, clears=True),
    Column("name"),
    Column("group"),
    Column("category"),
    Column("sub_category"),
    Column("brand", clears=True),
    Column("sku", "code", MOST_LENGTH),
    Column("barcode", "barcode", LONGEST_BARCODE, clears=True),
    Column(FURTHER, "barcodes", SEVERAL * LONGEST_BARCODE, clears=True),
)
LAST = (
    Column("price", "number"),
    Column("cost", "number"),
    Column("taxes", "names", clears=True),
    Column("purchase_taxes", "names", clears=True),
    Column("uom"),
    Column("weight", "number"),
    Column("supplier"),
    Column("supplier_sku", "code", clears=True),
    Column("supplier_price", "number"),
    Column("price_from", "number"),
    Column("moq", "number"),
    Column("case_pack", "number"),
    Column("lead_time", "count"),
    Column("image"),
    Column("active", "flag"),
)
DIGITS = {
    "price": "Product Price",
    "cost": "Product Price",
    "supplier_price": "Product Price",
    "weight": "Stock Weight",
    "price_from": "Product Unit",
    "moq": "Product Unit",
    "case_pack": "Product Unit",
}
NAMES = frozenset(column.name for column in (*FIRST, *LAST)) | {"stocked"}
