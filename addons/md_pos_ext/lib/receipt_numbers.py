"""A till's receipt numbers: whose year, which are used, which are left.

A series is of one till and one financial year; its numbers are leased in blocks of
consecutive ones. Ranges are pairs (first, last), both in it.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

JUNE = (6, 30)  # last month and day of the financial year in Bangladesh
DIGITS = 6
MARKS = ("{till}", "{year}", "{number}")
FORM = "-".join(MARKS)
NEXT_YEAR_DAYS = 31  # so long before a year ends tills lease numbers of the next
GRACE_DAYS = 14  # so long after a year receipts of it may still be on their way
LONGEST = 64  # characters of a key or number that a till tells


@dataclass(frozen=True, slots=True)
class Year:
    """A financial year; ``end`` is the first day that is not in it."""

    name: str
    first: date
    end: date


def financial_year(day, last=JUNE):
    """Return the financial year of a day.

    :param last: (month, day) on which years end; of a shorter February its last day
    """
    end = _end(day.year, last)
    if day >= end:
        first, end = end, _end(day.year + 1, last)
    else:
        first = _end(day.year - 1, last)
    name = str(first.year)
    if (first.month, first.day) != (1, 1):
        name += f"-{(first.year + 1) % 100:02d}"
    return Year(name, first, end)


def _end(year, last):
    month, day = last
    return date(year, month, min(day, monthrange(year, month)[1])) + timedelta(days=1)


def is_form(text):
    """Whether numbers can be written so: each mark once, no other braces."""
    if not isinstance(text, str) or len(text) > LONGEST:
        return False
    rest = text
    for mark in MARKS:
        if text.count(mark) != 1:
            return False
        rest = rest.replace(mark, "")
    return "{" not in rest and "}" not in rest


def form(template, code, year):
    """Fill in what is the same for all numbers of a block."""
    return template.replace("{till}", code).replace("{year}", year)


def write(filled, serial):
    """Return a number as it is printed."""
    return filled.replace("{number}", f"{serial:0{DIGITS}d}")


def ranges(serials):
    """Return whole numbers as ranges, smallest first."""
    found = []
    for serial in sorted(set(serials)):
        if found and found[-1][1] == serial - 1:
            found[-1] = (found[-1][0], serial)
        else:
            found.append((serial, serial))
    return found


def gaps(first, last, taken):
    """Return ranges of first to last that are in none of the taken ones."""
    found, at = [], first
    for low, high in sorted(taken):
        if low > at:
            found.append((at, min(low - 1, last)))
        at = max(at, high + 1)
        if at > last:
            break
    if at <= last:
        found.append((at, last))
    return found


def count(pairs):
    """How many numbers ranges hold."""
    return sum(high - low + 1 for low, high in pairs)


def words(filled, pairs, most=20):
    """Return ranges for a reader: 'T1-000003, T1-000005 ... T1-000009'."""
    texts = [
        write(filled, low)
        if low == high
        else f"{write(filled, low)} ... {write(filled, high)}"
        for low, high in pairs
    ]
    return ", ".join(texts[:most] + (["..."] if len(texts) > most else []))


def claim(value):
    """Return what a till says of its number: {number, serial, year, device}, or None.

    None as well for what no till of ours would say.
    """
    if not isinstance(value, dict):
        return None
    found = {name: value.get(name) for name in ("number", "year", "device")}
    for text in found.values():
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST:
            return None
    serial = value.get("serial")
    sane = isinstance(serial, int) and not isinstance(serial, bool)
    if not sane or not 0 < serial < 10**9:
        return None
    return {**found, "serial": serial}
