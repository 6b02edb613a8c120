"""The item master's decisions: SKU patterns, short codes, sparse variants."""

from .short_codes import short_code
from .sku import MOST_LENGTH, SEQUENCE, Pattern, PatternError, free_sku
from .sparse import Sheet, counterparts, sheet
from .supply import order_quantity

__all__ = [
    "MOST_LENGTH",
    "SEQUENCE",
    "Pattern",
    "PatternError",
    "Sheet",
    "counterparts",
    "free_sku",
    "order_quantity",
    "sheet",
    "short_code",
]
