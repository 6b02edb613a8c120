"""Transaction ids of mobile banking, and numbers of who paid.

[!] Twin of static/src/app/utils/tender_ids.js: same rules, same vectors (tests/vectors/
tenders). What is wrong is a dict {problem, value} for the caller to put into words.
"""

import re
import unicodedata
from dataclasses import dataclass

BENGALI = {0x9E6 + digit: str(digit) for digit in range(10)}
# Between the characters of an id as people write, paste and read it.
BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.:#\u200b-\u200f\u2060\ufeff]")
OF_AN_ID = re.compile(r"[A-Z0-9]")
MOBILE = re.compile(r"01[3-9][0-9]{8,9}")  # Rocket adds one digit to the number
MASKED = re.compile(r"[0-9]{3}\*{5,6}[0-9]{3}")
ENDS = 3  # digits that stay at both ends of a payer's number
LONGEST_KEPT = 64  # of what is kept of an id without form


@dataclass(frozen=True, slots=True)
class Form:
    """How ids of a provider look: from ``shortest`` to ``longest`` characters."""

    shortest: int = 4
    longest: int = 32
    digits: bool = False


# Of messages that customers get, not of specifications: an admin may change them.
FORMS = {
    "bkash": Form(10, 10),
    "nagad": Form(8, 10),
    "rocket": Form(8, 12, digits=True),
    "upay": Form(6, 20),
}


def normalise(text):
    """Return the one spelling of an id under which equal ids compare equal."""
    plain = unicodedata.normalize("NFKC", text).translate(BENGALI)
    return _upper(BETWEEN.sub("", plain))[:LONGEST_KEPT]


def problem(text, form):
    """Return what is wrong with an id, None for nothing."""
    key = normalise(text)
    strange = next((one for one in key if not OF_AN_ID.fullmatch(one)), None)
    if not key:
        return _told("empty")
    if strange:
        return _told("character", strange)
    if form.digits and not key.isdigit():
        return _told("digits", next(one for one in key if not one.isdigit()))
    if len(key) < form.shortest:
        return _told("short", len(key))
    if len(key) > form.longest:
        return _told("long", len(key))
    if len(set(key)) == 1:
        return _told("same", key[0])
    return None


def payer_problem(text):
    """Return what is wrong with a payer's mobile number, None for nothing."""
    number = _number(text)
    if not number or MOBILE.fullmatch(number) or MASKED.fullmatch(number):
        return None
    return _told("payer", len(number))


def masked(text):
    """Return a payer's number without its middle, "" of what is none."""
    number = _number(text)
    if MASKED.fullmatch(number):
        return number
    if not number.isdigit() or len(number) <= 2 * ENDS:
        return ""
    return f"{number[:ENDS]}{'*' * (len(number) - 2 * ENDS)}{number[-ENDS:]}"


def _number(text):
    plain = unicodedata.normalize("NFKC", text).translate(BENGALI)
    number = re.sub(r"[()+]", "", BETWEEN.sub("", plain))
    return number[2:] if number.startswith("880") else number


def _upper(text):
    """Of a to z alone: both twins do the same with all others."""
    return re.sub("[a-z]", lambda found: found.group().upper(), text)


def _told(what, value=None):
    return {"problem": what, "value": value}
