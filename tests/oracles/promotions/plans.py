"""Every allowed plan of one promotion: all its deals over all sets of its units.

A plan is {unit number: (number of the deal, role)} with its exact discount and uses.
For each set of units only the best plan is kept: rule 4 adds up over promotions, and
its list compares unit by unit, so nothing better is lost.
"""

from itertools import combinations

from .deals import EXACT, worth
from .selector import active_for, matches

COUNTED = ("buy_get", "nth", "bundle", "gift")
BUY, GET = 0, 1  # in the order of rule 4c


def visible(promotion, basket, units):
    """The open units that a promotion sees, whatever it selects."""
    return [
        unit
        for unit in units
        if not unit.closed
        and not (unit.line.divisible and promotion.kind in COUNTED)
        and active_for(promotion, basket, unit.line)
    ]


def selectors(promotion):
    """All selectors by which a unit can take part."""
    found = [select for select, _number in getattr(promotion, "buy", None) or []]
    found += [select for select, _number in getattr(promotion, "slots", [])]
    for name in ("select", "reward", "spend"):
        if hasattr(promotion, name):
            found.append(getattr(promotion, name))
    return found


def usable(promotion, basket, units):
    """The visible units that some part of the promotion selects."""
    return [
        unit
        for unit in visible(promotion, basket, units)
        if any(matches(select, unit.line) for select in selectors(promotion))
    ]


def subsets(units):
    """All sets, as lists in unit order; the empty one, too."""
    for number in range(len(units) + 1):
        for chosen in combinations(units, number):
            yield list(chosen)


def mask(units):
    """A set of units as one integer."""
    return sum(1 << unit.number for unit in units)


def roles(deal, buy, get):
    """A plan's entries of one deal."""
    return {u.number: (deal, BUY) for u in buy} | {u.number: (deal, GET) for u in get}


def set_plans(promotion, basket, units):
    """Kinds with one deal over any set of units."""
    for chosen in subsets(units):
        for buy in subsets(chosen) if promotion.kind == "threshold" else [[]]:
            get = [unit for unit in chosen if unit not in buy]
            value = worth(promotion, buy, get, basket)
            if value:
                uses = len(get) if promotion.kind == "unit" else 1
                yield value, uses, roles(1, buy, get)


def line_plans(promotion, basket, units):
    """Quantity breaks per line: at most one deal in each line."""
    found = [(0, 0, {})]
    for line in sorted({unit.line.number for unit in units}):
        own = [unit for unit in units if unit.line.number == line]
        more = []
        for get in subsets(own):
            value = worth(promotion, [], get, basket)
            if value:
                more += [
                    (sum_ + value, uses + 1, plan | roles(uses + 1, [], get))
                    for sum_, uses, plan in found
                ]
        found += more
    return found


def nth_plans(promotion, basket, units):
    """Chunks of the units taken, the dearest first."""
    if promotion.favour == "retailer":
        yield from retailer_plans(promotion, units)
        return
    for chosen in subsets(units):
        if len(chosen) % promotion.every:
            continue
        chosen.sort(key=lambda unit: (-unit.price, unit.number))
        starts = range(0, len(chosen), promotion.every)
        chunks = [chosen[start : start + promotion.every] for start in starts]
        chunks.sort(key=lambda chunk: min(unit.number for unit in chunk))
        plan, values = {}, []
        for number, chunk in enumerate(chunks, 1):
            buy, get = nth_split(promotion, chunk)
            values.append(nth_value(promotion, get))
            plan |= roles(number, buy, get)
        if all(values):
            yield sum(values), len(chunks), plan


def nth_split(promotion, chunk):
    """Return the paid and the discounted units of a sorted chunk."""
    if promotion.pick == "dearest":
        return chunk[promotion.free :], chunk[: promotion.free]
    paid = len(chunk) - promotion.free
    return chunk[:paid], chunk[paid:]


def nth_value(promotion, get):
    """Exact discount on these units."""
    return sum(unit.price for unit in get) * promotion.percent


def retailer_plans(promotion, units):
    """All selected units or none; the cheapest of all are free."""
    chosen = sorted(units, key=lambda unit: (-unit.price, unit.number))
    uses = len(chosen) // promotion.every
    number = uses * promotion.free
    get = chosen[len(chosen) - number :]
    value = nth_value(promotion, get)
    if value:
        yield value, uses, roles(1, chosen[: len(chosen) - number], get)


def repeated_plans(promotion, basket, units):
    """Kinds whose deals repeat: all partitions of all sets into deals."""
    deals = single_deals(promotion, basket, units)
    known = {0: {(0, 0): {}}}  # set: {(sum, uses): the smallest plan}
    for first in sorted(deals, reverse=True):
        more = {}
        for deal in deals[first]:
            for taken, found in known.items():
                if not deal[0] & taken:
                    put_before(deal, found, more.setdefault(deal[0] | taken, {}))
        known |= more  # all new: the first unit is in each
    for found in known.values():
        for (sum_, uses), plan in found.items():
            yield sum_, uses, plan


def single_deals(promotion, basket, units):
    """{number of the first unit: [(set, exact discount, buy, get)]}."""
    deals = {}
    for chosen in subsets(units):
        for buy in subsets(chosen) if promotion.kind != "bundle" else [[]]:
            get = [unit for unit in chosen if unit not in buy]
            value = worth(promotion, buy, get, basket)
            if value:
                deal = (mask(chosen), value, buy, get)
                deals.setdefault(chosen[0].number, []).append(deal)
    return deals


def put_before(deal, found, slot):
    """Add a deal as number 1 to plans of later units; keep the smallest of each."""
    _own, value, buy, get = deal
    for (sum_, uses), plan in found.items():
        later = {unit: (number + 1, role) for unit, (number, role) in plan.items()}
        whole = later | roles(1, buy, get)
        key = (sum_ + value, uses + 1)
        if key not in slot or flat(whole) < flat(slot[key]):
            slot[key] = whole


def flat(plan):
    """A plan's list of rule 4c over its own units."""
    return [entry for _unit, entry in sorted(plan.items())]


def uses_left(promotion, basket):
    """How many uses are allowed; None when any number."""
    found = []
    if promotion.limits.per_basket is not None:
        found.append(promotion.limits.per_basket)
    if promotion.limits.per_customer is not None:
        used = basket.customer[1].get(promotion.id, 0)
        found.append(max(0, promotion.limits.per_customer - used))
    return min(found) if found else None


def plans(promotion, basket, units):
    """{set of units: (worth, -uses, list, plan)}: the best allowed plan of each set."""
    makers = {"nth": nth_plans, "buy_get": repeated_plans, "bundle": repeated_plans}
    makers["gift"] = repeated_plans
    maker = makers.get(promotion.kind, set_plans)
    if promotion.kind == "tiers" and promotion.per == "line":
        maker = line_plans
    own, left, best = usable(promotion, basket, units), uses_left(promotion, basket), {}
    cap = promotion.limits.max_discount
    for value, uses, plan in maker(promotion, basket, own):
        if not plan or (left is not None and uses > left):
            continue
        counted = value if cap is None else min(value, cap * EXACT)
        taken = sum(1 << number for number in plan)
        key = (-counted, uses, flat(plan))
        if taken not in best or key < best[taken][0]:
            best[taken] = (key, plan)
    return best
