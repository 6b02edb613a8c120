"""Rules that move goods between pools: how much of what each gives, and to whom.

Percentages are rounded down to the rule's step; so is what is left to give. No rule
ever gives more than its source has free (see `split`).
"""

from collections.abc import Collection, Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from .pools import COMMON, NOTHING, OVER
from .slot import Ground, Slot, Wish

PERCENT, TOP_UP, RECEIPT = "percent", "top_up", "receipt"
ALL = 100


class Rule(NamedTuple):
    """What a rule does in each place.

    ``amount`` is a percentage of what is free in ``source`` (PERCENT) or of what a
    receipt brings (RECEIPT), or the units that ``target`` is to have, promised ones
    included (TOP_UP). ``step``: what it gives is a multiple of that.
    """

    rule_id: int
    what: str
    amount: Decimal
    target: int
    source: int = COMMON
    step: Decimal = Decimal(1)


class Outcome(NamedTuple):
    """What a rule wants in a place, and as much of it as there is."""

    rule_id: int
    wanted: Decimal
    wish: Wish

    @property
    def given(self) -> Decimal:
        """What changes its pool; nothing where the source has nothing."""
        return self.wish.quantity


def outcomes(
    rules: Iterable[Rule], place: Slot, ground: Ground, received: Decimal = NOTHING
) -> tuple[list[Outcome], Ground]:
    """What rules do in a place, in their order, and what the ground is then.

    ``received`` is what one receipt brings there: its rules share it, and who comes
    later gets what the earlier ones left of it. The ground has a `Part` of each pool;
    rules whose ``target`` is at its end, or that want nothing, are left out.
    """
    found, left = [], received
    for rule in rules:
        wanted = _wanted(rule, ground, received)
        if wanted <= NOTHING or _is_over(rule.target, ground):
            continue
        given = min(wanted, ground.shares().get(rule.source, NOTHING))
        if rule.what == RECEIPT:
            given = min(given, left)
        given = _down(given, rule.step)
        if given > NOTHING:
            left -= given
            ground = ground.moved(rule.source, rule.target, given)
        wish = Wish(place, rule.source, rule.target, given)
        found.append(Outcome(rule.rule_id, wanted, wish))
    return found, ground


def _wanted(rule, ground, received):
    if rule.what == TOP_UP:
        has = sum(p.allotted for p in ground.parts if p.pool_id == rule.target)
        return _down(rule.amount - has, rule.step)
    base = received
    if rule.what == PERCENT:
        base = ground.shares().get(rule.source, NOTHING)
    return _down(base * rule.amount / ALL, rule.step)


def _is_over(pool, ground):
    return any(p.pool_id == pool and p.phase == OVER for p in ground.parts)


def _down(quantity, step):
    return (quantity / step).to_integral_value(ROUND_FLOOR) * step


class Reach(NamedTuple):
    """Which receipts a rule shares in: of everything, or of some goods.

    ``categories`` with all below them; ``products`` where chosen one by one.
    """

    rule_id: int
    percent: Decimal
    warehouses: Collection[int]
    everything: bool = False
    categories: Collection[int] = ()
    products: Collection[int] = ()

    def has(self, goods: "Goods") -> bool:
        """Whether the rule is for these goods."""
        return (
            self.everything
            or goods.category in self.categories
            or goods.product in self.products
        )


class Goods(NamedTuple):
    """A product in its category; without a product, all others of the category."""

    product: int | None = None
    category: int | None = None


class Excess(NamedTuple):
    """Rules that together give away more than there is, of what and where."""

    rules: list[int]
    percent: Decimal
    warehouse: int
    goods: Goods


def excess(reaches: Sequence[Reach], kinds: Iterable[Goods]) -> Excess | None:
    """Where rules give away more than 100 % of a receipt; None where they do not.

    :param kinds: goods that some rules may tell from others
    """
    if sum(reach.percent for reach in reaches) <= ALL:
        return None
    for goods in kinds:
        mine = [reach for reach in reaches if reach.has(goods)]
        for warehouse in sorted({w for reach in mine for w in reach.warehouses}):
            here = [reach for reach in mine if warehouse in reach.warehouses]
            percent = sum(reach.percent for reach in here)
            if percent > ALL:
                rules = [reach.rule_id for reach in here]
                return Excess(rules, percent, warehouse, goods)
    return None
