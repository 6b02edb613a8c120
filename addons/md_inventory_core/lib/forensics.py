"""Why goods could be sold, or were not there: one verdict for what an order asked.

Facts of the moment at which it asked come in, a code and the numbers for its sentence
go out. All in the product's own unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

NOTHING = Decimal(0)
# A change is normally published within a second; what a channel was not told for longer
# than this is old.
FRESH = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Told:
    """What the channel was last told before; never anything without ``at``."""

    quantity: Decimal = NOTHING
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """Goods that somebody else took; ``real`` when they left without being promised
    before: over a counter, by a count.
    """

    at: datetime
    quantity: Decimal
    who: str
    real: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one product that an order asked for.

    ``granted`` is what it got at once. ``told`` is None when that is not known any
    more. ``unpromised`` is on hand, less till sales not posted, less what others had
    claimed; ``free`` what of it the channel could have: less its buffer, less what
    pools kept from it. ``between`` are takes after the channel was told and before the
    order, ``after`` those since; ``short`` is how much too little is there now for what
    is promised, ``lost`` what a shortage took off this order's claims and it did not
    get back.
    """

    at: datetime
    asked: Decimal
    granted: Decimal = NOTHING
    till: bool = False
    placed: bool = True
    outside: bool = False
    told: Told | None = None
    unpromised: Decimal = NOTHING
    free: Decimal = NOTHING
    elsewhere: Decimal = NOTHING
    buffer: Decimal = NOTHING
    left: Decimal = NOTHING
    short: Decimal = NOTHING
    lost: Decimal = NOTHING
    between: Sequence[Take] = ()
    after: Sequence[Take] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """``code`` names the sentence, ``facts`` are what it speaks of; ``good`` when the
    order got what it asked.
    """

    code: str
    good: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


def verdict(case: Evidence) -> Verdict:
    """The one sentence that explains what became of a wish."""
    if case.till:
        return _at_till(case)
    if case.outside and not case.granted:
        return Verdict("outside", True, {"asked": case.asked})
    if not case.placed and not case.granted:
        return Verdict("not_asked", True, {"asked": case.asked})
    if case.granted >= case.asked:
        return _granted(case)
    return _missed(case)


def _at_till(case):
    facts = {"asked": case.asked, "there": case.unpromised}
    if case.unpromised >= case.asked:
        return Verdict("till", True, facts)
    return Verdict("till_beyond", False, facts)


def _granted(case):
    facts = {"asked": case.asked, "there": max(case.free, case.granted)}
    short = case.lost + (max(case.short, NOTHING) if case.left else NOTHING)
    if short:
        taken = _main([take for take in case.after if take.real])
        return Verdict("reality", False, {**facts, **taken, "short": short})
    return Verdict("enough", True, facts)


def _missed(case):
    """Not all was granted: who, or which rule, kept it."""
    facts = {"asked": case.asked, "there": max(case.free, case.granted)}
    if case.unpromised >= case.asked:
        if case.unpromised - case.buffer < case.asked:
            return Verdict("buffer", False, {**facts, "buffer": case.buffer})
        return Verdict("pools", False, facts)
    if case.free + case.elsewhere >= case.asked:
        return Verdict("elsewhere", False, {**facts, "elsewhere": case.elsewhere})
    if case.told is None:
        return Verdict("unknown", False, facts)
    facts["told"] = case.told.quantity
    if case.told.quantity < case.asked:
        return Verdict("waiting", False, facts)
    return _told_more(case, facts)


def _told_more(case, facts):
    """The channel was told of more than there was."""
    facts["age"] = case.at - case.told.at
    if not case.between:
        return Verdict("old", False, facts)
    facts |= _main(case.between)
    first = min(take.at for take in case.between)
    if case.at - first > FRESH:
        return Verdict("old_taken", False, {**facts, "age": case.at - first})
    real = any(take.real for take in case.between)
    if real and not case.buffer:
        facts |= _main([take for take in case.between if take.real])
        return Verdict("no_buffer", False, facts)
    return Verdict("between", False, facts)


def _main(takes):
    """Who took most, and when; nobody is known when there are none."""
    if not takes:
        return {"who": "", "taken": NOTHING}
    sums: dict[str, Decimal] = {}
    for take in takes:
        sums[take.who] = sums.get(take.who, NOTHING) + take.quantity
    who = max(sums, key=lambda name: (sums[name], name))
    return {"who": who, "taken": sums[who]}
