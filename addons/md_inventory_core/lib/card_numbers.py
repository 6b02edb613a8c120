"""Payment card numbers in text that must not hold any: find them, mask them.

A number counts as a card's when three things agree: it begins as some issuer's numbers
do (IIN), it has a length that this issuer uses, and its last digit fits (Luhn, ISO/IEC
7812-1). Digits stand together, or in groups as printed on cards ("4111 1111 1111 1111",
"3782-822463-10005"). A GTIN-13 is too short, a phone number or a time begins otherwise.
A GTIN-14 that passes all three tests cannot be told from a Diners number: it is masked.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

MINIMUM, MAXIMUM = 14, 19
# (network, first and last IIN of a range, lengths); the digits of an IIN say how many
# leading digits of the number are compared.
NETWORKS = (
    ("visa", "4", "4", (16, 19)),
    ("mastercard", "51", "55", (16,)),
    ("mastercard", "2221", "2720", (16,)),
    ("amex", "34", "34", (15,)),
    ("amex", "37", "37", (15,)),
    ("discover", "6011", "6011", (16, 19)),
    ("discover", "644", "649", (16, 19)),
    ("discover", "65", "65", (16, 19)),
    ("diners", "300", "305", (14, 16, 19)),
    ("diners", "3095", "3095", (14, 16, 19)),
    ("diners", "36", "36", (14, 16, 19)),
    ("diners", "38", "39", (14, 16, 19)),
    ("jcb", "3528", "3589", (16, 17, 18, 19)),
    ("unionpay", "62", "62", (16, 17, 18, 19)),
    ("unionpay", "81", "81", (16, 17, 18, 19)),
    ("maestro", "5018", "5018", (14, 15, 16, 17, 18, 19)),
    ("maestro", "5020", "5020", (14, 15, 16, 17, 18, 19)),
    ("maestro", "5038", "5038", (14, 15, 16, 17, 18, 19)),
    ("maestro", "5893", "5893", (14, 15, 16, 17, 18, 19)),
    ("maestro", "6304", "6304", (14, 15, 16, 17, 18, 19)),
    ("maestro", "6759", "6763", (14, 15, 16, 17, 18, 19)),
    ("mir", "2200", "2204", (16, 17, 18, 19)),
    ("rupay", "508500", "508999", (16,)),
    ("rupay", "606985", "608500", (16,)),
)
# Digits printed in groups: each this long, between them always the same one sign.
GROUP_SIZES = range(2, 7)
# A run of digits and single separators; never the rest of a longer number.
_RUN = re.compile(r"(?<![0-9])[0-9]+(?:[ -][0-9]+)*")
_GROUP = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """A card number in a text: where it stands (half-open) and whose it may be."""

    start: int
    end: int
    network: str
    last4: str


def find_cards(text: str) -> list[Finding]:
    """Card numbers in ``text`` from left to right, none overlapping another."""
    return [found for run in _RUN.finditer(text) for found in _cards_in(run)]


def mask_cards(text: str) -> str:
    """``text`` with every card number replaced by its last four digits."""
    for found in reversed(find_cards(text)):
        masked = f"[card ****{found.last4}]"
        text = text[: found.start] + masked + text[found.end :]
    return text


def network_of(digits: str) -> str | None:
    """Network whose cards have such a number; None when no card has it."""
    if not MINIMUM <= len(digits) <= MAXIMUM or not luhn_fits(digits):
        return None
    for network, first, last, lengths in NETWORKS:
        if len(digits) in lengths and first <= digits[: len(first)] <= last:
            return network
    return None


def luhn_fits(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _cards_in(run: re.Match) -> list[Finding]:
    """Cards among the groups of a run; whole groups only, the longest first."""
    if sum(map(str.isdigit, run.group())) < MINIMUM:
        return []
    text, offset = run.group(), run.start()
    groups = list(_GROUP.finditer(text))
    found, first = [], 0
    while first < len(groups):
        for last in range(len(groups) - 1, first - 1, -1):
            window = groups[first : last + 1]
            network = network_of("".join(group.group() for group in window))
            if network and _printed_so(text, window):
                start, end = window[0].start() + offset, window[-1].end() + offset
                digits = "".join(group.group() for group in window)
                found.append(Finding(start, end, network, digits[-4:]))
                first = last
                break
        first += 1
    return found


def _printed_so(text: str, window: list[re.Match]) -> bool:
    """Whether digits are grouped as on a card; one group alone always is.

    Keeps a barcode and the quantity behind it from being read as one number.
    """
    if len(window) == 1:
        return True
    signs = {text[before.end()] for before, _after in pairwise(window)}
    return len(signs) == 1 and all(len(g.group()) in GROUP_SIZES for g in window)
