"""Barcodes as modules, and how wide they are drawn: always in whole dots.

The bars come from python-barcode and qrcode. Quiet zones and the least width of a
module are those of the GS1 General Specifications (section 5): 0.249 mm is what they
allow to labels printed on demand.
"""

import math
from dataclasses import dataclass
from datetime import date

import barcode
import qrcode
from barcode.codex import Gs1_128
from barcode.itf import ITF

from .. import gtin
from .errors import LabelError

AUTO, CODE128, QR, ITF14, GS1_128 = "auto", "code128", "qr", "itf14", "gs1_128"
SYMBOLOGIES = (AUTO, CODE128, QR, ITF14, GS1_128)
MOST_LETTERS = 48  # of a Code 128; GS1-128 has the same limit
FNC1 = "\xf1"
NAMES = {
    "ean13": "EAN-13",
    "ean8": "EAN-8",
    "upca": "UPC-A",
    CODE128: "Code 128",
    ITF14: "ITF-14",
    GS1_128: "GS1-128",
    QR: "QR",
}
# (quiet zone left, right; in modules)
QUIET = {"ean13": (11, 7), "ean8": (7, 7), "upca": (9, 9), QR: (4, 4)}
LEAST = {QR: 0.33}  # mm of a module
LEAST_MODULE = 0.249
MOST = {CODE128: 0.5, GS1_128: 1.016, ITF14: 1.016, QR: 1.0}
MOST_MODULE = 0.66
LEAST_HEIGHT = 5.0  # mm of bars that are still read in any direction but along
# Letters of a lot or serial number in an element string (GS1 table 7.11-1).
_GS1_LETTERS = frozenset(
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)


@dataclass(frozen=True, slots=True)
class Code:
    """``rows`` of modules, "1" is dark: one row of bars, or those of a square.

    ``unit``: how many of the smallest steps make a module (ITF has wide ones of 2.5).
    """

    kind: str
    rows: tuple[str, ...]
    text: str
    quiet: tuple[int, int]
    unit: int = 1

    @property
    def square(self) -> bool:
        """Whether it is as high as wide."""
        return len(self.rows) > 1

    @property
    def name(self) -> str:
        """What people call it."""
        return NAMES[self.kind]


@dataclass(frozen=True, slots=True)
class Fit:
    """How many dots a step has, and where the code begins and ends with quiet zones."""

    step: int
    quiet: tuple[int, int]
    width: int


def encode(text: str, symbology: str = AUTO, lot: str = "", expiry: date | None = None):
    """The `Code` of a barcode's text.

    :param symbology: AUTO chooses by the text: GTINs as such, else Code 128, else QR.
        Of 14 digits it makes ITF-14, or GS1-128 when a lot or a date goes with it.
    :raises LabelError: "bad_code", "bad_lot"
    """
    if symbology == AUTO:
        symbology = _kind(text, lot or expiry)
    if symbology == QR:
        return _square(text)
    if symbology in (ITF14, GS1_128):
        try:
            digits = gtin.normalise(text)
        except ValueError as error:
            raise LabelError("bad_code", code=text) from error
        return _itf(digits) if symbology == ITF14 else _gs1(digits, lot, expiry)
    if symbology == CODE128:
        if not _plain(text):
            raise LabelError("bad_code", code=text)
        rows = barcode.get_barcode_class("code128")(text).build()
        return Code(CODE128, tuple(rows), text, (10, 10))
    rows = barcode.get_barcode_class(symbology)(text).build()
    return Code(symbology, tuple(rows), text, QUIET[symbology])


def fit(code: Code, width: int, height: int, dpi: int, most: float = 0) -> Fit:
    """The widest bars for a box of so many dots.

    :param most: mm that a module has at most; 0: what the kind allows
    :raises LabelError: "too_wide", "too_low"
    """
    dot = 25.4 / dpi
    most = most or MOST.get(code.kind, MOST_MODULE)
    least = math.ceil(LEAST.get(code.kind, LEAST_MODULE) / dot / code.unit - 1e-6)
    steps = len(code.rows[0]) + sum(code.quiet) * code.unit
    room = min(width, height) if code.square else width
    step = min(room // steps, max(int(most / dot / code.unit), least))
    if step < least:
        needed, given = steps * least * dot, room * dot
        raise LabelError("too_wide", code=code, needed=needed, given=given)
    if not code.square and height * dot < LEAST_HEIGHT - 1e-6:
        raise LabelError("too_low", code=code, needed=LEAST_HEIGHT, given=height * dot)
    left, right = (zone * code.unit * step for zone in code.quiet)
    return Fit(step, (left, right), steps * step)


def _kind(text: str, more) -> str:
    try:
        length = len(gtin.validate(text))
    except ValueError:
        return CODE128 if _plain(text) else QR
    if length == 14:
        return GS1_128 if more else ITF14
    return {8: "ean8", 12: "upca", 13: "ean13"}[length]


def _plain(text: str) -> bool:
    return 0 < len(text) <= MOST_LETTERS and all(" " <= c <= "~" for c in text)


def _square(text: str) -> Code:
    if not text or len(text.encode()) > 300:
        raise LabelError("bad_code", code=text)
    made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    made.add_data(text)
    made.make(fit=True)
    rows = ("".join("1" if dark else "0" for dark in row) for row in made.get_matrix())
    return Code(QR, tuple(rows), text, QUIET[QR])


def _itf(digits: str) -> Code:
    rows = ITF(digits, narrow=2, wide=5).build()
    return Code(ITF14, tuple(rows), digits, (10, 10), unit=2)


def _gs1(digits: str, lot: str, expiry: date | None) -> Code:
    parts = [("01", digits)]
    if expiry:
        parts.append(("17", expiry.strftime("%y%m%d")))
    if lot:
        if len(lot) > 20 or not _GS1_LETTERS.issuperset(lot):
            raise LabelError("bad_lot", lot=lot)
        parts.append(("10", lot))  # of any length: the last one
    made = Gs1_128("".join(number + value for number, value in parts))
    text = "".join(f"({number}){value}" for number, value in parts)
    return Code(GS1_128, tuple(made.build()), text, (10, 10))
