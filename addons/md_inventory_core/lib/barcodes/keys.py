"""When two barcodes are the same: decided here, by `key`, and nowhere else."""

from .. import gtin
from .elements import elements

GROUP_SEPARATOR = "\x1d"


def key(text: str) -> str:
    """The form under which equal barcodes are equal texts.

    A GTIN of any length is its 14 digits: UPC-A 012345678905, EAN-13 0012345678905 and
    GTIN-14 00012345678905 are one number, also when element strings hold nothing but
    it. Other element strings are compared as people read them: (01)...(10)... Anything
    else is the text itself: letters count in upper and lower case.
    """
    try:
        return gtin.normalise(text)
    except ValueError:
        found = None
    if text.startswith(("(", "]")) or GROUP_SEPARATOR in text:
        found = elements(text)
    if not found:
        return text
    return found.gtin if found.only_gtin else found.readable


def spellings(text: str) -> tuple[str, ...]:
    """All texts that are the same barcode as ``text``, itself first.

    For searches in places that hold barcodes as people wrote them.
    """
    normal = key(text)
    found = [text]
    if len(normal) == gtin.NORMAL_LENGTH and normal.isdecimal():
        for length in sorted(gtin.GTIN_LENGTHS, reverse=True):
            zeros = gtin.NORMAL_LENGTH - length
            if not normal[:zeros].strip("0"):
                found.append(normal[zeros:])
    return tuple(dict.fromkeys(found))
