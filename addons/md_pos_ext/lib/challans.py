"""A tax challan (Mushak 6.3): rows whose parts add up, its number, its words.

Money is in whole units of the smallest currency (paisa), rates are in percent.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
SMALLEST = 100  # paisa in a taka
CRORE = 10**7
FIRST_MONTH = 7  # the financial year begins in July
BIN = re.compile(r"(\d{9})(\d{4})")


@dataclass(frozen=True, slots=True)
class Row:
    """What a challan says of one thing that was sold; refunds have no challan.

    ``gross`` is the value before discount, ``base`` after it, both without taxes.
    """

    name: str
    unit: str
    quantity: Decimal
    gross: int
    base: int
    sd: int = 0
    vat: int = 0
    sd_rate: Decimal = Decimal(0)
    vat_rate: Decimal = Decimal(0)
    vat_kind: str = "rate"  # or "exempt", "specific"

    @property
    def discount(self):
        """What was taken off the value."""
        return self.gross - self.base

    @property
    def total(self):
        """What the customer pays for it."""
        return self.base + self.sd + self.vat


@dataclass(frozen=True, slots=True)
class Sums:
    """Rows added up, column by column."""

    gross: int
    base: int
    sd: int
    vat: int

    @property
    def discount(self):
        """What was taken off the values."""
        return self.gross - self.base

    @property
    def total(self):
        """What the customer pays."""
        return self.base + self.sd + self.vat


def sums(rows):
    """Add rows up: what a reader finds who adds the printed columns."""
    rows = list(rows)
    names = ("gross", "base", "sd", "vat")
    return Sums(*(sum(getattr(row, name) for row in rows) for name in names))


def smallest(amount):
    """Return an amount of money as whole paisa."""
    exact = Decimal(str(amount)) * SMALLEST
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def money(units):
    """Return paisa as an amount: 123456 is 1234.56."""
    return Decimal(units).scaleb(-2)


def unit_value(units, quantity):
    """Return the value of one piece to the paisa; for the eye, nothing follows."""
    one = money(units) / quantity if quantity else money(units)
    return one.quantize(Decimal("0.01"), ROUND_HALF_UP)


def grouped(amount):
    """Write an amount with two decimals as is usual there: 12,34,567.89."""
    sign, text = ("-" if amount < 0 else ""), f"{abs(amount):.2f}"
    whole, cents = text.split(".")
    head, tail = whole[:-3], whole[-3:]
    pairs = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return sign + ",".join([*pairs, tail]) + "." + cents


def plain(number):
    """Write a quantity or rate without idle zeros: 1.500 is 1.5."""
    text = f"{Decimal(str(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bengali(text):
    """Write the digits of a text in Bengali."""
    return text.translate(BENGALI)


def bin_number(text):
    """Return a BIN as NBR prints it (000123456-0101), empty for nothing.

    :raises ValueError: when it has not 13 digits
    """
    kept = "".join(sign for sign in text or "" if sign not in " -")
    if not kept:
        return ""
    if not kept.isdecimal() or len(kept) != 13:
        raise ValueError(text)
    found = BIN.fullmatch("".join(str(int(sign)) for sign in kept))
    return "-".join(found.groups())


def financial_year(day):
    """Name the financial year of a day, July to June: 2026-27."""
    first = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def number(year, code, serial):
    """Number of a challan: year, place when places count by themselves, serial."""
    return "/".join(part for part in (year, code, f"{serial:06d}") if part)


def in_words(units, language):
    """Write paisa in words, in ``en`` or ``bn``; of amounts below zero, their size."""
    taka, paisa = divmod(abs(units), SMALLEST)
    if language == "bn":
        text = f"{_words(taka, 'bn')} টাকা"
        return f"{text} {_words(paisa, 'bn')} পয়সা মাত্র" if paisa else f"{text} মাত্র"
    text = f"Taka {_words(taka, 'en_IN')}"
    return (
        f"{text} and paisa {_words(paisa, 'en_IN')} only" if paisa else f"{text} only"
    )


def _words(whole, language):
    if language != "bn" and whole >= CRORE:
        # num2words ends at a thousand crore in English
        crores, rest = divmod(whole, CRORE)
        text = f"{_words(crores, language)} crore"
        return f"{text} {_words(rest, language)}" if rest else text
    return num2words(whole, lang=language).replace(",", "")


def facts(rows):
    """What the QR code says: ``KEY=value`` lines, nothing that needs a key to read."""
    return "\n".join(f"{key}={value}" for key, value in rows)
