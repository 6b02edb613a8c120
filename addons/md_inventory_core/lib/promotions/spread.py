"""Rounding of deals and spreading of their amounts over units."""

from .atoms import EXACT
from .canonical import half_up


def round_deals(deals):
    """Give each deal its amount in the smallest unit, ``max_discount`` kept.

    A deal is rounded once, half up; what a promotion saves too much,
    its last deals lose.
    """
    by_promotion = {}
    for deal in deals:
        deal.amount = half_up(deal.plan.exact(deal.units), EXACT)
        by_promotion.setdefault(deal.promotion.id, []).append(deal)
    for own in by_promotion.values():
        most = own[0].promotion.max_discount
        if most is None:
            continue
        excess = sum(deal.amount for deal in own) - most
        for deal in reversed(own):
            if excess <= 0:
                break
            less = min(excess, deal.amount)
            deal.amount -= less
            excess -= less


def shares_of(deal):
    """Return [(atom, role, [(count, share of one)])]: the amount over the units.

    Largest remainder: each unit its rounded-down part, the rest one by one to the
    largest remainders, of equals the earlier unit, never more than a unit's price.
    """
    rows = deal.plan.split(deal.units)
    weights = [row[3] for row in rows]
    units = [row[:3] for row in rows]
    total = sum(w * unit[2] for w, unit in zip(weights, units, strict=True))
    floors, rests = [], []
    for weight in weights:
        floor, rest = divmod(deal.amount * weight, total) if total else (0, 0)
        floors.append(floor)
        rests.append(rest)
    left = deal.amount - sum(f * u[2] for f, u in zip(floors, units, strict=True))
    more = [0] * len(units)
    order = sorted(range(len(units)), key=lambda n: (-rests[n], n))
    while left:
        before = left
        for n in order:
            atom, _role, count = units[n]
            if left and not more[n] and floors[n] < atom.price:
                more[n] = min(count, left)
                left -= more[n]
        if left == before:
            break
    found = []
    for n, (atom, role, count) in enumerate(units):
        parts = [(more[n], floors[n] + 1), (count - more[n], floors[n])]
        found.append((atom, role, [part for part in parts if part[0]]))
    return found
