"""Two groups compared: means, intervals, and a split that is not the one asked for."""

import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.promotion_comparison import difference, is_odd, samples
from md_pure.md_inventory_core.promotion_terms import gets

values = st.lists(st.floats(-1e4, 1e4, width=32), min_size=2, max_size=60)


def compare(got, rest):
    rows = [(True, (value,)) for value in got] + [(False, (value,)) for value in rest]
    return difference("one", *samples(rows, ("one",))["one"])


@given(values, values)
def test_means_and_errors_are_those_of_the_textbook(got, rest):
    rows = [(True, (v,)) for v in got] + [(False, (v,)) for v in rest]
    for sample, known in zip(samples(rows, ("x",))["x"], (got, rest), strict=True):
        assert sample.mean == pytest.approx(statistics.fmean(known), abs=1e-6)
        error = statistics.variance(known) / len(known)
        assert sample.error == pytest.approx(error, rel=1e-6, abs=1e-2)


def test_nothing_and_one_are_no_fault():
    assert compare([], []).got == 0
    few = compare([5.0], [])
    assert (few.got, few.rest, few.low, few.verdict) == (5, 0, None, "few")


def test_verdicts():
    low = [n % 7 for n in range(60)]
    high = [n % 7 + 5 for n in range(60)]
    assert compare(high, low).verdict == "more"
    assert compare(low, high).verdict == "less"
    assert compare(low, low).verdict == "open"
    assert compare(high[:29], low).verdict == "few"


def test_interval_holds_the_truth_19_times_of_20():
    """1,000 comparisons of baskets that differ by exactly 10."""
    chance, held = random.Random(20261123), 0
    for _time in range(1000):
        got = [chance.expovariate(1 / 100) + 10 for _n in range(200)]
        rest = [chance.expovariate(1 / 100) for _n in range(150)]
        found = compare(got, rest)
        held += found.low <= 10 <= found.high
    assert 930 <= held <= 970


@pytest.mark.parametrize("points", [500, 3000, 5000, 9000])
def test_the_hash_splits_as_asked(points):
    contract = {"id": "P00012", "share": {"points": points, "by": "basket"}}
    got = sum(gets(contract, f"S{n:05d}", None) for n in range(20_000))
    assert not is_odd(got, 20_000 - got, points)
    lost = got * 4 // 5  # each fifth of them was never told
    assert is_odd(lost, 20_000 - got, points)
