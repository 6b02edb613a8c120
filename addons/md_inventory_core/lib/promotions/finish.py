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
                    weight = plan.most(problem.atoms[name], role) * problem.scale
                    self.ways[name].append((-weight, index, role))
        for ways in self.ways:
            ways.sort()

    def finish(self, left, without=()):
        """Return (weight, joins, base) for the units ``left``."""
        dropped = set(without)
        while True:
            joins, base = self._spread(left, dropped)
            worst, loss = self._worst(joins)
            if worst is None:
                return self._total(joins, base), joins, base
            dropped.add(worst)

    def _spread(self, left, dropped):
        joins = [{} for _plan in self.problem.sets]
        base = [0] * len(left)
        for name, units in enumerate(left):
            if not units:
                continue
            alone, plan = self.problem.base[name]
            for minus, index, role in self.ways[name]:
                if index in dropped or -minus < alone:
                    continue
                pair = joins[index].setdefault(name, [0, 0])
                pair[role] = units
                break
            else:
                base[name] = units if plan else 0
        for index, counts in enumerate(joins):
            if counts:
                joins[index] = self._trim(index, counts, base)
        return joins, base

    def _trim(self, index, counts, base):
        """Give units that make no deal back to single units."""
        kept = self.problem.sets[index].trim(counts, self.problem.atoms)
        for name, pair in counts.items():
            units = sum(pair) - sum(kept.get(name, (0, 0)))
            if units and self.problem.base[name][1]:
                base[name] += units
        return kept

    def _worst(self, joins):
        """Return (set, loss) of the set that loses most against single units."""
        worst, most = None, 0
        for index, counts in enumerate(joins):
            if not counts:
                continue
            weight = self.problem.set_weight(self.problem.sets[index], counts)
            alone = sum(
                self.problem.base[name][0] * (bought + got)
                for name, (bought, got) in counts.items()
            )
            loss = alone + 1 if weight is None else alone - weight
            if loss > most:
                worst, most = index, loss
        return worst, most

    def _total(self, joins, base):
        weight = sum(
            self.problem.base[name][0] * units for name, units in enumerate(base)
        )
        for index, counts in enumerate(joins):
            weight += self.problem.set_weight(self.problem.sets[index], counts)
        return weight
