"""Kits sold from components: of what one is made, how many whole ones there are.

Fractions, for a third of a box three times is a box. What is counted in stock is a
multiple of the smallest quantity, a hundredth of a unit in Odoo.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

NOTHING = Decimal(0)
# A factor between units may be a float: what it is off by is less than this of a part.
DUST = Fraction(1, 10**9)
Parts = Mapping[int, Fraction]


@dataclass(frozen=True)
class Line:
    """So many of a part's own unit."""

    product_id: int
    quantity: Fraction


@dataclass(frozen=True)
class Recipe:
    """What goes into ``makes`` of a kit's own unit."""

    makes: Fraction
    lines: tuple[Line, ...]


def take_apart(kit: int, recipes: Mapping[int, Recipe]) -> dict[int, Fraction]:
    """{part: how many are in one ``kit``}, kits in it taken apart as well.

    A kit that contains itself is taken apart as far as that goes: such a one cannot be
    made, and must not stop who asks for the others.
    """
    return _taken_apart(kit, recipes, frozenset())


def _taken_apart(kit, recipes, above):
    recipe = recipes.get(kit)
    if recipe is None or kit in above:
        return {kit: Fraction(1)}
    found = defaultdict(Fraction)
    for line in recipe.lines:
        each = line.quantity / recipe.makes
        inside = _taken_apart(line.product_id, recipes, above | {kit})
        for part, quantity in inside.items():
            found[part] += quantity * each
    return {part: quantity for part, quantity in found.items() if quantity > 0}


def need(each: Fraction, kits: int, digits: int = 2) -> Decimal:
    """What ``kits`` kits take of a part, of which ``each`` is in one; rounded up."""
    smallest = 10**digits
    return Decimal(ceil(each * kits * smallest - DUST)) / smallest


def whole_kits(parts: Parts, free: Mapping[int, Decimal], digits: int = 2) -> Decimal:
    """How many whole kits can be made of what is free; nothing without parts."""
    return min(
        (_makes(each, free.get(part, NOTHING), digits) for part, each in parts.items()),
        default=NOTHING,
    )


def scarcest(parts: Parts, free: Mapping[int, Decimal], digits: int = 2) -> int | None:
    """The part of which there is enough for the fewest kits."""
    return min(
        parts,
        key=lambda part: (_makes(parts[part], free.get(part, NOTHING), digits), part),
        default=None,
    )


def wanted(lines, recipes: Mapping[int, Parts]) -> dict[int, Fraction]:
    """{part: how many} that [(product, quantity)] take together, kits by parts."""
    found = defaultdict(Fraction)
    for product, quantity in lines:
        for part, each in recipes.get(product, {product: Fraction(1)}).items():
            found[part] += each * Fraction(quantity)
    return dict(found)


def _makes(each, free, digits):
    """For how many kits something free is enough."""
    if free <= NOTHING:
        return NOTHING
    kits = floor(Fraction(free) / each) + 1
    while kits and need(each, kits, digits) > free:
        kits -= 1
    return Decimal(kits)
