"""GS1 element strings: a GTIN with lot, expiry, weight and more in one barcode.

Read by biip, which knows every Application Identifier. Here: which of them we use.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from biip import ParseError
from biip.gs1_messages import GS1Message

from .. import gtin as gtins
from .errors import BarcodeError

# What scanners put in front to say which symbol they read.
SYMBOLS = ("]C1", "]e0", "]d2", "]Q3", "]J1")
SEPARATOR = "\x1d"
# {first three digits of the identifier: unit}; the fourth is where the point stands.
WEIGHTS = {"310": "kg", "320": "lb"}
LENGTHS = {"311": "m"}
VOLUMES = {"315": "l"}
MEASURES = WEIGHTS | LENGTHS | VOLUMES


@dataclass(frozen=True, slots=True)
class Elements:
    """What element strings say of goods; ``parts`` has all of them, (identifier, text).

    ``gtin`` has 14 digits. ``count`` are pieces; ``measure`` is in ``unit``; ``price``
    is what the goods cost in all, in ``currency`` (ISO number) when it is given.
    """

    gtin: str
    parts: tuple[tuple[str, str], ...]
    lot: str = ""
    serial: str = ""
    expiry: date | None = None
    best_before: date | None = None
    produced: date | None = None
    count: int | None = None
    measure: Decimal | None = None
    unit: str = ""
    price: Decimal | None = None
    currency: str = ""

    @property
    def readable(self) -> str:
        """As it is printed below the bars: (01)09501101530003(10)AB."""
        return "".join(f"({number}){text}" for number, text in self.parts)

    @property
    def only_gtin(self) -> bool:
        """Whether there is nothing but the number of the article."""
        return len(self.parts) == 1


def elements(text: str) -> Elements | None:
    """What ``text`` says, None when it is no element strings with a GTIN.

    As scanners send it (with or without the symbol's name in front, FNC1 as character
    29) or as it is printed, identifiers in parentheses.
    """
    try:
        return _of(_message(text))
    except (BarcodeError, ParseError, ValueError):
        return None


def checked(text: str) -> Elements:
    """As `elements`.

    :raises BarcodeError: "not_gs1", or what is wrong with the GTIN
    """
    try:
        return _of(_message(text))
    except ParseError as error:
        raise BarcodeError("not_gs1") from error


def _message(text: str) -> GS1Message:
    if text.startswith("("):
        return GS1Message.parse_hri(text)
    plain = text[3:] if text.startswith(SYMBOLS) else text
    return GS1Message.parse(plain.lstrip(SEPARATOR))


def _of(message: GS1Message) -> Elements:
    parts = {element.ai.ai: element for element in message.element_strings}
    goods = parts.get("01") or parts.get("02")
    if not goods:
        raise BarcodeError("not_gs1")
    try:
        normal = gtins.normalise(goods.value)
    except ValueError:
        digit, expected = goods.value[-1], gtins.check_digit(goods.value[:-1])
        raise BarcodeError("check_digit", digit=digit, expected=expected) from None
    return Elements(
        gtin=normal,
        parts=tuple((e.ai.ai, e.value) for e in message.element_strings),
        lot=_text(parts, "10"),
        serial=_text(parts, "21"),
        expiry=_date(parts, "17"),
        best_before=_date(parts, "15"),
        produced=_date(parts, "11"),
        count=_count(parts),
        **_measured(message.element_strings),
    )


def _text(parts, number):
    return parts[number].value if number in parts else ""


def _date(parts, number):
    return parts[number].date if number in parts else None


def _count(parts):
    found = _text(parts, "30") or _text(parts, "37")
    return int(found) if found else None


def _measured(found):
    """Measure and price: identifiers of four digits whose last is the point's place."""
    answer = {}
    for element in found:
        kind = element.ai.ai[:3]
        if kind in MEASURES and len(element.ai.ai) == 4:
            answer |= {"measure": element.decimal, "unit": MEASURES[kind]}
        elif kind == "392":
            answer["price"] = element.decimal
        elif kind == "393":
            answer |= {"price": element.decimal, "currency": element.pattern_groups[0]}
    return answer
