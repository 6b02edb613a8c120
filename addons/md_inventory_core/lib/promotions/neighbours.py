"""Better solutions near a good one: a few classes are set free and solved anew.

Large neighbourhood search (Shaw, "Using Constraint Programming and Local Search
Methods to Solve Vehicle Routing Problems", 1998): what does not touch the chosen
classes stays as it is, and the branch and bound looks for the best rest.
"""

from .freed import FreedSearch
from .search import Counter

NODES = 60  # of one neighbourhood
UNITS = 16  # that are set free at a time, about


class Neighbourhoods:
    """All neighbourhoods of one problem: classes with those they share deals with."""

    def __init__(self, problem, prices, best, counter):
        """``best``: the solution to better."""
        self.problem, self.prices, self.counter = problem, prices, counter
        self.search = FreedSearch(problem, prices, best, Counter(0))
        self.near = self._near(prices.total - best.weight)

    def _near(self, gap):
        """Return for each class how often it meets each other one."""
        found = [{} for _count in self.problem.counts]
        groups = [
            [name for name, _units in column.key]
            for column in self.problem.columns
            if self.prices.slack[column.index] <= gap
        ]
        groups += [sorted(plan.roles) for plan in self.problem.sets]
        for group in groups:
            for one in group:
                for other in group:
                    if one != other:
                        found[one][other] = found[one].get(other, 0) + 1
        return found

    def improve(self, most):
        """Return the best solution found with at most ``most`` nodes."""
        end = self.counter.left - most
        better = True
        while better and self.counter.left > end:
            better = False
            for name in range(len(self.problem.counts)):
                if self.counter.left <= end or self._optimal():
                    break
                better = self._try(name, end) or better
        return self.search.best

    def _optimal(self):
        return self.search.best.weight >= self.prices.total

    def _try(self, name, end):
        search = self.search
        before = search.best.weight
        search.counter = Counter(min(NODES, self.counter.left - end))
        given = search.counter.left
        search.free(self._around(name))
        self.counter.left -= given - search.counter.left
        return search.best.weight > before

    def _around(self, name):
        """Return classes near one, breadth first, the closest before."""
        counts = self.problem.counts
        chosen, units, edge = {name}, counts[name], [name]
        while edge and units < UNITS:
            ways = {}
            for one in edge:
                for other, often in self.near[one].items():
                    if other not in chosen:
                        ways[other] = ways.get(other, 0) + often
            edge = []
            for other in sorted(ways, key=lambda n: (-ways[n], n)):
                if units >= UNITS:
                    break
                chosen.add(other)
                edge.append(other)
                units += counts[other]
        return chosen
