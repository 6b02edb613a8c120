"""Prices of units: an upper bound of what a component can save.

Lagrangian duality: whatever the units cost, no solution is worth more than all units
together, plus what sets may earn above the prices of their units, as long as no
column earns more than its units cost. Good prices make that bound tight: they rise
where deals want more units than there are, and fall where units stay over (the
subgradient method, Held, Wolfe and Crowder, "Validation of subgradient optimization",
Mathematical Programming 6, 1974). At the end they are raised until every column is
covered and lowered as far as that allows. Integers only, so that two programs agree.
"""

WORK = 25_000_000  # rounds of the descent by the square of a component's size
ROUNDS = (8, 400)
PATIENCE = 16
STEP = 16  # parts of a full step


class Prices:
    """``of[class]``: price of a unit; ``slack[column]``: price less weight, >= 0.

    ``of_use[promotion]``: price of a use where uses are limited; ``surplus[set]``:
    most that a set earns above its units; ``total``: the bound.
    """

    def __init__(self, problem, target):
        """``target``: weight of a known solution."""
        self.problem = problem
        self.floor = [weight for weight, _plan in problem.base]
        self.rows = [(column.key, column.weight) for column in problem.columns]
        self.times = [
            min(problem.counts[name] // units for name, units in key)
            for key, _weight in self.rows
        ]
        self.limited = [
            column.plan.promotion.id
            if column.plan.promotion.id in problem.limits
            else ""
            for column in problem.columns
        ]
        self.touching = [[] for _atom in problem.atoms]
        for index, (key, _weight) in enumerate(self.rows):
            for name, units in key:
                self.touching[name].append((index, units))
        self.free = [free_of(plan, problem.counts) for plan in problem.sets]
        self.of = list(self.floor)
        self._proportional()
        self._settle()
        if self.total > target and problem.columns:
            self._descend(target)

    def _proportional(self):
        """Price units so that each column is covered, by the units' money."""
        atoms, price = self.problem.atoms, self.of
        for key, weight in self.rows:
            money = sum(atoms[name].price * units for name, units in key)
            for name, _units in key:
                price[name] = max(price[name], -(-weight * atoms[name].price // money))

    def _settle(self):
        """Make the prices cover every column, tightly; bound the sets by them."""
        self.slack = [
            sum(self.of[name] * units for name, units in key) - weight
            for key, weight in self.rows
        ]
        self.of_use = dict.fromkeys(filter(None, self.limited), 0)
        for index, promotion in enumerate(self.limited):
            if promotion:
                lacking = -self.slack[index]
                self.of_use[promotion] = max(self.of_use[promotion], lacking)
        for index, promotion in enumerate(self.limited):
            self.slack[index] += self.of_use.get(promotion, 0)
        for index, (key, _weight) in enumerate(self.rows):
            if self.slack[index] < 0:
                self._raise(index, key)
        for name in range(len(self.of)):
            self._lower(name)
        problem = self.problem
        self.surplus = [
            plan.surplus({}, free, self.of)
            for plan, free in zip(problem.sets, self.free, strict=True)
        ]
        self.total = sum(self.surplus)
        self.total += sum(p * n for p, n in zip(self.of, problem.counts, strict=True))
        self.total += sum(
            problem.limits[name] * price for name, price in self.of_use.items()
        )

    def _raise(self, index, key):
        """Cover a column by the unit of which there are fewest."""
        counts = self.problem.counts
        name, units = min(key, key=lambda row: (counts[row[0]] / row[1], row[0]))
        up = -(self.slack[index] // units)
        self.of[name] += up
        for other, taken in self.touching[name]:
            self.slack[other] += up * taken

    def _lower(self, name):
        down = self.of[name] - self.floor[name]
        for index, units in self.touching[name]:
            if down <= 0:
                return
            down = min(down, self.slack[index] // units)
        if down > 0:
            self.of[name] -= down
            for index, units in self.touching[name]:
                self.slack[index] -= down * units

    def _descend(self, target):
        """Move the prices towards balance; keep the best that were found."""
        work = sum(len(key) for key, _weight in self.rows) + 4 * len(self.problem.sets)
        rounds = max(ROUNDS[0], min(ROUNDS[1], WORK // max(1, work * work)))
        start = (self.of, self.total)
        price = list(self.of)
        best, kept = self.total, list(price)
        step, waited = STEP, 0
        for _round in range(rounds):
            bound, balance = self._relaxed(price)
            if bound < best:
                best, kept, waited = bound, list(price), 0
            else:
                waited += 1
            square = sum(b * b for b in balance)
            if bound <= target or not square or not step:
                break
            if waited >= PATIENCE:
                step, waited, price = step // 2, 0, list(kept)
                continue
            move = (bound - target) * step // (STEP * square)
            for name, over in enumerate(balance):
                if over:
                    price[name] = max(self.floor[name], price[name] - move * over)
        self.of = kept
        self._settle()
        if self.total > start[1]:
            self.of = start[0]
            self._settle()

    def _relaxed(self, price):
        """Return (bound, units left over by class) when everybody takes what pays."""
        problem = self.problem
        over = list(problem.counts)
        bound = sum(p * n for p, n in zip(price, over, strict=True))
        bound += self._columns_take(price, over)
        for plan, free in zip(problem.sets, self.free, strict=True):
            more, wanted = plan.wish(free, price)
            bound += more
            for name, units in wanted:
                over[name] -= units
        for name, floor in enumerate(self.floor):
            if price[name] <= floor and over[name] > 0:
                over[name] = 0  # cannot fall any more
        return bound, over

    def _columns_take(self, price, over):
        """Take from ``over`` what columns earn on; return what they earn."""
        earned, best_use = 0, {}
        for index, (key, weight) in enumerate(self.rows):
            gain = weight
            for name, units in key:
                gain -= price[name] * units
            if gain <= 0:
                continue
            promotion = self.limited[index]
            if not promotion:
                earned += self._take(index, self.times[index], gain, over)
            elif gain > best_use.get(promotion, (0, 0))[0]:
                best_use[promotion] = (gain, index)
        for promotion, (gain, index) in best_use.items():
            limit = self.problem.limits[promotion]
            earned += gain * limit
            self._take(index, min(limit, self.times[index]), gain, over)
        return earned

    def _take(self, index, times, gain, over):
        for name, units in self.rows[index][0]:
            over[name] -= units * times
        return gain * times


def free_of(plan, left, begin=0):
    """Return [(class, units)] of a set's classes from one on."""
    return [(name, left[name]) for name in plan.roles if name >= begin and left[name]]
