"""Barcodes: kinds and their rules, equality, in-store numbers, GS1 element strings.

Pure. What is wrong with a code is said by `BarcodeError`: one of the names in `errors`.
"""

from .elements import Elements, elements
from .errors import BarcodeError
from .instore import Layout, capacity, layout_of, number, price_check_digit
from .keys import key, spellings
from .kinds import KINDS, check, doubt, guess
from .scan import Reading, read

__all__ = (
    "BarcodeError",
    "Elements",
    "KINDS",
    "Layout",
    "Reading",
    "capacity",
    "check",
    "doubt",
    "elements",
    "guess",
    "key",
    "layout_of",
    "number",
    "price_check_digit",
    "read",
    "spellings",
)
