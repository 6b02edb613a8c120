"""A search of which only some classes, and what they touch, are free."""

from .search import Search
from .state import Purse


class FreedSearch(Search):
    """Betters a solution near some classes; equal ones are not compared."""

    def __init__(self, problem, prices, best, counter):
        """``best``: the solution to better."""
        Search.__init__(self, problem, prices, best, counter)
        self.ties = False
        self.kept = (None, [])

    def free(self, names):
        """Look for the best rest when the classes ``names`` are free."""
        problem, best, price = self.problem, self.best, self.prices.of
        self.purse, self.reached = Purse(problem), {}
        self.base = [0 if n in names else units for n, units in enumerate(best.base)]
        left = self.purse.left = self._freed(names, best)
        self._open([name for name, units in enumerate(left) if units])
        self.joins = [
            {name: list(pair) for name, pair in counts.items() if name not in names}
            if index in self.closes
            else counts
            for index, counts in enumerate(best.joins)
        ]
        bound = self.purse.weight
        for name, units in enumerate(self.base):
            bound += problem.base[name][0] * units + price[name] * left[name]
        for index, weight in enumerate(self._weights()):
            bound += self._hope(index) if index in self.closes else weight
        if bound > best.weight:
            self._visit(0, 0, bound)

    def _hope(self, index):
        """Return what a set with free classes can weigh at most."""
        self.surplus[index] = self._surplus(index, 0)
        price, joined = self.prices.of, self.joins[index]
        paid = sum(price[name] * (b + g) for name, (b, g) in joined.items())
        return self.surplus[index] + paid

    def _weights(self):
        """Return the weights of the best solution's sets."""
        if self.kept[0] is not self.best:
            problem = self.problem
            weights = [
                problem.set_weight(plan, counts)
                for plan, counts in zip(problem.sets, self.best.joins, strict=True)
            ]
            self.kept = (self.best, weights)
        return self.kept[1]

    def _freed(self, names, best):
        """Use the columns that touch no free class; return units left by class."""
        counts = self.problem.counts
        left = [units if n in names else 0 for n, units in enumerate(counts)]
        for column, times in best.columns:
            if any(name in names for name, _units in column.key):
                for name, units in column.key:
                    left[name] += 0 if name in names else units * times
            else:
                self.purse.use(column, times)
        return left
