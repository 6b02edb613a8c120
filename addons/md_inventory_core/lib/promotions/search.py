"""Branch and bound over the classes of a component.

Class by class: first which columns begin with it and how often, then where its other
units go. Units have prices (see bound.py); what a step gives away against them is
taken off the bound, and a branch ends when the bound falls below the best solution.
Among equal solutions the one with the smallest list of labels stays.
"""

from .atoms import BUY, GET
from .bound import free_of
from .labels import NONE, decided, slots_of, spell
from .state import Purse, Solution

TIES = 64  # units up to which equal solutions are compared


class Counter:
    """Nodes that are left in a layer."""

    def __init__(self, nodes):
        """Take how many may be visited."""
        self.left = nodes

    def count(self):
        """Count one node."""
        self.left -= 1

    def spent(self):
        """Whether no node is left."""
        return self.left <= 0


class Search:
    """One search; ``best`` is the best solution known before and after."""

    def __init__(self, problem, prices, best, counter):
        """``best``: a solution to better."""
        self.problem, self.prices, self.counter = problem, prices, counter
        self.best = best
        self.purse = Purse(problem)
        self.joins = [{} for _plan in problem.sets]
        self.base = [0] * len(problem.counts)
        self.ties = problem.units <= TIES
        self.complete = problem.complete
        self.buckets, self.ways = self._buckets(), self._ways()
        self.member_of = self._member_of()
        self.last_role = [self._last_roles(index) for index in range(len(self.joins))]
        self.reached = {}
        self.surplus = list(prices.surplus)
        self._open(list(range(len(problem.counts))))

    def _open(self, names):
        """Remember which classes are to be decided, and the last one of their sets."""
        self.open = names
        self.closes = {}
        for name in names:
            for index in self.member_of[name]:
                self.closes[index] = name

    def _buckets(self):
        found = [[] for _count in self.problem.counts]
        for column in self.problem.columns:
            found[column.needs[0][0]].append(column)
        slack = self.prices.slack
        for bucket in found:
            bucket.sort(key=lambda c: (slack[c.index], c.plan.promotion.rank, c.index))
        return found

    def _last_roles(self, index):
        """Return {class: role of a set that comes last among the class's ways}."""
        return {
            name: [way[3] for way in self.ways[name] if way[2] == index][-1]
            for name in self.problem.sets[index].roles
        }

    def _member_of(self):
        """Return for each class the sets that it may join."""
        found = [[] for _count in self.problem.counts]
        for index, plan in enumerate(self.problem.sets):
            for name in plan.roles:
                found[name].append(index)
        return found

    def _surplus(self, index, begin):
        """Bound a set by what has joined and what may join from a class on."""
        joined, plan = self.joins[index], self.problem.sets[index]
        free = free_of(plan, self.purse.left, begin)
        if not free and not joined:
            return 0
        return plan.surplus(joined, free, self.prices.of)

    def _ways(self):
        """Return for each class [(slack of a unit, rank, set or None, role)].

        A unit that joins a set gives nothing away yet: what sets earn above the
        prices of their units is bounded apart.
        """
        found = []
        for name, price in enumerate(self.prices.of):
            weight, plan = self.problem.base[name]
            ways = [(price, NONE[0], None, None)]
            if plan:
                ways.append((price - weight, plan.promotion.rank, None, GET))
            for index, of_set in enumerate(self.problem.sets):
                for role in of_set.roles.get(name, ()):
                    ways.append((0, of_set.promotion.rank, index, role))
            found.append(sorted(ways, key=lambda w: (w[0], w[1], w[2] or 0, w[3] or 0)))
        return found

    def run(self):
        """Search; afterwards ``best`` is the optimum if ``complete``."""
        bound = self.prices.total
        if self.ties and self.best.labels is None:
            self.best.labels = spell(self.problem, self.best)
        if bound > self.best.weight or self.ties:
            self._visit(0, 0, bound)
        return self.best

    def _hopeless(self, bound, place):
        """Whether a branch can neither be better nor equal with smaller labels."""
        if bound > self.best.weight:
            return False
        if bound < self.best.weight or not self.ties:
            return True
        return self._larger(place)

    def _visit(self, first, start, bound):
        """Decide the open classes from a place on; columns of the first from one on."""
        if self.counter.spent():
            self.complete = False
            return
        self.counter.count()
        before = []
        place, bound = self._skip(first, bound, before)
        if bound is not None and not self._hopeless(bound, place):
            if place == len(self.open):
                self._leaf(bound)
            else:
                self._branch(place, start if place == first else 0, bound)
        for index, value in reversed(before):
            self.surplus[index] = value

    def _skip(self, place, bound, before):
        """Pass classes of which no unit is left: (place, bound), None for no deal.

        What a set could earn is bounded anew; ``before`` gets what it was.
        """
        left = self.purse.left
        while place < len(self.open) and not left[self.open[place]]:
            name = self.open[place]
            for index in self.member_of[name]:
                before.append((index, self.surplus[index]))
                bound = self._rebound(name, index, bound)
                if bound is None:
                    return place, None
            place += 1
        return place, bound

    def _branch(self, place, start, bound):
        """Use columns that begin with a class, from one on, then fill its units."""
        if not start and self._known(place, bound):
            return
        name = self.open[place]
        bucket = self.buckets[name]
        least = self.ways[name][0][0] * self.purse.left[name]
        filled = False
        for at in range(start, len(bucket)):
            column = bucket[at]
            slack = self.prices.slack[column.index]
            if not filled and slack > least:
                filled = True
                self._fill(place, 0, self.purse.left[name], bound)
            if bound - slack < self.best.weight:
                break
            if self.purse.room(column):
                gain = column.weight - self.purse.gain(column)
                self.purse.use(column)
                self._visit(place, at, bound - slack - gain)
                self.purse.use(column, -1)
        if not filled:
            self._fill(place, 0, self.purse.left[name], bound)

    def _known(self, place, bound):
        """Whether the same rest was reached before, and better.

        What a rest can still earn depends on the units left, on the sets that are not
        closed, and on uses and savings that are limited: nothing else.
        """
        purse = self.purse
        key = (
            place,
            tuple([purse.left[name] for name in self.open[place:]]),
            self._joined_before(place),
            *((tuple(purse.uses.values()),) if purse.uses else ()),
            *((tuple(purse.saved.values()),) if purse.saved else ()),
        )
        worth = self._decided(self.open[place], bound)
        before = self.reached.get(key)
        if before is not None and before >= worth:
            return before > worth or not self.ties
        self.reached[key] = worth
        return False

    def _joined_before(self, place):
        """Return what has joined the sets that go on at a class."""
        found = []
        for index, closes in self.closes.items():
            joins = self.joins[index]
            if joins and closes >= self.open[place]:
                rows = [(n, *joins[n]) for n in self.open[:place] if n in joins]
                found.append((index, *rows))
        return tuple(found)

    def _decided(self, name, bound):
        """Return a bound without what open sets may earn.

        That is bounded anew only when a class of theirs is decided: with the same rest
        one branch may have it up to date and another not.
        """
        for index, closes in self.closes.items():
            if closes >= name:
                bound -= self.surplus[index]
        return bound

    def _fill(self, place, at, units, bound):
        """Send ``units`` of a class the ways from ``at`` on, most by the first."""
        name = self.open[place]
        ways = self.ways[name]
        if at == len(ways):
            if not units:
                left, self.purse.left[name] = self.purse.left[name], 0
                self._visit(place + 1, 0, bound)
                self.purse.left[name] = left
            return
        slack, _rank, index, role = ways[at]
        for count in range(units, -1 if at < len(ways) - 1 else units - 1, -1):
            after = bound - slack * count
            if after < self.best.weight:
                continue
            if self.counter.spent():
                self.complete = False
                return
            self._send(name, index, role, count)
            before = None if index is None else self.surplus[index]
            if index is not None and role == self.last_role[index].get(name):
                after = self._rebound(name, index, after)
            if after is not None and after >= self.best.weight:
                self._fill(place, at + 1, units - count, after)
            if before is not None:
                self.surplus[index] = before
            self._send(name, index, role, -count)

    def _send(self, name, index, role, count):
        if not count or role is None:
            return
        if index is None:
            self.base[name] += count
            return
        pair = self.joins[index].setdefault(name, [0, 0])
        pair[role] += count
        if pair == [0, 0]:
            del self.joins[index][name]

    def _rebound(self, name, index, bound):
        """Bound a set anew after a class has had its say; None: it is no deal."""
        if self.closes[index] == name:
            now = self._closed(index)
            if now is None:
                return None
        else:
            now = self._surplus(index, name + 1)
        bound -= self.surplus[index] - now
        self.surplus[index] = now
        return bound

    def _closed(self, index):
        """Return what a whole set earns above its units, None when it is no deal."""
        counts = self.joins[index]
        weight = self.problem.set_weight(self.problem.sets[index], counts)
        if weight is None or weight < 0:
            return None
        price = self.prices.of
        return weight - sum(price[n] * (b + g) for n, (b, g) in counts.items())

    def _leaf(self, bound):
        """Keep a whole solution that is better, or equal with smaller labels.

        Its weight is the bound less what uses were priced at that nobody needed.
        """
        for promotion, price in self.prices.of_use.items():
            bound -= self.purse.uses[promotion] * price
        if bound < self.best.weight or (bound == self.best.weight and not self.ties):
            return
        joins = [
            {name: list(pair) for name, pair in counts.items()} for counts in self.joins
        ]
        found = Solution(bound, self.purse.columns(), joins, list(self.base))
        if bound == self.best.weight:
            found.labels = spell(self.problem, found)
            if found.labels >= self.best.labels:
                return
        elif self.ties:
            found.labels = spell(self.problem, found)
        self.best = found

    def _larger(self, name):
        """Whether the labels decided so far are larger than those of the best.

        Labels of classes before ``name`` are final, or not below what is compared.
        """
        if name == len(self.base):
            return False
        now = Solution(0, self.purse.columns(), self.joins, self.base)
        open_sets = {
            index
            for index, plan in enumerate(self.problem.sets)
            if max(plan.roles) >= name
        }
        slots = slots_of(self.problem, now, open_sets)
        rows, begun = decided(self.problem, slots, name)
        for (at, label), kept in zip(rows, self.best.labels, strict=False):
            if at == name:
                label = self._least(name, slots[name], begun)
            elif at > name:
                return False
            if label != kept or at == name:
                return label > kept
        return False

    def _least(self, name, taken, begun):
        """Return the smallest label that the first unit of a class may get."""
        found = [min(taken)[0]] if taken else []
        for column in self.buckets[name]:
            if self.prices.slack[column.index]:
                break
            rank = column.plan.promotion.rank
            found.append((rank, begun.get(rank, 0) + 1, BUY))
        for slack, rank, _index, role in self.ways[name]:
            if not slack and role is not None:
                found.append((rank, 1, BUY))
        return min(found, default=NONE)
