"""One layer: try all combinations of plans, then round, spread and close."""

from types import SimpleNamespace as Record

from .canonical import half_up
from .deals import EXACT, unit_weights, worth
from .plans import BUY, GET, nth_value, plans

NOWHERE = (1 << 30, 0, BUY)


def ranked(promotions):
    """The promotions by (priority, id)."""
    return sorted(promotions, key=lambda one: (one.priority, one.id))


def solve(promotions, basket, units):
    """Return [(promotion, plan)] of the winner of rule 4, by rank."""
    states = {0: (0, 0, [])}  # units used: (-discount, uses, [(rank, plan)])
    for rank, promotion in enumerate(promotions):
        choices = plans(promotion, basket, units)
        found = dict(states)
        for used, (discount, uses, chosen) in states.items():
            for taken, ((value, more, _flat), plan) in choices.items():
                if used & taken:
                    continue
                state = (discount + value, uses + more, [*chosen, (rank, plan)])
                if better(state, found.get(used | taken), units):
                    found[used | taken] = state
        states = found
    best = None
    for state in states.values():
        if better(state, best, units):
            best = state
    return [(promotions[rank], plan) for rank, plan in best[2]]


def better(state, other, units):
    """Rule 4: (a) discount, (b) uses, (c) the list over all open units."""
    if other is None or state[:2] != other[:2]:
        return other is None or state[:2] < other[:2]
    return listed(state[2], units) < listed(other[2], units)


def listed(chosen, units):
    """The list of rule 4c."""
    where = {
        unit: (rank, *entry) for rank, plan in chosen for unit, entry in plan.items()
    }
    return [where.get(unit.number, NOWHERE) for unit in units]


def settle(promotions, basket, units):
    """Run one layer: change prices and closings of the units; return its deals."""
    open_units = [unit for unit in units if not unit.closed]
    found = []
    for promotion, plan in solve(ranked(promotions), basket, open_units):
        found += round_deals(promotion, deals_of(promotion, plan, basket, units))
    for deal in found:
        spread(deal)
    for deal in found:
        for unit in deal.buy + deal.get:
            unit.closed = unit.closed or deal.promotion.ends_here
            unit.price -= deal.shares.get(unit.number, 0)
    return found


def deals_of(promotion, plan, basket, units):
    """The deals of a plan, by number."""
    found = []
    for number in sorted({deal for deal, _role in plan.values()}):
        sides = [
            [units[unit] for unit in sorted(plan) if plan[unit] == (number, role)]
            for role in (BUY, GET)
        ]
        exact = exact_of(promotion, *sides, basket)
        found.append(
            Record(promotion=promotion, buy=sides[0], get=sides[1], exact=exact)
        )
    return found


def exact_of(promotion, buy, get, basket):
    """Exact discount of a chosen deal."""
    if promotion.kind == "nth":
        return nth_value(promotion, get)
    return worth(promotion, buy, get, basket)


def round_deals(promotion, deals):
    """Round each deal once; the last ones lose what passes `max_discount`."""
    for deal in deals:
        deal.amount = half_up(deal.exact, EXACT)
    cap = promotion.limits.max_discount
    if cap is not None:
        excess = sum(deal.amount for deal in deals) - cap
        for deal in reversed(deals):
            lost = min(deal.amount, max(0, excess))
            deal.amount, excess = deal.amount - lost, excess - lost
    return deals


def weights(deal):
    """{unit number: weight} of rule 6."""
    kind = deal.promotion.kind
    if kind in ("unit", "tiers"):
        return unit_weights(deal.promotion, deal.buy, deal.get)
    units = deal.buy + deal.get if kind in ("buy_get", "nth", "bundle") else deal.get
    return {unit.number: unit.price for unit in units}


def spread(deal):
    """Give each unit its share by largest remainder."""
    prices = {unit.number: unit.price for unit in deal.buy + deal.get}
    weight = weights(deal)
    whole = sum(weight.values())
    deal.shares = {unit: deal.amount * own // whole for unit, own in weight.items()}
    rest = deal.amount - sum(deal.shares.values())
    order = sorted(weight, key=lambda u: (-(deal.amount * weight[u] % whole), u))
    while rest:
        for unit in order:
            if rest and deal.shares[unit] < prices[unit]:
                deal.shares[unit] += 1
                rest -= 1
