"""Returns in any parts and by any rule add up to what was paid."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.promotion_returns import (
    Sold,
    by_rest,
    by_share,
    over_returned,
    spread,
)

AMOUNT = st.integers(0, 10**7)


def sold(name, paid, qty, before=0, now=0):
    return Sold(name, *(Decimal(n) for n in (paid, qty, before, now)))


def test_share_and_rest_of_the_contract():
    """Buy 2 get 1 on 100, 80 and 60, paid 180."""
    lines = [sold("A", 75, 1, now=1), sold("B", 60, 1), sold("C", 45, 1)]
    assert by_share(lines, Decimal(0), 2) == {"A": Decimal(75)}
    kept = {"B": Decimal(80), "C": Decimal(60)}
    assert by_rest(lines, kept, Decimal(0), 2) == {"A": Decimal(40)}
    last = [sold("A", 75, 1), sold("B", 60, 1), sold("C", 45, 1, now=1)]
    assert by_rest(last, {"A": Decimal(100), "B": Decimal(80)}, Decimal(0), 2) == {
        "C": Decimal(0)
    }


def test_a_broken_bundle_never_gives_more_than_was_paid():
    """Three for 100, each 60 alone: nothing, then 40, then the last 60."""
    given_, amounts = Decimal(0), []
    for before, rest in ((0, 120), (1, 60), (2, 0)):
        line = [sold("A", 100, 3, before, 1)]
        kept = {"A": Decimal(rest)} if rest else {}
        [amount] = by_rest(line, kept, given_, 2).values()
        amounts.append(amount)
        given_ += amount
    assert amounts == [0, 40, 60]


def test_more_than_was_sold_is_named():
    lines = [sold("A", 10, 2, 1, 1), sold("B", 10, 2, 1, 2)]
    assert [line.id for line in over_returned(lines)] == ["B"]


@given(st.data(), st.sampled_from((0, 2, 3)))
def test_all_parts_add_up_whatever_the_rule(data, digits):
    unit = Decimal(1).scaleb(-digits)
    number = data.draw(st.integers(1, 4))
    paid = [data.draw(AMOUNT) * unit for _line in range(number)]
    qty = [data.draw(st.integers(1, 5)) for _line in range(number)]
    steps = data.draw(
        st.permutations([n for n in range(number) for _unit in range(qty[n])])
    )
    before, total = [0] * number, Decimal(0)
    while steps:
        many = data.draw(st.integers(1, len(steps)))
        now = [steps[:many].count(n) for n in range(number)]
        steps = steps[many:]
        lines = [
            sold(str(n), paid[n], qty[n], before[n], now[n]) for n in range(number)
        ]
        if data.draw(st.booleans()):
            amounts = by_share(lines, total, digits)
        else:
            left = [qty[n] - before[n] - now[n] for n in range(number)]
            kept = {str(n): data.draw(AMOUNT) * unit for n in range(number) if left[n]}
            amounts = by_rest(lines, kept, total, digits)
        assert all(amount >= 0 for amount in amounts.values())
        total += sum(amounts.values())
        assert total <= sum(paid)
        before = [before[n] + now[n] for n in range(number)]
    # whoever ends with the rule of what stays, gets exactly the rest
    done = [sold(str(n), paid[n], qty[n] + 1, qty[n], 1) for n in range(number)]
    assert total + sum(by_rest(done, {}, total, digits).values()) == sum(paid)


@given(st.data(), st.sampled_from((0, 2)))
def test_by_share_alone_everything_comes_back(data, digits):
    unit = Decimal(1).scaleb(-digits)
    paid, qty = data.draw(AMOUNT) * unit, data.draw(st.integers(1, 12))
    total, before = Decimal(0), 0
    while before < qty:
        now = data.draw(st.integers(1, qty - before))
        line = [sold("A", paid, qty, before, now)]
        total += by_share(line, total, digits)["A"]
        before += now
    assert total == paid


@given(AMOUNT, st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_spread_adds_up_and_is_near_the_proportion(total, weights):
    found = spread(Decimal(total) / 100, [Decimal(w) for w in weights], 2)
    assert sum(found) == Decimal(total) / 100
    if sum(weights):
        for amount, weight in zip(found, weights, strict=True):
            exact = Decimal(total) / 100 * weight / sum(weights)
            assert abs(amount - exact) < Decimal("0.0100001")
