"""Files of products and other master data: from rows to a plan, without a database."""

from .entries import Entry, Reader, bundled, mark_doubles
from .fields import CATEGORY, SELLER_FIELDS, STYLE_FIELDS, VARIANT_FIELDS
from .flat import PATH, RecordPlan, different, path_of, tree_names
from .styles import StylePlan, VariantPlan, names_of, plan
from .values import LONGEST, NOTHING, SEPARATOR, Column, Fault
from .world import (
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
    "LONGEST",
    "NOTHING",
    "PATH",
    "SELLER_FIELDS",
    "SEPARATOR",
    "STYLE_FIELDS",
    "VARIANT_FIELDS",
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
    "different",
    "folded",
    "mark_doubles",
    "names_of",
    "path_of",
    "plan",
    "tree_names",
]
