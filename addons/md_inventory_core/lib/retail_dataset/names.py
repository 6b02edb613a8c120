"""Readable, deterministic names and codes for products of the data set."""

import re
from functools import cache

from ..gtin import check_digit
from .vocabulary import ABBREVIATIONS, ACRONYMS, SMALL_WORDS, VAGUE_TYPES

UNCLASSIFIED = "Unclassified"

# "Restricted circulation" number range of GS1 (20-29): a company may use it for
# itself, it can never collide with a bar code printed by a manufacturer.
BARCODE_PREFIX = "29"
_REF_DIGITS = 10

_SPACES = re.compile(r"\s+")
_CUT_OFF_PAREN = re.compile(r"\s*\([^()]*$")
_AMPERSAND = re.compile(r"(?<=\S)\s*&\s*(?=\S)")
_LOST_APOSTROPHE = re.compile(r"(?<=[A-Z]) S\b")
_WORD = re.compile(r"[A-Z0-9]+('S)?")


def squeeze(text: str | None) -> str:
    """Text with single blanks and no edges; "" for a missing value."""
    return _SPACES.sub(" ", text).strip() if text else ""


@cache
def title(text: str | None) -> str:
    """Till shorthand in title case; "Unclassified" for a missing value.

    Different texts get different titles, so no two categories become one. The
    files cut texts at 30 characters: a parenthesis left open is closed.
    """
    text = squeeze(text).upper()
    if _CUT_OFF_PAREN.search(text):
        text += "...)"
    text = _LOST_APOSTROPHE.sub("'S", _AMPERSAND.sub(" & ", text))
    return _WORD.sub(_title_word, text) or UNCLASSIFIED


def _title_word(match: re.Match) -> str:
    word, suffix = match.group(), match.group(1) or ""
    word = word.removesuffix(suffix)
    if word in ABBREVIATIONS:
        cased = ABBREVIATIONS[word]
    elif word in ACRONYMS:
        cased = word
    elif word in SMALL_WORDS and match.start():
        cased = word.lower()
    else:
        cased = word.capitalize()
    return cased + suffix.lower()


def item_name(
    department: str | None,
    category: str | None,
    product_type: str | None,
    package_size: str,
    brand: str,
) -> str:
    """Like `Apple Sauce 50 OZ (Private 69)`; not unique, the SKU is."""
    # A remark that was cut off explains nothing on a receipt.
    text = _CUT_OFF_PAREN.sub("", squeeze(product_type or category or department))
    base = title(text)
    if product_type in VAGUE_TYPES:
        base = f"{title(category or department)} {base}"
    return " ".join(filter(None, (base, package_size, f"({brand})")))


def item_sku(ref: int) -> str:
    """Internal reference of a product."""
    return f"CJ-{ref}"


def item_barcode(ref: int) -> str:
    """EAN-13 of a product: prefix, its number, check digit."""
    number = str(ref).zfill(_REF_DIGITS)
    if ref < 0 or len(number) > _REF_DIGITS:
        raise ValueError(f"product number {ref} does not fit into a bar code")
    digits = BARCODE_PREFIX + number
    return f"{digits}{check_digit(digits)}"
