"""Rules that make a new price of an old one, and what is to be said about it.

Prices are `Decimal`s; nothing here knows a currency beyond its number of digits.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

NOTHING = Decimal(0)
HUNDRED = Decimal(100)
WAYS = {"nearest": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


class Warn(StrEnum):
    """What somebody should see before a price is asked for."""

    BELOW_COST = "below_cost"
    LOW_MARGIN = "low_margin"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class PriceRule:
    """``how``: "percent" or "amount" is added, "fixed" replaces, "margin" is on cost.

    ``step`` rounds to multiples (5; 0.05), ``ending`` to prices that end so (0.99 of
    each 1; 9.99 of each 10: ``step`` says of how many); 0 leaves the price alone.
    ``way`` is one of `WAYS`.
    """

    how: str
    value: Decimal
    step: Decimal = NOTHING
    ending: Decimal | None = None
    way: str = "nearest"

    def __post_init__(self):
        if self.way not in WAYS:
            raise ValueError(f"way {self.way!r}")
        if self.step < 0 or (self.ending is not None and self.ending < 0):
            raise ValueError("a step and an ending are not negative")
        if self.ending is not None and self.step and self.ending >= self.step:
            raise ValueError("an ending is less than the step")

    def apply(self, old: Decimal, cost: Decimal, digits: int) -> Decimal:
        """The new price, with ``digits`` places and never below zero.

        :raises ValueError: when the rule is of the margin and there is no cost
        """
        price = self._rounded(self._plain(old, cost), digits)
        return price if price > 0 else abs(0 * price)

    def _plain(self, old, cost):
        if self.how == "percent":
            return old * (HUNDRED + self.value) / HUNDRED
        if self.how == "amount":
            return old + self.value
        if self.how == "fixed":
            return self.value
        if self.how == "margin":
            if cost <= 0 or self.value >= HUNDRED:
                raise ValueError("no cost")
            return cost * HUNDRED / (HUNDRED - self.value)
        raise ValueError(f"rule {self.how!r}")

    def _rounded(self, price, digits):
        if self.ending is not None:
            step = self.step or Decimal(1)
            price = _multiple(price - self.ending, step, self.way) + self.ending
            if price <= 0:
                price = self.ending or step
        elif self.step:
            price = _multiple(price, self.step, self.way)
        return price.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def margin(price: Decimal, cost: Decimal) -> Decimal | None:
    """What is left of a price without tax, in percent of it; None without a cost."""
    if cost <= 0 or price <= 0:
        return None
    return ((price - cost) * HUNDRED / price).quantize(Decimal("0.01"))


def warnings(
    old: Decimal,
    new: Decimal,
    net: Decimal,
    cost: Decimal,
    least_margin: Decimal,
    most_change: Decimal,
) -> list[Warn]:
    """What to warn of: ``net`` is the new price without tax.

    ``least_margin`` and ``most_change`` in percent; 0 switches a warning off.
    """
    found = []
    left = margin(net, cost)
    if cost > 0 and net < cost:
        found.append(Warn.BELOW_COST)
    elif left is not None and least_margin and left < least_margin:
        found.append(Warn.LOW_MARGIN)
    if most_change and old > 0 and abs(new - old) * HUNDRED > most_change * old:
        found.append(Warn.LARGE)
    return found


def _multiple(price, step, way):
    return (price / step).quantize(Decimal(1), rounding=WAYS[way]) * step
