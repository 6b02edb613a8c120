"""Deals of unused units that lack exactly one unit of one entry."""

from .deals import bought, fits, picked
from .plans import subsets
from .selector import matches


def less_one(counted, select):
    """Entries with one unit less of the entry of this selector."""
    return [(one, number - (one is select)) for one, number in counted]


def fills(promotion, buy, get, select, side):
    """Whether a deal stands when its missing unit of this entry is left out.

    `buy` and `get` are without the missing unit.
    """
    if promotion.kind == "nth":
        return all(matches(select, unit.line) for unit in buy + get)
    if promotion.kind == "bundle":
        return not buy and fits(get, less_one(promotion.slots, select))
    if side == "buy":
        return fits(buy, less_one(promotion.buy, select))
    return bought(promotion, buy)


def incomplete(promotion, free, select, side):
    """Yield (buy, get) of the deals whose missing unit is nowhere in the basket."""
    if promotion.kind == "nth":
        if promotion.every == 1:
            yield [], []
        return
    for chosen in subsets(free):
        for buy in subsets(chosen) if promotion.kind != "bundle" else [[]]:
            get = [unit for unit in chosen if unit not in buy]
            if fills(promotion, buy, get, select, side) and stands(
                promotion, buy, get, side
            ):
                yield buy, get


def stands(promotion, buy, get, side):
    """Whether the known units keep the rules of the kind."""
    if promotion.kind == "bundle":
        skus = {unit.line.sku for unit in get}
        return not promotion.distinct or len(skus) == len(get)
    least = 1 if promotion.partial else promotion.qty
    number = len(get) + (side == "get")
    if not least <= number <= promotion.qty or not picked(promotion, buy, get):
        return False
    return all(matches(promotion.select, unit.line) for unit in get)
