"""The arithmetic of `make bench`, with a clock and with sides that are known."""

import itertools

import pytest
from tests.bench import __main__ as bench
from tests.bench import cases, harness, report, stats
from tests.bench.case import Case


class Clock:
    """A clock that goes on only when told."""

    now = 100.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += seconds


@pytest.mark.parametrize(("seconds", "size", "ms"), [(2.0, 1, 2000), (2.0, 8, 250)])
def test_time_is_divided_by_units(seconds, size, ms):
    clock = Clock()
    figures = stats.measure(lambda: clock.wait(seconds), size, clock=clock)
    assert figures == {"ms": ms}


def test_counters_count_only_what_happens_in_the_call():
    seen = itertools.count(40, 30)  # 40 before, 70 after
    figures = stats.measure(lambda: None, 10, {"queries": lambda: next(seen)})
    assert figures["queries"] == 3


def test_figures_of_the_case_win():
    figures = stats.measure(lambda: {"ms": 7, "mb": 1}, 5, clock=Clock())
    assert figures == {"ms": 7, "mb": 1}


def test_sides_take_turns_in_going_first():
    assert list(stats.alternating("a", "b", 3)) == [("a", "b"), ("b", "a"), ("a", "b")]


def pairs(*values):
    return [({"ms": plain}, {"ms": ours}) for plain, ours in values]


def test_ratio_is_taken_pair_by_pair():
    # the machine became ten times slower for the last pair: no pair saw a difference
    found = stats.compare(pairs((10, 11), (12, 13.2), (100, 110)))["ms"]
    assert found["ratio"] == pytest.approx(1.1)
    assert (found["low"], found["high"]) == pytest.approx((1.1, 1.1))
    assert (found["plain"], found["ours"]) == (12, 13.2)
    assert found["spread"] == pytest.approx(7.5)


def test_one_wild_pair_moves_the_range_and_not_the_ratio():
    found = stats.compare(pairs((10, 10), (10, 90), (10, 10)))["ms"]
    assert (found["ratio"], found["low"], found["high"]) == (1, 1, 9)
    assert (found["q1"], found["q3"]) == (1, 5)  # between the last two


def test_half_of_the_pairs_lie_between_the_quartiles():
    found = stats.compare(pairs(*((10, 10 + n) for n in (4, 0, 2, 1, 3))))["ms"]
    order = [found[name] for name in ("low", "q1", "ratio", "q3", "high")]
    assert order == pytest.approx([1, 1.1, 1.2, 1.3, 1.4])


def test_nothing_is_said_about_a_ratio_to_zero():
    found = stats.compare(pairs((0, 3), (1, 3)))["ms"]
    assert found["ratio"] is found["low"] is found["high"] is None
    assert stats.verdict(found["ratio"], 1.1) is None


@pytest.mark.parametrize(
    ("ratio", "target", "better", "expected"),
    [
        (1.10, 1.10, stats.LOWER, stats.OK),
        (1.11, 1.10, stats.LOWER, stats.MISSED),
        (0.95, 0.90, stats.HIGHER, stats.OK),
        (0.89, 0.90, stats.HIGHER, stats.MISSED),
        (9.99, None, stats.LOWER, None),
    ],
)
def test_verdict(ratio, target, better, expected):
    assert stats.verdict(ratio, target, better) == expected


class Known(Case):
    name, unit, inside, target, size = "known", "thing", False, 1.5, 4

    def run(self, place, size):
        return {"ms": 20.0 if place.ours else 10.0}


class Broken(Case):
    name, unit, inside = "broken", "thing", False

    def run(self, place, size):
        if place.ours:
            raise LookupError("out of things")


class BrokenSetup(Broken):
    name = "broken_setup"

    def setup(self, place):
        raise LookupError("no world")


def test_a_failing_case_is_told_and_the_others_go_on():
    broken, setup, known = harness.run_all([Broken, BrokenSetup, Known], rounds=2)
    assert (broken["error"], setup["error"]) == ("out of things", "no world")
    assert known["figures"]["ms"]["ratio"] == 2
    assert known["verdict"] == stats.MISSED
    assert len(known["pairs"]) == 2
    assert bench.status([known], strict=False) == 0
    assert bench.status([known], strict=True) == 1
    assert bench.status([known, broken], strict=False) == 1


def test_the_table_shows_figures_and_failures():
    lines = report.text(harness.run_all([Known, Broken], rounds=1)).splitlines()
    assert lines[1].split() == [
        *("known", "ms", "/", "thing", "10.0", "20.0"),
        *("2.00", "2.00", "to", "2.00", "2.00", "to", "2.00", "1.50", "missed"),
    ]
    assert "FAILED" in lines[2]
    assert lines[-2:] == ["FAILED broken:", "out of things"]


def test_most_is_a_limit_of_its_own():
    assert stats.verdict(1.0, 1.5, ours=59, most=60) == stats.OK
    assert stats.verdict(1.0, 1.5, ours=61, most=60) == stats.MISSED
    assert stats.verdict(1.6, 1.5, ours=5, most=60) == stats.MISSED


def test_a_saved_table_replaces_the_old_one_and_nothing_else():
    page = f"above\n{report.BEGIN}\nold\n{report.END}\nbelow\n"
    new = f"above\n{report.BEGIN}\nnew\n{report.END}\nbelow\n"
    assert report.insert(page, "new\n") == new
    with pytest.raises(ValueError, match="has no"):
        report.insert("a page without marks", "new\n")


def test_first_cases_are_there_and_complete():
    known = cases.load()
    assert {"registry_load", "pos_order", "sale_confirm", "product_create"} <= {*known}
    for case in known.values():
        assert case.title and case.unit, case.name
        assert case.quick <= case.size, case.name
        assert case.rounds >= 5 or case.apart, case.name
        assert case.better in (stats.LOWER, stats.HIGHER), case.name
