"""What comes back for returned goods of an order, so that all returns add up.

By share each unit has its part of what its line cost; by rest, the goods that stay are
priced again by the old promotions and what was paid above that comes back. Whatever was
given back before, by whichever rule, counts: never more than was paid, and when nothing
is kept exactly that.
"""

from dataclasses import dataclass
from decimal import Decimal

from .promotion_amounts import money_text, quantity_text, rounded
from .promotions import refund

SHARE, REST = "paid_share", "recompute"
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sold:
    """A line that was paid: amounts in the order's currency, all not below zero.

    ``qty``: what was charged; ``before``: of it came back earlier; ``now``: comes back.
    """

    id: str
    paid: Decimal
    qty: Decimal
    before: Decimal
    now: Decimal


def over_returned(lines):
    """Return the lines of which more would come back than was charged."""
    return [line for line in lines if line.before + line.now > line.qty]


def by_share(lines, given, digits):
    """Return {line id: amount} of lines that come back.

    :param given: what came back for the order before
    """
    found = refund(result_of(lines, digits), rows_of(lines), SHARE)
    left = max(paid_for(lines) - given, NOTHING)
    return within(lines, found, min(Decimal(found["total"]), left), digits)


def by_rest(lines, kept, given, digits):
    """Return {line id: amount} of lines that come back.

    :param kept: {line id: what the rest of the line costs by the old promotions}
    """
    left = max(paid_for(lines) - given, NOTHING)
    total = max(left - sum(kept.values(), NOTHING), NOTHING)
    own = {"lines": [{"id": x.id, "amount": x.paid - kept.get(x.id, 0)} for x in lines]}
    return within(lines, own, total, digits)


def paid_for(lines):
    """Return what all lines cost."""
    return sum((line.paid for line in lines), NOTHING)


def result_of(lines, digits):
    """Return sold lines as `refund` reads a result."""
    return {
        "lines": [
            {
                "id": line.id,
                "qty": quantity_text(line.qty),
                "net": money_text(line.paid, digits),
            }
            for line in lines
        ],
        "total": {"net": money_text(paid_for(lines), digits)},
    }


def rows_of(lines):
    """Return what comes back as `refund` reads it."""
    return [
        {
            "line": line.id,
            "qty": quantity_text(line.now),
            "before": quantity_text(line.before),
        }
        for line in lines
        if line.now
    ]


def within(lines, found, total, digits):
    """Return {line id: amount} of lines that come back, with exactly this total.

    A document has no line for goods that stay: what these lose is on the others.
    """
    told = {row["id"]: Decimal(row["amount"]) for row in found["lines"]}
    names = [line.id for line in lines if line.now]
    parts = [max(told.get(name, NOTHING), NOTHING) for name in names]
    if sum(parts, NOTHING) != total:
        parts = spread(total, parts, digits)
    return dict(zip(names, parts, strict=True))


def spread(total, weights, digits):
    """Return amounts in the proportion of weights that add up to a total.

    Largest remainders get the smallest units that are left over; equal weights when
    all are zero.
    """
    if not weights:
        return []
    if not sum(weights):
        weights = [Decimal(1)] * len(weights)
    unit = Decimal(1).scaleb(-digits)
    whole, sum_ = int(rounded(total, digits) / unit), sum(weights)
    exact = [whole * weight / sum_ for weight in weights]
    found = [int(part) for part in exact]
    order = sorted(range(len(exact)), key=lambda n: (found[n] - exact[n], n))
    for n in order[: whole - sum(found)]:
        found[n] += 1
    return [number * unit for number in found]
