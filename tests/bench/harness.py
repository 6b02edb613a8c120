"""Runs cases on both sides in turn and sums up what was measured."""

import contextlib

from tools.stack.ui import Fail, say

from . import stats
from .databases import SIDES
from .process import CaseError, Probe


class Inside:
    """A case inside Odoo: done by the processes that are kept alive."""

    def __init__(self, case, probes):
        self.case, self.probes = case, probes

    def _ask(self, do, side, **more):
        return self.probes.on(side).ask(do=do, case=self.case.name, **more)

    def setup(self, side):
        """Once for each side."""
        self._ask("setup", side)

    def measure(self, side, size):
        """One measurement."""
        return self._ask("measure", side, size=size)

    def profile(self, side, size):
        """One run under a profiler."""
        return self._ask("profile", side, size=size)

    def teardown(self, side):
        """Once for each side."""
        self._ask("teardown", side)


class Outside:
    """A case that starts what it needs itself."""

    def __init__(self, case, _probes):
        self.cases = {side.name: case() for side in SIDES}

    def setup(self, side):
        """Once for each side."""
        self.cases[side.name].setup(side)

    def measure(self, side, size):
        """One measurement."""
        case = self.cases[side.name]
        case.prepare(side, size)
        return stats.measure(lambda: case.run(side, size), size)

    def profile(self, _side, _size):
        """There is no process whose time could be looked into."""
        raise CaseError("a case outside Odoo cannot be profiled")

    def teardown(self, side):
        """Once for each side."""
        self.cases[side.name].teardown(side)


class Probes:
    """One process with Odoo for each side, started when first needed."""

    def __init__(self):
        self.known = {}

    def on(self, side):
        """The process of a side; a new one when the last has ended."""
        probe = self.known.get(side.name)
        if not probe or not probe.alive:
            probe = self.known[side.name] = Probe(side)
        return probe

    def close(self):
        """End them."""
        for probe in self.known.values():
            probe.close()
        self.known.clear()


@contextlib.contextmanager
def set_up(case, probes):
    """A case that is set up on both sides, torn down at the end whatever happens."""
    runner = (Inside if case.inside else Outside)(case, probes)
    try:
        for side in SIDES:
            runner.setup(side)
        yield runner
    finally:
        for side in SIDES:
            with contextlib.suppress(CaseError):  # the first error is the one to tell
                runner.teardown(side)


def run_case(case, runner, rounds, size, sides=SIDES):
    """Warm up, measure ``rounds`` pairs, sum up."""
    for side in sides:
        runner.measure(side, size)
    pairs = []
    for order in stats.alternating(*sides, rounds):
        found = {side.name: runner.measure(side, size) for side in order}
        pairs.append(tuple(found[side.name] for side in sides))
    figures = stats.compare(pairs)
    main = figures[case.figure]
    return {
        **describe(case),
        "size": size,
        "rounds": rounds,
        "figures": figures,
        "verdict": stats.verdict(
            main["ratio"], case.target, case.better, main["ours"], case.most
        ),
        "pairs": pairs,
    }


def describe(case):
    """What stands in the report whatever comes out."""
    names = ("name", "title", "unit", "figure", "better", "target", "most")
    return {name: getattr(case, name) for name in names}


def run_all(chosen, *, rounds=None, quick=False):
    """Run cases one after another; one that fails does not stop the others."""
    probes, results = Probes(), []
    try:
        for case in chosen:
            count = rounds or (1 if quick else case.rounds)
            size = case.quick if quick else case.size
            say(f"{case.name}: {count} pairs of {size} {case.unit}(s) ...")
            try:
                with set_up(case, probes) as runner:
                    results.append(run_case(case, runner, count, size))
            except (Exception, Fail) as error:  # noqa: BLE001 - told in the report
                results.append({**describe(case), "error": str(error).strip()})
                say(f"{case.name}: FAILED")
    finally:
        probes.close()
    return results


def profile_all(chosen, *, quick=False):
    """{case: {side: profile}}: each case once under a profiler, after a warm-up."""
    probes, found = Probes(), {}
    try:
        for case in chosen:
            size = case.quick if quick else case.size
            with set_up(case, probes) as runner:
                for side in SIDES:
                    runner.measure(side, size)
                found[case.name] = {s.name: runner.profile(s, size) for s in SIDES}
    finally:
        probes.close()
    return found
