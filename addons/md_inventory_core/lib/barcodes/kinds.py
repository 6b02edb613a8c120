"""Kinds of barcodes, and what a code of each kind must be."""

from .. import gtin
from ..sheets import SHORTENED
from .elements import checked, elements
from .errors import BarcodeError

EAN13, EAN8, UPCA, GTIN14 = "ean13", "ean8", "upca", "gtin14"
CODE128, GS1, QR = "code128", "gs1", "qr"
KINDS = {
    EAN13: "EAN-13",
    EAN8: "EAN-8",
    UPCA: "UPC-A",
    GTIN14: "GTIN-14",
    CODE128: "Code 128",
    GS1: "GS1 element strings",
    QR: "QR",
}
DIGITS = {EAN13: 13, EAN8: 8, UPCA: 12, GTIN14: 14}
BY_LENGTH = {length: kind for kind, length in DIGITS.items()}
# What scanners read at a till's distance, and what a QR code of label size holds.
MOST = {CODE128: 80, GS1: 90, QR: 512}


def check(kind: str, text: str) -> str:
    """The code as it is kept.

    Blanks around it go; nothing else is mended or guessed.

    :raises BarcodeError: saying what is wrong with it
    """
    code = _plain(text)
    if kind in DIGITS:
        return _number(code, DIGITS[kind])
    if kind == GS1:
        found = checked(code)
        _check_length(found.readable, MOST[GS1])
        return found.readable
    if kind == CODE128:
        _check_printable(code)
    _check_length(code, MOST[kind])
    return code


def guess(text: str) -> str:
    """The kind that a code is meant to be when nobody says so.

    8, 12, 13 or 14 digits are meant to be a GTIN, whether right or wrong.
    """
    code = text.strip()
    if code.isascii() and code.isdecimal() and len(code) in BY_LENGTH:
        return BY_LENGTH[len(code)]
    if code.startswith("(") and elements(code):
        return GS1
    plain = code.isascii() and code.isprintable() and len(code) <= MOST[CODE128]
    return CODE128 if plain else QR


def doubt(text: str) -> BarcodeError | None:
    """What is likely wrong with a code of unknown kind, None when nothing is."""
    try:
        check(guess(text), text)
    except BarcodeError as error:
        return error
    return None


def _plain(text):
    code = text.strip()
    if not code:
        raise BarcodeError("empty")
    if SHORTENED.fullmatch(code):
        raise BarcodeError("shortened")
    return code


def _number(code, length):
    for place, character in enumerate(code, start=1):
        if not ("0" <= character <= "9"):
            raise BarcodeError("not_digits", place=place, character=character)
    if len(code) != length:
        raise BarcodeError("length", digits=len(code), needed=length)
    if not code.strip("0"):
        raise BarcodeError("zeros")
    expected = gtin.check_digit(code[:-1])
    if code[-1] != str(expected):
        raise BarcodeError("check_digit", digit=code[-1], expected=expected)
    return code


def _check_printable(code):
    for place, character in enumerate(code, start=1):
        if not (" " <= character <= "~"):
            raise BarcodeError(
                "not_printable", place=place, character=f"U+{ord(character):04X}"
            )


def _check_length(code, most):
    if len(code) > most:
        raise BarcodeError("too_long", length=len(code), most=most)
