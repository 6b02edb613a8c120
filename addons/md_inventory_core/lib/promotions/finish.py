"""What the units are worth that no column uses: sets and single units.

Every unit goes where it looks best; a set that then is no deal, or less than its
units are worth elsewhere, is given up, the worst first.
"""


class Finisher:
    """Serves many questions about one problem."""

    def __init__(self, problem):
        """Sort the ways of each class: the best weight first, then the set's place."""
        self.problem = problem
        self.ways = [[] for _atom in problem.atoms]
        for index, plan in enumerate(problem.sets):
            for name, roles in plan.roles.items():
                for role in roles:
                    self.ways[name].append((-plan.worth[name][role], index, role))
        for ways in self.ways:
            ways.sort()

    def finish(self, left):
        """Return (weight, joins, base) for the units ``left`` of all classes."""
        sets = range(len(self.problem.sets))
        rest = {name: units for name, units in enumerate(left) if units}
        weight, joins, base, _worth = self.part(rest, set(sets))
        units = [base.get(name, 0) for name in range(len(left))]
        return weight, [joins[index] for index in sets], units

    def part(self, left, allowed):
        """Return (weight, {set: counts}, {class: units alone}, {set: weight}).

        ``left``: {class: units}; ``allowed``: the sets that may take them.
        """
        allowed = set(allowed)
        every = sorted(allowed)
        while True:
            joins, base = self._spread(left, allowed)
            worth, worst = self._worth(joins)
            if worst is None:
                break
            allowed.discard(worst)
        for index in every:
            joins.setdefault(index, {})
            worth.setdefault(index, 0)
        singles = self.problem.base
        weight = sum(singles[name][0] * units for name, units in base.items())
        return weight + sum(worth.values()), joins, base, worth

    def _spread(self, left, allowed):
        joins, base = {}, {}
        for name, units in left.items():
            alone, plan = self.problem.base[name]
            base[name] = 0
            if not units:
                continue
            way = self._way(name, alone, allowed)
            if way:
                pair = joins.setdefault(way[1], {}).setdefault(name, [0, 0])
                pair[way[2]] = units
            elif plan:
                base[name] = units
        for index, counts in joins.items():
            joins[index] = self._trim(index, counts, base)
        return joins, base

    def _way(self, name, alone, allowed):
        """Return the best way into a set that is no worse than staying alone."""
        for way in self.ways[name]:
            if -way[0] < alone:
                return None
            if way[1] in allowed:
                return way
        return None

    def _trim(self, index, counts, base):
        """Give units that make no deal back to single units."""
        kept = self.problem.sets[index].trim(counts, self.problem.atoms)
        if kept is counts:
            return counts
        for name, pair in counts.items():
            units = sum(pair) - sum(kept.get(name, (0, 0)))
            if units and self.problem.base[name][1]:
                base[name] += units
        return kept

    def _worth(self, joins):
        """Return ({set: weight}, the set that loses most against single units)."""
        found, worst, most = {}, None, 0
        for index, counts in joins.items():
            weight = self.problem.set_weight(self.problem.sets[index], counts)
            alone = sum(
                self.problem.base[name][0] * (bought + got)
                for name, (bought, got) in counts.items()
            )
            loss = alone + 1 if weight is None else alone - weight
            if loss > most or (loss == most and loss and index < worst):
                worst, most = index, loss
            found[index] = weight
        return found, worst
