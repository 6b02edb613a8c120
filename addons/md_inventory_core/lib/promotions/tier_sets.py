"""Deals over a set of units by its quantity: tiers, for all or line by line."""

from .atoms import GET, unit_value
from .sets import SetPlan


class TiersPlan(SetPlan):
    """``tiers`` with ``mode: all``."""

    def most(self, atom, role):
        """Return the best tier's benefit."""
        return max(unit_value(benefit, atom) for _least, benefit in self.own["tiers"])

    def bind(self, problem):
        """Keep what each tier is worth for a unit of each class, as weights."""
        SetPlan.bind(self, problem)
        self.steps = [
            (
                least,
                {
                    name: unit_value(benefit, problem.atoms[name]) * problem.scale
                    for name in self.roles
                },
            )
            for least, benefit in self.own["tiers"]
        ]

    def surplus(self, joined, free, prices):
        """Bound by the best tier that can be reached, the missing units cheapest."""
        quantity = most = 0
        for name, pair in joined.items():
            quantity += self.atom_of[name].milli * pair[GET]
        reached = not joined
        for least, worth in self.steps:
            own = 0
            for name, pair in joined.items():
                own += (worth[name] - prices[name]) * pair[GET]
            if reached and self._hope(worth, free, prices) + own <= most:
                continue
            total, have, _wanted = self._step(least, worth, quantity, free, prices)
            if have >= least:
                most = max(most, total + own) if reached else total + own
                reached = True
        return most

    def wish(self, free, prices):
        """Return (surplus, units of the tier that earns most at these prices)."""
        best = (0, [])
        for least, worth in self.steps:
            if self._hope(worth, free, prices) <= best[0]:
                continue
            total, have, wanted = self._step(least, worth, 0, free, prices)
            if have >= least and total > best[0]:
                best = (total, wanted)
        return best

    @staticmethod
    def _hope(worth, free, prices):
        """Return at least what ``_step`` says, without making up the quantity."""
        total = -1
        for name, units in free:
            gain = worth[name] - prices[name]
            if gain > 0:
                total += gain * units
        return total

    def _step(self, least, worth, quantity, free, prices):
        """Return (surplus, quantity, units) of free units with a tier.

        The surplus is what they earn above their prices, its quantity made up.
        """
        total, have, lacking, wanted = -1, quantity, [], []
        for name, units in free:
            gain = worth[name] - prices[name]
            milli = self.atom_of[name].milli
            if gain > 0:
                total += gain * units
                have += milli * units
                wanted.append((name, units))
            else:
                lacking.append((-gain, milli, units, name))
        if have < least:
            cost, have, taken = to_reach(least - have, have, lacking)
            total -= cost
            wanted += taken
        return total, have, wanted

    def tier(self, counts, atom_of):
        """Return the benefit that counts for this quantity, or None."""
        have = sum(atom_of[name].milli * got for name, (_b, got) in counts.items())
        reached = [b for least, b in self.own["tiers"] if least <= have]
        return reached[-1] if reached else None

    def value(self, counts, atom_of):
        """Return the sum of the reached tier's benefits."""
        benefit = self.tier(counts, atom_of)
        if benefit is None:
            return None
        total = sum(
            unit_value(benefit, atom_of[name]) * got
            for name, (_bought, got) in counts.items()
        )
        return (total, 1) if total > 0 else None

    def weights(self, units):
        """Return each unit's own discount."""
        counts = {atom.index: [0, 0] for atom, _role, _count in units}
        atoms = {atom.index: atom for atom, _role, _count in units}
        for atom, _role, count in units:
            counts[atom.index][GET] += count
        benefit = self.tier(counts, atoms)
        return [unit_value(benefit, atom) for atom, _role, _count in units]


def to_reach(missing, have, lacking):
    """Return (least cost, quantity then, [(class, units)]) of a missing quantity.

    ``lacking``: [(cost of a unit, thousandths of it, units, class)].
    """
    cost, taken = 0, []
    for loss, milli, units, name in sorted(lacking):
        if missing <= 0:
            break
        count = min(units, -(-missing // milli))
        cost += loss * count
        missing -= milli * count
        have += milli * count
        taken.append((name, count))
    return cost, have, taken


class LinesPlan(SetPlan):
    """``tiers`` with ``per: line`` where uses or savings of all lines are limited."""

    several = by_order = True

    def __init__(self, promotion, plans):
        """Take the plans of the lines, which share no class."""
        super().__init__(promotion, {n: r for p in plans for n, r in p.roles.items()})
        self.plans = plans

    def to_classes(self, class_of):
        """Turn to classes."""
        SetPlan.to_classes(self, class_of)
        for plan in self.plans:
            plan.to_classes(class_of)

    def most(self, atom, role):
        """Return the best tier's benefit."""
        return self.plans[0].most(atom, role)

    def value(self, counts, atom_of):
        """Return the sum of the lines that have joined."""
        total = uses = 0
        for plan in self.plans:
            own = {name: pair for name, pair in counts.items() if name in plan.roles}
            if not own:
                continue
            worth = plan.value(own, atom_of)
            if worth is None:
                return None
            total, uses = total + worth[0], uses + 1
        limit = self.promotion.uses
        return (total, uses) if limit is None or uses <= limit else None

    def trim(self, counts, atom_of):
        """Return the lines that are worth most, as many as may be."""
        found = []
        for number, plan in enumerate(self.plans):
            own = {name: pair for name, pair in counts.items() if name in plan.roles}
            worth = plan.value(own, atom_of) if own else None
            if worth:
                found.append((-worth[0], number, own))
        found.sort(key=lambda row: row[:2])
        kept = {}
        for _minus, _number, own in found[: self.promotion.uses]:
            kept.update(own)
        return kept

    def deals(self, units):
        """Cut the units into lines."""
        found = {}
        for unit in units:
            found.setdefault(unit[0].line.index, []).append(unit)
        return list(found.values())

    def exact(self, units):
        """Return the exact discount of one line."""
        return self.plans[0].exact(units)

    def split(self, units):
        """Return what the plan of one line does."""
        return self.plans[0].split(units)
