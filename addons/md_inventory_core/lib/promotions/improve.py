"""Good solutions before the search: greedy ones."""

from .finish import Finisher
from .state import Purse, Solution


class Improver:
    """Builds solutions of one problem; each one looked at counts as a node."""

    def __init__(self, problem, counter):
        """Begin without any solution."""
        self.problem, self.counter = problem, counter
        self.finisher = Finisher(problem)
        self.best = None

    def start(self):
        """Return the best of some greedy solutions."""
        columns = self.problem.columns
        self._keep(self._greedy_by_rank())
        dear = sorted(columns, key=lambda c: (-c.profit, c.index))
        dense = sorted(columns, key=lambda c: (-(c.profit // size(c)), c.index))
        for order in (dear, dense):
            self._keep(self._greedy(order))
        return self.best

    def by_prices(self, prices):
        """Return the best after one more: columns by what they give away."""
        slack = prices.slack
        order = sorted(self.problem.columns, key=lambda c: (slack[c.index], c.index))
        self._keep(self._greedy(order))
        return self.best

    def _keep(self, solution):
        self.counter.count()
        if self.best is None or solution.weight > self.best.weight:
            self.best = solution

    def _solution(self, purse):
        weight, joins, base = self.finisher.finish(purse.left)
        return Solution(purse.weight + weight, purse.columns(), joins, base)

    def _greedy(self, order):
        purse = Purse(self.problem)
        self._refill(purse, order)
        return self._solution(purse)

    def _refill(self, purse, order):
        base = self.problem.base
        for column in order:
            times = purse.room(column)
            if not times:
                continue
            alone = sum(base[n][0] * (b + g) for n, b, g in column.needs)
            if purse.gain(column, times) > alone * times:
                purse.use(column, times)

    def _greedy_by_rank(self):
        """Promotions by (priority, id), each taking its best from what is left."""
        problem = self.problem
        purse = Purse(problem)
        taken = [0] * len(problem.counts)
        joins = [{} for _plan in problem.sets]
        ways = [("columns", plan) for plan in problem.plans]
        ways += [("set", index) for index in range(len(problem.sets))]

        def rank(way):
            plan = way[1] if way[0] == "columns" else problem.sets[way[1]]
            return plan.promotion.rank

        for word, what in sorted(ways, key=rank):
            if word == "columns":
                own = [c for c in problem.columns if c.plan is what]
                for column in sorted(own, key=lambda c: (-c.weight, c.index)):
                    times = purse.room(column)
                    if times and purse.gain(column, times) > 0:
                        purse.use(column, times)
            else:
                joins[what] = self._take(what, purse, taken)
        weight = purse.weight
        for name, units in enumerate(purse.left):
            weight += problem.base[name][0] * units
        for index, counts in enumerate(joins):
            weight += problem.set_weight(problem.sets[index], counts)
        base = [
            units if problem.base[name][1] else 0
            for name, units in enumerate(purse.left)
        ]
        return Solution(weight, purse.columns(), joins, base)

    def _take(self, index, purse, taken):
        plan, counts = self.problem.sets[index], {}
        for name, roles in plan.roles.items():
            if purse.left[name]:
                counts[name] = [0, 0]
                counts[name][roles[-1]] = purse.left[name]
        counts = plan.trim(counts, self.problem.atoms) if counts else counts
        if not counts or not (self.problem.set_weight(plan, counts) or 0) > 0:
            return {}
        for name, pair in counts.items():
            purse.left[name] -= sum(pair)
        return counts


def size(column):
    """Return how many units a column takes."""
    return sum(bought + got for _name, bought, got in column.needs)
