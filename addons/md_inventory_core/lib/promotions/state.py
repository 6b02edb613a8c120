"""A solution in the making: what is left, what is used, what is joined."""

FOR_EVER = 2**53 - 1


class Solution:
    """``columns``: [(column, times)]; ``joins``: [{class: [bought, got]}] by set;
    ``base``: units by class that take the best promotion for single units.
    """

    def __init__(self, weight, columns, joins, base):
        """Take all parts; the weight is exact."""
        self.weight, self.columns, self.joins, self.base = weight, columns, joins, base
        self.labels = None


class Purse:
    """What is left of units, uses and caps while columns are used."""

    def __init__(self, problem):
        """Begin with everything."""
        self.problem = problem
        self.left = list(problem.counts)
        self.uses = dict(problem.limits)
        self.saved = dict.fromkeys(problem.caps, 0)
        self.times = {}
        self.weight = 0

    def room(self, column):
        """Return how often a column fits into what is left."""
        left, room = self.left, FOR_EVER
        for name, units in column.key:
            times = left[name] // units
            if not times:
                return 0
            room = min(room, times)
        if column.limited:
            room = min(room, self.uses.get(column.plan.promotion.id, room))
        return room

    def gain(self, column, times=1):
        """Return what so many more uses of a column would add to the weight."""
        if not column.limited:
            return column.weight * times
        promotion = column.plan.promotion.id
        if promotion not in self.saved:
            return column.weight * times
        cap, saved = self.problem.caps[promotion], self.saved[promotion]
        after = saved + column.value * times
        more = min(cap, after) - min(cap, saved)
        return more * self.problem.scale - times

    def use(self, column, times=1):
        """Use a column (with a negative number: give it back)."""
        if times > 0:
            self.weight += self.gain(column, times)
        promotion = column.plan.promotion.id
        for name, units in column.key:
            self.left[name] -= units * times
        if promotion in self.uses:
            self.uses[promotion] -= times
        if promotion in self.saved:
            self.saved[promotion] += column.value * times
        if times < 0:
            self.weight -= self.gain(column, -times)
        total = self.times.get(column.index, 0) + times
        if total:
            self.times[column.index] = total
        else:
            del self.times[column.index]

    def columns(self):
        """Return [(column, times)] by index."""
        columns = self.problem.columns
        return [(columns[index], self.times[index]) for index in sorted(self.times)]
