"""Suggestions: what one more thing in the basket would save."""

from dataclasses import replace

from .canonical import half_up, money, quantity
from .deals import EXACT, on_unit, worth
from .lacking import fills, incomplete
from .plans import nth_split, nth_value, selectors, subsets, uses_left, visible
from .selector import matches

NEVER = ("unit", "tender", "points")
COPY = 1 << 20  # number of the missing unit


def suggest(promotions, basket, units, deals):
    """Suggestions of one layer; `units` are the open ones at its start."""
    found = []
    for promotion in promotions:
        own = [deal for deal in deals if deal.promotion is promotion]
        left = uses_left(promotion, basket)
        if promotion.kind in NEVER or (left is not None and left <= uses(own)):
            continue
        used = {unit.number for deal in deals for unit in deal.buy + deal.get}
        free = [unit for unit in units if unit.number not in used]
        if promotion.kind in ("threshold", "tiers"):
            mine = {unit.number for deal in own for unit in deal.buy + deal.get}
            both = [u for u in units if u.number in mine or u in free]
            offer = next_tier(promotion, visible(promotion, basket, both), own)
        else:
            seen = [visible(promotion, basket, some) for some in (units, free)]
            offer = one_more(promotion, *seen)
        if offer and (offer[1] is None or offer[1] > 0):
            missing, gain = offer
            gain = None if gain is None else money(gain, basket.digits)
            missing = [written(missing, basket.digits)]
            entry = {"promotion": promotion.id, "missing": missing, "gain": gain}
            found.append(entry)
    return found


def written(missing, digits):
    """A missing thing as it stands in the result."""
    select, key, value = missing
    text = money(value, digits) if key == "amount" else quantity(value)
    return {"select": select.given, key: text}


def uses(deals):
    """Uses of a promotion's deals."""
    found = 0
    for deal in deals:
        both = len(deal.buy) + len(deal.get)
        many = deal.promotion.kind == "nth"
        found += both // deal.promotion.every if many else 1
    return found


def next_tier(promotion, units, own):
    """The next tier of `threshold` or `tiers`: (missing, gain) or None."""
    selected = [unit for unit in units if matches(promotion.select, unit.line)]
    if not selected or getattr(promotion, "per", "selection") == "line":
        return None
    present = sum(deal.amount for deal in own)
    if promotion.kind == "threshold":
        listed = promotion.basis == "list"
        base = sum(unit.list_price if listed else unit.price for unit in selected)
    else:
        base = sum(unit.qty for unit in selected)
    further = [tier for tier in promotion.tiers if tier[0] > base]
    if not further:
        return None
    least, benefit = further[0]
    if promotion.kind == "tiers":
        exact = sum(on_unit(benefit, unit, unit.price) for unit in selected)
        key = "qty"
    else:
        kind, value = benefit
        exact = least * value if kind == "percent" else value * EXACT
        key = "amount"
    return (promotion.select, key, least - base), half_up(exact, EXACT) - present


def entries(promotion):
    """[(selector of what may lack, side, number of units)]."""
    found = [(select, "buy", n) for select, n in getattr(promotion, "buy", None) or []]
    found += [(select, "get", n) for select, n in getattr(promotion, "slots", [])]
    if promotion.kind in ("buy_get", "gift"):
        found.append((promotion.select, "get", promotion.qty))
    if promotion.kind == "nth":
        found.append((promotion.select, "any", promotion.every))
    return found


def one_more(promotion, units, free):
    """The best deal of unused units that lacks one: (missing, gain) or None."""
    best = None
    for select, side, _number in entries(promotion):
        like = [unit for unit in units if matches(select, unit.line)]
        model = min(like, key=lambda unit: (unit.price, unit.number), default=None)
        for gain, listed in lacking(promotion, free, select, side, model):
            key = (1 if gain is None else 0, -(gain or 0), listed)
            if best is None or key < best[0]:
                best = (key, (select, "qty", 1000), gain)
    return best and best[1:]


def lacking(promotion, free, select, side, model):
    """Yield (gain, list of rule 4c) of the deals that lack a unit of an entry."""
    if model is None:
        kind, value = getattr(promotion, "benefit", ("percent", 0))
        for buy, get in incomplete(promotion, free, select, side):
            yield (value if kind == "amount" else None), listed_of(free, buy, get)
        return
    extra = replace(model, number=COPY)
    able = [unit for unit in free if may_join(promotion, unit)]
    all_or_none = promotion.kind == "nth" and promotion.favour == "retailer"
    for chosen in [able] if all_or_none else subsets(able):
        for buy, get in sides(promotion, chosen, extra, side):
            rest = [[u for u in units if u is not extra] for units in (buy, get)]
            if not fills(promotion, *rest, select, side):
                continue
            if promotion.kind == "nth":
                exact = nth_value(promotion, get)
            else:
                exact = worth(promotion, buy, get, None)
            if exact:
                yield half_up(exact, EXACT), listed_of(free, buy, get)


def may_join(promotion, unit):
    """Whether some part of the promotion selects a unit."""
    return any(matches(select, unit.line) for select in selectors(promotion))


def listed_of(free, buy, get):
    """Roles of the unused units; those in no deal last."""
    return [0 if unit in buy else 1 if unit in get else 2 for unit in free]


def sides(promotion, chosen, extra, side):
    """All ways to give bought and got units, the missing one among them."""
    if promotion.kind == "nth":
        whole = sorted([*chosen, extra], key=lambda unit: (-unit.price, unit.number))
        if promotion.favour == "retailer":
            yield from retailer_sides(promotion, whole)
        elif len(whole) == promotion.every:
            yield nth_split(promotion, whole)
        return
    for buy in subsets(chosen) if promotion.kind != "bundle" else [[]]:
        get = [unit for unit in chosen if unit not in buy]
        yield (buy + [extra], get) if side == "buy" else (buy, get + [extra])


def retailer_sides(promotion, whole):
    """The one deal of all units and the missing one."""
    number = len(whole) // promotion.every * promotion.free
    yield whole[: len(whole) - number], whole[len(whole) - number :]
