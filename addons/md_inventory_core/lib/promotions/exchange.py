"""Exchanges: one column is forced in, what stands in its way goes, the rest refills.

A good solution becomes better by steps that each touch few classes, so that only the
sets of those are looked at anew. After the last better step it goes on with the best
step that is left, even if worse, and does not take it back for a while (tabu search,
Glover, "Tabu Search - Part I", ORSA Journal on Computing 1, 1989).
"""

from .finish import Finisher
from .state import Purse, Solution

TENURE = 7  # steps for which a column that went may not come back


class Exchanger:
    """A solution that changes by exchanges; ``best`` keeps the best one seen."""

    def __init__(self, problem, prices, solution, counter):
        """``prices``: what says which columns are worth looking at."""
        self.problem, self.prices, self.counter = problem, prices, counter
        self.finisher = Finisher(problem)
        self.best = solution
        self.sets_of = [[] for _count in problem.counts]
        for index, plan in enumerate(problem.sets):
            for name in plan.roles:
                self.sets_of[name].append(index)
        self._begin(solution)
        self._choose()

    def _begin(self, solution):
        self.purse = Purse(self.problem)
        for column, times in solution.columns:
            self.purse.use(column, times)
        weight, self.joins, self.base = self.finisher.finish(self.purse.left)
        self.worth = [
            self.problem.set_weight(plan, counts)
            for plan, counts in zip(self.problem.sets, self.joins, strict=True)
        ]
        self.weight = self.purse.weight + weight
        self._keep()

    def _choose(self):
        """Take the columns that can be in a better solution, least slack first."""
        slack, gap = self.prices.slack, self.prices.total - self.best.weight
        found = [c for c in self.problem.columns if slack[c.index] <= gap]
        found.sort(key=lambda c: (slack[c.index], c.index))
        self.order = found
        self.touching = [[] for _count in self.problem.counts]
        for place, column in enumerate(found):
            for name, _units in column.key:
                self.touching[name].append(place)

    def improve(self, tries, worse):
        """Spend ``tries`` exchanges and ``worse`` steps down; return the best."""
        banned, step = {}, 0
        self.tries = tries
        while self.best.weight < self.prices.total:
            step += 1
            moved, least = self._round(banned, step)
            if self.tries <= 0 or (not moved and (least is None or not worse)):
                break
            if not moved:
                worse -= 1
                self._step_down(least, banned, step)
        return self.best

    def _round(self, banned, step):
        """Try every column once: (whether one helped, the one that hurts least)."""
        moved, chosen, most = False, None, None
        for column in self.order:
            if banned.get(column.index, 0) > step:
                continue
            if self.tries <= 0:
                break
            self.tries -= 1
            found = self._try(column)
            if found is None:
                continue
            if found[0] > 0:
                self._accept(found)
                moved = True
                continue
            self._take_back(found[1])
            if most is None or found[0] > most:
                chosen, most = column, found[0]
        return moved, chosen

    def _step_down(self, column, banned, step):
        found = self._try(column)
        for gone, times in found[1]:
            if times < 0:
                banned[gone.index] = step + TENURE
        self._accept(found)

    def _try(self, column):
        """Force a column in: (change of the weight, log, new sets and singles)."""
        self.counter.count()
        before, log = self.purse.weight, []
        if not self._make_room(column, log):
            self._take_back(log)
            return None
        self._use(column, 1, log)
        self._refill(log)
        names = {name for used, _times in log for name, _units in used.key}
        part = self._finish(names)
        change = self.purse.weight - before + part[0]
        return change, log, part

    def _use(self, column, times, log):
        self.purse.use(column, times)
        log.append((column, times))

    def _take_back(self, log):
        for column, times in reversed(log):
            self.purse.use(column, -times)

    def _accept(self, found):
        change, _log, (_more, joins, base, _names) = found
        self.weight += change
        for index, (counts, worth) in joins.items():
            self.joins[index], self.worth[index] = counts, worth
        for name, units in base.items():
            self.base[name] = units
        self._keep()

    def _keep(self):
        if self.weight > self.best.weight:
            joins = [dict(counts) for counts in self.joins]
            columns = self.purse.columns()
            self.best = Solution(self.weight, columns, joins, list(self.base))

    def _make_room(self, column, log):
        """Give columns back that stand in the way; False when it cannot fit."""
        purse = self.purse
        if purse.room(column):
            return True
        promotion = column.plan.promotion.id
        short = purse.uses.get(promotion, 1) < 1
        lacking = {name for name, units in column.key if purse.left[name] < units}
        for index in sorted(purse.times, reverse=True):
            used = self.problem.columns[index]
            blocks = short and used.plan.promotion.id == promotion
            for name, _units in used.key:
                blocks = blocks or name in lacking
            while blocks and index in purse.times:
                self._use(used, -1, log)
                if purse.room(column):
                    return True
        return False

    def _refill(self, log):
        """Use columns on what was given back."""
        purse, places = self.purse, set()
        freed = {name for used, times in log if times < 0 for name, _units in used.key}
        for name in freed:
            if purse.left[name]:
                places.update(self.touching[name])
        base = self.problem.base
        for place in sorted(places):
            column = self.order[place]
            times = purse.room(column)
            if times:
                alone = sum(base[name][0] * units for name, units in column.key)
                if purse.gain(column, times) > alone * times:
                    self._use(column, times, log)

    def _finish(self, names):
        """Return (change, sets, singles, classes) for what changed classes leave."""
        problem = self.problem
        sets = {index for name in names for index in self.sets_of[name]}
        around = set(names)
        for index in sets:
            around.update(problem.sets[index].roles)
        left, old = {}, 0
        for name in sorted(around):
            units = self.purse.left[name]
            for index in self.sets_of[name]:
                if index not in sets:
                    units -= sum(self.joins[index].get(name, (0, 0)))
            left[name] = units
            old += problem.base[name][0] * self.base[name]
        old += sum(self.worth[index] for index in sets)
        weight, joins, base, worth = self.finisher.part(left, sets)
        fresh = {index: (joins[index], worth[index]) for index in sets}
        return weight - old, fresh, base, names
