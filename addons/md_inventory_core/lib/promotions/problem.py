"""A component of a layer as numbers: what the search works on.

Value and uses become one number, the weight: ``value * scale - uses`` with a scale
above all possible uses, so that "greatest discount, then fewest uses" is one order.
"""

from .atoms import EXACT
from .columns import make_columns

MOST_TRIES = 400  # combinations of one promotion that are looked at, at least
TRIES_EACH = 8  # combinations for each node of the basket, shared by the promotions


def undominated(columns, counts):
    """Leave out columns that some part of their units serves better.

    A column goes if a promotion without limits earns more with the same units or
    with all but one of them. ``profit`` is what a column earns above single units.
    """
    best = {}
    for column in columns:
        if not column.plan.promotion.bounded:
            known = best.get(column.key, -1)
            best[column.key] = max(known, column.profit)
    found = []
    for column in columns:
        if column.profit < best.get(column.key, -1):
            continue
        for at, (name, units) in enumerate(column.key):
            fewer = ((name, units - 1),) if units > 1 else ()
            part = column.key[:at] + fewer + column.key[at + 1 :]
            if best.get(part, -1) > column.profit:
                break
        else:
            found.append(column)
    return found


class Problem:
    """Classes of interchangeable units and the deals that may use them.

    ``atoms``: one atom for each class; ``members``: all of it; ``counts``: units.
    ``base``: (weight, plan) of the best promotion for single units, or (0, None).
    """

    def __init__(self, classes, column_plans, sets, base, most):
        """Make the columns, at most about ``most`` of them."""
        self.members = classes
        self.atoms = [atoms[0] for atoms in classes]
        self.counts = [sum(atom.count for atom in atoms) for atoms in classes]
        self.units = sum(self.counts)
        self.scale = 2 ** (self.units.bit_length() + 1)
        self.sets, self.plans = sets, column_plans
        for plan in sets:
            plan.bind(self)
        self.base = [
            (value * self.scale - 1, plan) if value else (0, None)
            for value, plan in base
        ]
        self.complete = True
        self.columns = []
        self._make_columns(most)
        self.limits = self._limits()
        self.caps = self._caps()

    def _make_columns(self, most):
        singles = [weight for weight, _plan in self.base]
        found = []
        for plan in self.plans:
            tries = max(MOST_TRIES, most * TRIES_EACH // len(self.plans))
            own, complete = make_columns(
                plan, list(self.counts), self.atoms, singles, self.scale, tries
            )
            self.complete = self.complete and complete
            found += own
        self.columns = undominated(found, self.counts)
        for index, column in enumerate(self.columns):
            column.index = index

    def _limits(self):
        """Return {promotion id: uses left} of those whose uses are limited."""
        found = {}
        for plan in [*self.plans, *self.sets]:
            if plan.promotion.uses is not None:
                found[plan.promotion.id] = plan.promotion.uses
        return found

    def _caps(self):
        """Return {promotion id: exact most} of those with ``max_discount``."""
        return {
            plan.promotion.id: plan.promotion.max_discount * EXACT
            for plan in [*self.plans, *self.sets]
            if plan.promotion.max_discount is not None
        }

    def set_weight(self, plan, counts):
        """Return the weight of a set, 0 of an empty one, None of what is no deal."""
        if not counts:
            return 0
        worth = plan.value(counts, self.atoms)
        if worth is None:
            return None
        value = min(worth[0], self.caps.get(plan.promotion.id, worth[0]))
        return value * self.scale - worth[1]
