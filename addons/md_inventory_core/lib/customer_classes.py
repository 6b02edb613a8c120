"""Which class a customer has reached by spending, and what becomes of the old one."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """A class that is reached by spending: at least so much in its months."""

    key: int
    least: Decimal  # in the company's currency
    keeps: int  # months it is kept after it was last reached; 0: while it is reached


@dataclass(frozen=True)
class Held:
    """A class that a customer holds by spending, valid on these days, both included."""

    key: int
    since: date
    until: date | None


@dataclass(frozen=True)
class Turn:
    """What the night does: end the held one on a day, or begin or extend one.

    ``ends``: last day of the held class, before its first: it never was; ``begins``:
    the step that begins today; ``until``: the new last day of what begins or is kept.
    """

    ends: date | None = None
    begins: Step | None = None
    until: date | None = None


def months_later(day, months):
    """The same day so many months later, or the last of a shorter month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def reached(spent, steps):
    """The highest step that is reached; None when none is.

    :param spent: {key: Decimal} what the customer spent in the months of each step
    """
    found = [s for s in steps if s.least > 0 and spent.get(s.key, 0) >= s.least]
    return max(found, key=lambda step: (step.least, -step.key), default=None)


def turn(held, best, steps, today):
    """What the night does for one customer; None when nothing changes.

    :param held: `Held` that is valid today, or None
    :param best: the step that is reached today, or None
    :param steps: all steps; the held class may be none of them any more
    """
    if held is None:
        return Turn(begins=best, until=_until(best, today)) if best else None
    own = next((step for step in steps if step.key == held.key), None)
    if best and best == own:
        until = _until(best, today)
        return Turn(until=until) if until != held.until else None
    higher = best and (own is None or best.least > own.least)
    if higher:
        return Turn(ends=today - DAY, begins=best, until=_until(best, today))
    if own and own.keeps:
        return None  # it is kept until its day
    until = _until(best, today) if best else None
    return Turn(ends=today - DAY, begins=best, until=until)


def _until(step, today):
    return months_later(today, step.keeps) if step.keeps else None
