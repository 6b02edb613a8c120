"""Statements of providers: what their rows say, and which payments they are.

Amounts are in smallest units of a currency. An entry is {number, key, amount}; paid is
{key: (payment, amount)} of what was taken at tills.
"""

import re
from datetime import date, datetime
from decimal import Decimal

# Columns by what they are called, when nobody says otherwise.
NAMES = {
    "date": ("date", "date time", "transaction date", "transaction time", "time"),
    "id": ("transaction id", "trx id", "txn id", "trxid", "transaction no"),
    "amount": ("amount", "transaction amount", "credit", "received amount"),
    "fee": ("fee", "fees", "charge", "service charge", "transaction fee"),
}
NEEDED = ("id", "amount")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d-%b-%Y", "%d %b %Y")
DAYS += ("%d-%b-%y", "%d/%m/%y", "%d %B %Y", "%b %d, %Y", "%Y/%m/%d")
CURRENCY = re.compile(r"^(bdt|tk\.?|৳)\s*|\s*(bdt|tk\.?|৳|/-)$", re.IGNORECASE)
MOST_DIGITS = 15  # before the point: nobody pays more
BENGALI = {0x9E6 + digit: str(digit) for digit in range(10)}


def columns(own):
    """Return {name in the file: column}; ``own``: {column: name} as somebody set it."""
    named = {column: (own.get(column) or "").strip() for column in NAMES}
    return {
        name: column
        for column, usual in NAMES.items()
        for name in ([named[column]] if named[column] else usual)
    }


def day_of(text):
    """Return the day of a date as people write it, day before month, else None."""
    plain = text.strip().translate(BENGALI)
    words = re.split(r"[ T](?=\d{1,2}:)", plain)[0].strip(" ,")
    for form in DAYS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return None


def units_of(text, digits, number):
    """Return an amount in smallest units; ``number`` reads a plain one.

    :raises ValueError: when it is none, is beyond all money, or has more decimals than
        the currency
    """
    found = number(CURRENCY.sub("", text.strip().translate(BENGALI)))
    if found.adjusted() >= MOST_DIGITS:
        raise ValueError(text)
    units = found * 10**digits
    if units != units.to_integral_value():
        raise ValueError(text)
    return int(units)


def compare(entries, paid):
    """Return ([{number, state, payment, difference}], [payments that no row names]).

    An id that was paid counts once: further rows with it are "twice".
    """
    rows, seen = [], set()
    for entry in entries:
        key = entry["key"]
        payment, amount = paid.get(key, (None, 0))
        if key in seen:
            state = "twice"
        elif payment is None:
            state = "unknown"
        else:
            state = "matched" if amount == entry["amount"] else "differs"
        seen.add(key)
        difference = entry["amount"] - amount if state == "differs" else 0
        row = {"number": entry["number"], "state": state, "difference": difference}
        rows.append({**row, "payment": payment})
    missing = [payment for key, (payment, _amount) in paid.items() if key not in seen]
    return rows, missing


def shown(units, digits):
    """Return smallest units as an exact number."""
    return Decimal(units).scaleb(-digits)


def period(days):
    """Return (first, last) of the days that are known, (None, None) of none."""
    known: list[date] = [day for day in days if day]
    return (min(known), max(known)) if known else (None, None)
