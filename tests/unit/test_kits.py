"""Kits: taken apart, and how many whole ones there are."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.kits import (
    Line,
    Recipe,
    need,
    scarcest,
    take_apart,
    wanted,
    whole_kits,
)

HUNDREDTH = Decimal("0.01")
quantities = st.integers(1, 3000).map(lambda n: Fraction(n, 100))
stocks = st.integers(-500, 100_000).map(lambda n: Decimal(n) / 100)
parts = st.dictionaries(st.integers(1, 6), quantities, min_size=1)
free = st.dictionaries(st.integers(1, 6), stocks)


@st.composite
def nested(draw):
    """Recipes in which a kit has only products with smaller ids."""
    found = {}
    for kit in range(5, draw(st.integers(5, 9)) + 1):
        inside = draw(
            st.lists(st.tuples(st.integers(1, kit - 1), quantities), max_size=4)
        )
        lines = tuple(Line(*row) for row in inside)
        found[kit] = Recipe(Fraction(draw(st.integers(1, 12))), lines)
    return found


@given(parts, free)
def test_whole_kits_fit_and_one_more_does_not(parts, free):
    kits = whole_kits(parts, free)
    assert kits == int(kits) >= 0
    takes = {part: need(each, int(kits)) for part, each in parts.items()}
    assert all(taken <= max(free.get(p, 0), 0) for p, taken in takes.items())
    more = {part: need(each, int(kits) + 1) for part, each in parts.items()}
    assert any(taken > free.get(part, 0) for part, taken in more.items())


@given(parts, free)
def test_the_scarcest_part_alone_says_how_many(parts, free):
    part = scarcest(parts, free)
    assert whole_kits({part: parts[part]}, free) == whole_kits(parts, free)


@given(quantities, st.integers(0, 500))
def test_what_kits_need_is_rounded_up_by_less_than_the_smallest(each, kits):
    taken = need(each, kits)
    assert 0 <= Fraction(taken) - each * kits < Fraction(HUNDREDTH)


@given(nested(), st.integers(1, 20))
def test_nothing_is_lost_when_kits_are_taken_apart_level_by_level(recipes, units):
    """The flat recipe is what one gets who opens one box after the other."""
    kit, open_, flat = max(recipes), {}, {}
    open_[kit] = Fraction(units)
    while open_:
        product = max(open_)
        quantity = open_.pop(product)
        if product not in recipes:
            flat[product] = flat.get(product, 0) + quantity
            continue
        for line in recipes[product].lines:
            part = quantity * line.quantity / recipes[product].makes
            open_[line.product_id] = open_.get(line.product_id, 0) + part
    each = take_apart(kit, recipes)
    assert {p: q * units for p, q in each.items()} == flat
    assert wanted([(kit, units)], {kit: each}) == flat


@given(parts, free, st.integers(1, 6), quantities)
def test_more_stock_never_makes_fewer_kits(parts, free, part, more):
    richer = {**free, part: free.get(part, Decimal(0)) + Decimal(more.numerator)}
    assert whole_kits(parts, richer) >= whole_kits(parts, free)


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9))), parts)
def test_two_lines_with_one_component_are_added_up(lines, inside):
    recipes = {1: inside}
    found = wanted(lines, recipes)
    for part in {*inside, 2, 3}:
        kits = sum(q for product, q in lines if product == 1) * inside.get(part, 0)
        loose = sum(q for product, q in lines if product == part != 1)
        assert found.get(part, 0) == kits + loose


def test_a_third_of_a_box_three_times_is_a_box():
    parts = {1: Fraction(1, 3)}
    assert whole_kits(parts, {1: Decimal(1)}) == 3
    assert need(parts[1], 3) == 1
    # two thirds of a box are more than 0.66
    assert whole_kits(parts, {1: Decimal("0.66")}) == 1


def test_what_a_factor_is_off_by_makes_no_difference():
    """A dozen by float: 0.08333333333333333 of a dozen is one."""
    parts = {1: Fraction(repr(1 / 6 + 1e-16))}
    assert whole_kits(parts, {1: Decimal(1)}) == 6


def test_a_kit_within_itself_ends():
    circle = {
        1: Recipe(Fraction(1), (Line(2, Fraction(1)), Line(3, Fraction(1)))),
        2: Recipe(Fraction(1), (Line(1, Fraction(1)),)),
    }
    assert take_apart(1, circle) == {1: 1, 3: 1}


def test_without_parts_there_is_no_number():
    assert whole_kits({}, {1: Decimal(5)}) == 0
    assert scarcest({}, {}) is None
    assert take_apart(7, {}) == {7: 1}
