"""Is this set of bought and got units a deal of a promotion, and what is it worth?

Discounts are exact: integers of 1/10,000 of the smallest unit. None is no deal.
"""

from itertools import combinations

from .canonical import half_up
from .selector import matches

EXACT = 10_000


def on_unit(benefit, unit, price):
    """Exact benefit on one unit of this price."""
    kind, value = benefit
    if kind == "percent":
        return min(price * value, unit.price * EXACT)
    if kind == "amount":
        return min(value * unit.qty * 10, unit.price * EXACT)
    return max(0, unit.price * EXACT - value * unit.qty * 10)


def fits(units, entries):
    """Whether the units can be dealt to entries (selector, number), all used."""
    if not entries:
        return not units
    (select, number), rest = entries[0], entries[1:]
    usable = [unit for unit in units if matches(select, unit.line)]
    return any(
        fits([unit for unit in units if unit not in chosen], rest)
        for chosen in combinations(usable, number)
    )


def total(units):
    """Sum of present prices."""
    return sum(unit.price for unit in units)


def unit_weights(promotion, buy, get):
    """{unit number: exact discount} of the kinds that discount each unit by itself."""
    if promotion.kind == "tiers":
        return tier_weights(promotion, buy, get)
    found = {}
    for unit in get:
        list_price = promotion.basis == "list" and promotion.benefit[0] == "percent"
        price = unit.list_price if list_price else unit.price
        found[unit.number] = on_unit(promotion.benefit, unit, price)
    return found


def tier_at(promotion, position):
    """Benefit of the highest tier reached, or None."""
    reached = [benefit for least, benefit in promotion.tiers if least <= position]
    return reached[-1] if reached else None


def tier_weights(promotion, buy, get):
    """{unit number: exact discount} of a set under quantity breaks."""
    found, position = {}, sum(unit.qty for unit in get)
    if promotion.mode == "slab":
        position = 0
    for unit in sorted(get, key=lambda unit: (unit.price, unit.number)):
        if promotion.mode == "slab":
            position += -(-unit.qty // 1000) * 1000
        benefit = tier_at(promotion, position)
        found[unit.number] = on_unit(benefit, unit, unit.price) if benefit else 0
    return found


def unit_deal(promotion, buy, get, basket):
    """`unit`: only units with a discount."""
    weights = unit_weights(promotion, buy, get)
    ok = not buy and all(weights.values())
    return sum(weights.values()) if ok else None


def tiers_deal(promotion, buy, get, basket):
    """`tiers`: any set; with `per: line` of one line."""
    if buy or (promotion.per == "line" and len({unit.line.id for unit in get}) > 1):
        return None
    return sum(tier_weights(promotion, buy, get).values())


def picked(promotion, buy, get):
    """Whether the got units may be those, beside the bought ones."""
    if not promotion.overlap and {u.line.sku for u in buy} & {u.line.sku for u in get}:
        return False
    rivals = [unit.price for unit in buy if matches(promotion.select, unit.line)]
    prices = [unit.price for unit in get]
    if not rivals or not prices:
        return True
    if promotion.pick == "cheapest":
        return max(prices) <= min(rivals)
    return min(prices) >= max(rivals)


def buy_get_deal(promotion, buy, get, basket):
    """`buy_get` and `gift`."""
    least = 1 if promotion.partial else promotion.qty
    if not least <= len(get) <= promotion.qty:
        return None
    if not all(matches(promotion.select, unit.line) for unit in get):
        return None
    if not bought(promotion, buy) or not picked(promotion, buy, get):
        return None
    return sum(on_unit(promotion.benefit, unit, unit.price) for unit in get)


def bought(promotion, buy):
    """Whether these units fulfil the condition."""
    if promotion.buy is not None:
        return fits(buy, promotion.buy)
    fine = all(matches(promotion.spend, unit.line) for unit in buy)
    return fine and total(buy) >= promotion.min_amount


def bundle_deal(promotion, buy, get, basket):
    """`bundle`: the benefit on the sum, surcharges on top of a price."""
    if buy or not fits(get, promotion.slots):
        return None
    if promotion.distinct and len({unit.line.sku for unit in get}) < len(get):
        return None
    kind, value = promotion.benefit
    if kind == "percent":
        return total(get) * value
    if kind == "amount":
        return min(value, total(get)) * EXACT
    extra = sum(promotion.surcharge.get(unit.line.sku, 0) for unit in get)
    return max(0, total(get) - value - extra) * EXACT


def threshold_deal(promotion, buy, get, basket):
    """`threshold`: the got units are those of the reward, the bought ones the rest."""
    selected = [unit for unit in buy + get if matches(promotion.select, unit.line)]
    if any(matches(promotion.reward, unit.line) for unit in buy):
        return None
    if any(not matches(promotion.select, unit.line) for unit in buy):
        return None
    if any(not matches(promotion.reward, unit.line) for unit in get):
        return None
    prices = [u.list_price if promotion.basis == "list" else u.price for u in selected]
    return threshold_benefit(promotion, sum(prices), total(get))


def threshold_benefit(promotion, base, rewarded):
    """Exact discount on a reward sum when this much is selected."""
    reached = [tier for tier in promotion.tiers if tier[0] <= base]
    if not reached:
        return None
    least, (kind, value) = reached[-1]
    if kind == "percent":
        return rewarded * value
    if promotion.per_multiple:
        value *= base // least if least else 1
    return min(value, rewarded) * EXACT


def tender_deal(promotion, buy, get, basket):
    """`tender`: bounded by what the tender pays and by `max`."""
    if buy or promotion.tender not in basket.tenders:
        return None
    bounds = [total(get) * promotion.percent]
    pays, rest = basket.tenders[promotion.tender], EXACT - promotion.percent
    if pays is not None and rest:
        bounds.append(half_up(pays * promotion.percent, rest) * EXACT)
    if promotion.max is not None:
        bounds.append(promotion.max * EXACT)
    return min(bounds)


DEALS = {
    "unit": unit_deal,
    "tiers": tiers_deal,
    "buy_get": buy_get_deal,
    "bundle": bundle_deal,
    "threshold": threshold_deal,
    "tender": tender_deal,
    "gift": buy_get_deal,
}


def worth(promotion, buy, get, basket):
    """Exact discount (> 0) of a deal, or None when it is none."""
    selects = (
        [promotion.select] if promotion.kind in ("unit", "tiers", "tender") else []
    )
    if any(not matches(select, unit.line) for select in selects for unit in get):
        return None
    return DEALS[promotion.kind](promotion, buy, get, basket) or None
