"""What a scanned text may mean, best guess first."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .. import gtin
from .elements import Elements, elements
from .errors import BarcodeError
from .instore import Layout
from .keys import key

# A symbol's name in front that says nothing about the text: EAN, ITF-14, Code 128, QR.
BARE = ("]E0", "]E4", "]I1", "]C0", "]Q1", "]d1")


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning: the key to look for, and what else the code says.

    :param how: "code" (the text itself), "gs1" or "instore"
    """

    key: str
    how: str = "code"
    elements: Elements | None = None
    what: str = ""
    value: Decimal | None = None


def read(text: str, layouts: Iterable[Layout] = ()) -> tuple[Reading, ...]:
    """Meanings of what a scanner sent; none of an empty text.

    A barcode that somebody owns as it is wins over what it may contain.
    """
    code = text.strip().strip("\r\n\t")
    if code.startswith(BARE):
        code = code[3:]
    if not code:
        return ()
    found = [Reading(key(code))]
    if _is_gtin(code):
        for layout in layouts:
            found += _instore(layout, code)
    elif says := elements(code):
        found += [Reading(says.readable, "gs1", says), Reading(says.gtin, "gs1", says)]
    return tuple(found)


def _is_gtin(code):
    try:
        gtin.validate(code)
    except ValueError:
        return False
    return True


def _instore(layout, code):
    try:
        split = layout.split(code)
    except BarcodeError:
        return []
    if not split:
        return []
    base, value = split
    return [Reading(key(base), "instore", what=layout.what, value=value)]
