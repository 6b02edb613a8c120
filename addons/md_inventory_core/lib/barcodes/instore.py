"""EAN-13 of our own: running numbers, and codes with a weight or a price in them.

Prefixes 20 to 29 are free for use inside a company (GS1 General Specifications,
section 2.1.11): no maker's article has them.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from biip.checksums import gs1_price_weight_check_digit

from .. import gtin
from .errors import BarcodeError

LENGTH = 13
PAYLOAD = LENGTH - 1
PREFIX = re.compile(r"2\d{1,10}", re.ASCII)
CHECKED_DIGITS = (4, 5)  # values that have a check digit of their own, by GS1's rules
# A rule of Odoo's nomenclature: 21.....{NNDDD}, point for any digit of the article,
# braces around the value.
PATTERN = re.compile(r"(\d*)(\.*)\{(N*)(D*)\}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a code is divided: prefix, article, value's own check digit, value.

    :param what: "weight", "price" or another kind of value
    :param checked: whether a check digit of the value stands before the value
    """

    what: str
    prefix: str
    item_digits: int
    value_digits: int
    decimals: int
    checked: bool = False

    def __post_init__(self):
        used = len(self.prefix) + self.item_digits + self.checked + self.value_digits
        if not PREFIX.fullmatch(self.prefix):
            raise BarcodeError("prefix", prefix=self.prefix)
        if self.item_digits < 1 or used != PAYLOAD:
            raise BarcodeError("item", digits=used)
        wrong = self.checked and self.value_digits not in CHECKED_DIGITS
        if self.value_digits < 1 or self.decimals > self.value_digits or wrong:
            raise BarcodeError("value", digits=self.value_digits)

    def build(self, item: int | str, value: Decimal) -> str:
        """The code of an article with a value.

        :raises BarcodeError: "item" or "value" when one does not fit
        """
        scaled = value.scaleb(self.decimals)
        if scaled != scaled.to_integral_value() or not scaled >= 0:
            raise BarcodeError("value", digits=self.value_digits)
        digits = str(int(scaled)).zfill(self.value_digits)
        if len(digits) > self.value_digits:
            raise BarcodeError("value", digits=self.value_digits)
        own = str(price_check_digit(digits)) if self.checked else ""
        return _closed(self.prefix + self._item(item) + own + digits)

    def base(self, item: int | str) -> str:
        """The barcode of the article itself: its code with zeros for the value."""
        zeros = "0" * (self.value_digits + self.checked)
        return _closed(self.prefix + self._item(item) + zeros)

    def split(self, code: str) -> tuple[str, Decimal] | None:
        """(barcode of the article, value) of a code; None when it is not of this kind.

        :raises BarcodeError: "price_check" when the value's check digit is wrong
        """
        if len(code) != LENGTH or not code.startswith(self.prefix):
            return None
        try:
            gtin.validate(code)
        except ValueError:
            return None
        start = len(self.prefix) + self.item_digits
        digits = code[start + self.checked : -1]
        if self.checked and int(code[start]) != (right := price_check_digit(digits)):
            raise BarcodeError("price_check", digit=code[start], expected=right)
        value = Decimal(digits).scaleb(-self.decimals)
        return self.base(code[len(self.prefix) : start]), value

    def _item(self, item):
        text = str(item).zfill(self.item_digits)
        if len(text) != self.item_digits or not (text.isascii() and text.isdecimal()):
            raise BarcodeError("item", digits=self.item_digits)
        return text


def layout_of(what: str, pattern: str, checked: bool = False) -> Layout | None:
    """The layout that a rule of the nomenclature means, None when it is another rule.

    With ``checked`` the last digit before the braces is the value's check digit.
    """
    found = PATTERN.fullmatch(pattern)
    if not found:
        return None
    prefix, item, whole, decimals = found.groups()
    value = len(whole) + len(decimals)
    try:
        return Layout(what, prefix, len(item) - checked, value, len(decimals), checked)
    except BarcodeError:
        return None


def price_check_digit(digits: str) -> int:
    """The check digit of a price or weight of 4 or 5 digits, as GS1 defines it."""
    return gs1_price_weight_check_digit(digits)


def number(prefix: str, running: int) -> str:
    """The EAN-13 of a running number behind a prefix (20 to 29, a company's own part).

    :raises BarcodeError: "prefix" when it is no in-store one, "used_up" when the number
        has more digits than are left
    """
    if not PREFIX.fullmatch(prefix):
        raise BarcodeError("prefix", prefix=prefix)
    if not 0 <= running < 10 ** (PAYLOAD - len(prefix)):
        raise BarcodeError("used_up")
    return _closed(prefix + str(running).zfill(PAYLOAD - len(prefix)))


def capacity(prefix: str) -> int:
    """How many numbers a prefix has."""
    return 10 ** (PAYLOAD - len(prefix))


def _closed(payload):
    return payload + str(gtin.check_digit(payload))
