"""Codes of goods (Harmonized System) and the rate that a code has on a day."""

from dataclasses import dataclass
from datetime import date

LENGTHS = (2, 4, 6, 8, 10)  # chapter, heading, subheading, national lines
BETWEEN = " .-"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of goods whose code begins with ``prefix`` (digits; empty: all goods).

    ``own``: of one company, and so before those of all; ``last`` is None while no end
    is known.
    """

    key: int
    prefix: str
    first: date
    last: date | None = None
    own: bool = False

    def rules(self, code, day):
        """Whether goods of this code have it on this day."""
        begun = self.first <= day
        return begun and not self.ended(day) and code.startswith(self.prefix)

    def ended(self, day):
        """Whether it was over before this day."""
        return self.last is not None and self.last < day


def digits(text):
    """Return the digits of a code as people write it: ``3303.00.00``.

    :raises ValueError: when it is no code of 2, 4, 6, 8 or 10 digits
    """
    kept = "".join(sign for sign in text or "" if sign not in BETWEEN)
    if not kept:
        return ""
    if not kept.isdecimal() or len(kept) not in LENGTHS:
        raise ValueError(text)
    return "".join(str(int(sign)) for sign in kept)  # also of other scripts


def dotted(code):
    """Return digits as the tariff prints them: ``3303.00.00``."""
    pairs = [code[at : at + 2] for at in range(4, len(code), 2)]
    return ".".join([code[:4], *pairs])


def best(code, rates, day):
    """Return the `Rate` with the longest prefix, a company's own first, or None."""
    found = [rate for rate in rates if rate.rules(code, day)]
    return max(found, key=lambda rate: (len(rate.prefix), rate.own), default=None)


def overlap(one, other):
    """Whether two rates of the same goods are both valid on some day."""
    same = one.prefix == other.prefix
    return same and not one.ended(other.first) and not other.ended(one.first)
