"""Prices of units: an upper bound of what a component can save.

Linear programming duality: if every unit has a price such that no deal is worth more
than its units, then no solution is worth more than all units together. Starting from
proportional prices, each price is lowered as far as the deals allow, in rounds.
Integers only: rounding up keeps the bound valid.
"""

ROUNDS = 12


class Prices:
    """``of[class]``: price of a unit; ``slack[column]``: price less weight, >= 0.

    ``of_use[promotion]``: price of a use, where uses are limited. ``total`` bounds the
    weight of all columns, single units and of sets whose units are priced (``joins``);
    sets in ``lumps`` are bounded apart.
    """

    def __init__(self, problem, joins):
        """``joins``: [(class, weight of a unit)] of sets whose units are priced."""
        self.problem = problem
        self.floor = [weight for weight, _plan in problem.base]
        for name, weight in joins:
            self.floor[name] = max(self.floor[name], weight)
        self.of = list(self.floor)
        self.of_use = {
            column.plan.promotion.id: 0
            for column in problem.columns
            if column.plan.promotion.id in problem.limits
        }
        self._cover()
        self.slack = [self._slack(column) for column in problem.columns]
        self.touching = [[] for _atom in problem.atoms]
        self.of_promotion = {name: [] for name in self.of_use}
        for column in problem.columns:
            for name, bought, got in column.needs:
                self.touching[name].append((column.index, bought + got))
            if column.plan.promotion.id in self.of_use:
                self.of_promotion[column.plan.promotion.id].append(column.index)
        self._lower()

    def _cover(self):
        """Price units so that each column is covered, by the units' money."""
        atoms, price = self.problem.atoms, self.of
        for column in self.problem.columns:
            money = sum(atoms[n].price * (b + g) for n, b, g in column.needs)
            for name, _bought, _got in column.needs:
                part = column.weight * atoms[name].price
                price[name] = max(price[name], -(-part // money))

    def _slack(self, column):
        paid = self.of_use.get(column.plan.promotion.id, 0) - column.weight
        return paid + sum(self.of[n] * (b + g) for n, b, g in column.needs)

    def _lower(self):
        best = self.total
        for turn in range(ROUNDS):
            self._limit_uses()
            names = range(len(self.of))
            for name in names if turn % 2 == 0 else reversed(names):
                self._lower_unit(name)
            if self.total >= best and turn:
                return
            best = self.total

    def _lower_unit(self, name):
        down = self.of[name] - self.floor[name]
        slack = self.slack
        for index, units in self.touching[name]:
            down = min(down, slack[index] // units)
            if not down:
                return
        if down > 0:
            self.of[name] -= down
            for index, units in self.touching[name]:
                slack[index] -= down * units

    def _limit_uses(self):
        """Nothing to do where uses are free: a use then costs nothing."""
        for promotion, indexes in self.of_promotion.items():
            down = min((self.slack[index] for index in indexes), default=0)
            down = min(down, self.of_use[promotion])
            if down > 0:
                self.of_use[promotion] -= down
                for index in indexes:
                    self.slack[index] -= down

    @property
    def total(self):
        """Return the bound."""
        limits = self.problem.limits
        paid = sum(limits[name] * price for name, price in self.of_use.items())
        counts = self.problem.counts
        return paid + sum(p * n for p, n in zip(self.of, counts, strict=True))
