"""Cells of an import file: what each column takes, and what is wrong with a cell."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .. import gtin, sheets

NOTHING = "-"  # a cell that empties what is there
SEPARATOR = ";"
QUANTITY = "*"  # between a further barcode and what it stands for
LONGEST = 255
MOST = 10**12  # of any number
# Lengths of codes that Excel can have made of longer ones by taking off zeros.
_SHORTER = {length - zeros for length in gtin.GTIN_LENGTHS for zeros in (1, 2)}
_TRUE = {"1", "yes", "y", "true", "x", "হ্যাঁ"}
_FALSE = {"0", "no", "n", "false", "না"}
_YEAR = re.compile(r"[a-z]+[-/ ]\d{4}", re.IGNORECASE)


class Fault(Exception):
    """What is wrong with a cell or row: ``why``, in which ``column``, and with what.

    ``row``: the number of the row, when it is known.
    """

    def __init__(self, column: str, why: str, row: int = 0, **details: Any):
        super().__init__(f"{column} {why} {details}")
        self.column, self.why, self.row, self.details = column, why, row, details


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file.

    ``kind``: text, code, barcode, barcodes, value (of a dimension), number, count,
    flag, names;
    ``most`` characters; ``digits`` behind the point; ``clears``: may be emptied;
    ``checked``: numbers of barcodes must have the right check digit.
    """

    name: str
    kind: str = "text"
    most: int = LONGEST
    digits: int = 2
    clears: bool = False
    checked: bool = True

    def understand(self, cell: sheets.Cell) -> Any:
        """The value of a cell that is not empty; None when it empties what is there.

        :raises Fault: see `Fault`
        """
        text = sheets.meant(cell.text)
        if text == NOTHING and self.clears:
            return None
        if "\0" in text or "\ufffe" in text:
            raise Fault(self.name, "control")
        if len(text) > self.most:
            raise Fault(self.name, "long", length=len(text), most=self.most)
        return _READERS[self.kind](self, text, cell.spoiled)


def _text(_column, text, _spoiled):
    return text


def _code(column, text, spoiled):
    if spoiled in ("shortened", "dated"):
        raise Fault(column.name, spoiled, text=text)
    return text


def _value(column, text, spoiled):
    if spoiled == "dated" and _YEAR.fullmatch(text):
        return text  # a season or a model year
    return _code(column, text, spoiled)


def _barcode(column, text, spoiled):
    text = _code(column, text, spoiled)
    if not (text.isascii() and text.isdigit()):
        return text
    is_number = len(text) in gtin.GTIN_LENGTHS
    if not column.checked or (is_number and _valid(text)):
        return text
    if spoiled == "number" and len(text) in _SHORTER:
        lengths = [length for length in gtin.GTIN_LENGTHS if length > len(text)]
        longer = next((t for n in lengths if _valid(t := text.zfill(n))), None)
        if longer and len(longer) - len(text) <= 2:
            raise Fault(column.name, "zeros", text=text, longer=longer)
    if is_number:
        last = text[-1] if text.strip("0") else ""
        right = str(gtin.check_digit(text[:-1]))
        raise Fault(column.name, "check_digit", text=text, found=last, right=right)
    return text


def _barcodes(column, text, spoiled):
    found = []
    for part in _names(column, text, spoiled):
        code, _mark, more = map(str.strip, part.rpartition(QUANTITY))
        code, more = (code, more) if code else (more, "")
        code = _barcode(column, code, spoiled)
        found.append(f"{code}{QUANTITY}{_stands_for(column, more)}" if more else code)
    return tuple(found)


def _stands_for(column, text):
    """So many units as a plain number, or the name of a packaging."""
    try:
        found = sheets.number(text)
    except ValueError:
        return text
    if not 0 < found <= MOST:
        raise Fault(column.name, "number", text=text)
    return format(found.normalize(), "f")


def _valid(text):
    try:
        gtin.validate(text)
    except ValueError:
        return False
    return True


def _number(column, text, spoiled):
    try:
        found = sheets.number(text)
    except ValueError:
        raise Fault(column.name, "number", text=text) from None
    if found < 0:
        raise Fault(column.name, "negative", text=text)
    if found > MOST:
        raise Fault(column.name, "large", text=text)
    rounded = found.quantize(Decimal(1).scaleb(-column.digits), ROUND_HALF_UP)
    # a spreadsheet calculates 0.1 + 0.2 to 0.30000000000000004
    exact = spoiled != "number" or abs(found - rounded) > Decimal("1e-9")
    if rounded != found and exact:
        raise Fault(column.name, "places", text=text, digits=column.digits)
    return float(rounded)


def _count(column, text, spoiled):
    found = _number(column, text, spoiled)
    if found != int(found) or found > 2**31 - 1:
        raise Fault(column.name, "number", text=text)
    return int(found)


def _flag(column, text, _spoiled):
    word = text.casefold()
    if word not in _TRUE | _FALSE:
        raise Fault(column.name, "flag", text=text)
    return word in _TRUE


def _names(_column, text, _spoiled):
    return tuple(filter(None, (part.strip() for part in text.split(SEPARATOR))))


_READERS = {
    "text": _text,
    "code": _code,
    "value": _value,
    "barcode": _barcode,
    "barcodes": _barcodes,
    "number": _number,
    "count": _count,
    "flag": _flag,
    "names": _names,
}
