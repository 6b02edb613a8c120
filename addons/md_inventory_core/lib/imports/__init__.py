"""Files of products and other master data: from rows to a plan, without a database."""

from .columns import DIGITS, FIRST, LAST, NAMES
from .entries import Entry, Reader, bundled, mark_doubles
from .fields import CATEGORY, FURTHER, SELLER_FIELDS, STYLE_FIELDS, VARIANT_FIELDS
from .flat import PATH, RecordPlan, different, path_of, tree_names
from .styles import StylePlan, VariantPlan, names_of, plan
from .supply import code_of, further_rows, mark_barcodes
from .values import LONGEST, NOTHING, QUANTITY, SEPARATOR, Column, Fault
from .world import (
    Barcode,
    Dimension,
    Missing,
    Needs,
    Seller,
    Style,
    Variant,
    World,
    folded,
)

__all__ = [
    "CATEGORY",
    "DIGITS",
    "FIRST",
    "FURTHER",
    "LAST",
    "LONGEST",
    "NAMES",
    "NOTHING",
    "PATH",
    "QUANTITY",
    "SELLER_FIELDS",
    "SEPARATOR",
    "STYLE_FIELDS",
    "VARIANT_FIELDS",
    "Barcode",
    "Column",
    "Dimension",
    "Entry",
    "Fault",
    "Missing",
    "Needs",
    "Reader",
    "RecordPlan",
    "Seller",
    "Style",
    "StylePlan",
    "Variant",
    "VariantPlan",
    "World",
    "bundled",
    "code_of",
    "different",
    "folded",
    "further_rows",
    "mark_barcodes",
    "mark_doubles",
    "names_of",
    "path_of",
    "plan",
    "tree_names",
]
