"""From promotions and lines to plans: who can take part in what, in this layer."""

from .atoms import BUY, GET, unit_value
from .columns import BundlePlan, BuyGetPlan
from .sets import TenderPlan, ThresholdPlan
from .sorted_sets import NthPlan, SlabPlan
from .spend_sets import SpendPlan
from .tier_sets import LinesPlan, TiersPlan


class UnitPlan:
    """``unit``: what one unit of an atom saves."""

    one_deal, by_sku, by_order = True, False, False

    def __init__(self, promotion, atoms):
        """Keep the atoms that save something."""
        self.promotion = promotion
        self.values = {}
        own = promotion.own
        for atom in atoms:
            base = atom.line.unit_list if own["basis"] == "list" else None
            value = unit_value(own["benefit"], atom, base)
            if value > 0:
                self.values[atom.index] = value
        self.atoms = [atom for atom in atoms if atom.index in self.values]

    def entries(self):
        """Return the only entry."""
        return [self.atoms]

    def over(self, classes_of):
        """Return the same plan over classes."""
        plan = UnitPlan(self.promotion, self.atoms)
        plan.classes = classes_of(self.atoms)
        return plan

    def combinations(self, _left, atom_of):
        """Yield (bought, got, exact discount) of single units."""
        for name in self.classes:
            yield {}, {name: 1}, self.values[atom_of[name].index]

    def free(self):
        """Whether nothing limits it, so that units can be looked at one by one."""
        promotion = self.promotion
        units = sum(atom.count for atom in self.atoms)
        total = sum(self.values[atom.index] * atom.count for atom in self.atoms)
        enough = promotion.uses is None or promotion.uses >= units
        most = promotion.max_discount
        return enough and (most is None or most * 10000 >= total)

    def split(self, units):
        """Weigh units by their own discounts."""
        return [(atom, r, n, self.values[atom.index]) for atom, r, n in units]

    def exact(self, units):
        """Return the exact discount of the deal."""
        return sum(self.values[atom.index] * count for atom, _role, count in units)


class Maker:
    """Makes the plans of one layer's promotions."""

    def __init__(self, basket, index, atoms, active):
        """``active(promotion, line)``: whether it holds at the line's instant."""
        self.basket, self.index, self.active = basket, index, active
        self.atoms = {}
        for atom in atoms:
            self.atoms.setdefault(atom.line.index, []).append(atom)

    def atoms_of(self, promotion, selector, weighed=True):
        """Return the open atoms that a selector means."""
        found = []
        for number in self.index.find(selector):
            atoms = self.atoms.get(number)
            if not atoms or (atoms[0].weighed and not weighed):
                continue
            if self.active(promotion, atoms[0].line):
                found += atoms
        return found

    def make(self, promotion):
        """Return the plans of a promotion: none where no deal is possible."""
        if promotion.uses == 0:
            return []
        return getattr(self, f"_{promotion.kind}")(promotion)

    def _unit(self, promotion):
        atoms = self.atoms_of(promotion, promotion.own["select"])
        plan = UnitPlan(promotion, atoms)
        return [plan] if plan.atoms else []

    def _entries(self, promotion, entries):
        found = []
        for selector, amount in entries:
            atoms = self.atoms_of(promotion, selector, weighed=False)
            if sum(atom.count for atom in atoms) < amount:
                return None
            found.append((atoms, amount))
        return found

    def _buy_get(self, promotion):
        own = promotion.own
        buy = self._entries(promotion, own["buy"])
        least = 1 if own["partial"] else own["qty"]
        get = self._entries(promotion, [(own["get"], least)])
        if buy is None or get is None:
            return []
        return [BuyGetPlan(promotion, buy, get[0][0])]

    def _gift(self, promotion):
        own = promotion.own
        if own["spend"] is None:
            return self._buy_get(promotion)
        get = self._entries(promotion, [(own["get"], own["qty"])])
        if get is None:
            return []
        spent = self.atoms_of(promotion, own["spend"], weighed=False)
        roles = {atom.index: (BUY,) for atom in spent}
        for atom in get[0][0]:
            roles[atom.index] = (*roles.get(atom.index, ()), GET)
        return [SpendPlan(promotion, roles)]

    def _bundle(self, promotion):
        slots = self._entries(promotion, promotion.own["slots"])
        return [] if slots is None else [BundlePlan(promotion, slots)]

    def _tiers(self, promotion):
        own = promotion.own
        atoms = self.atoms_of(promotion, own["select"])
        groups = {}
        for atom in atoms:
            key = atom.line.index if own["per"] == "line" else 0
            groups.setdefault(key, []).append(atom)
        shape = SlabPlan if own["mode"] == "slab" else TiersPlan
        least = own["tiers"][0][0]
        found = [
            shape(promotion, {atom.index: (GET,) for atom in group})
            for group in groups.values()
            if self._quantity(group, shape) >= least
        ]
        tied = promotion.uses is not None or promotion.max_discount is not None
        if len(found) > 1 and tied:
            return [LinesPlan(promotion, found)]
        return found

    @staticmethod
    def _quantity(atoms, shape):
        if shape is SlabPlan:  # places: a weighed item takes each started one
            return sum(-(-atom.milli // 1000) * 1000 * atom.count for atom in atoms)
        return sum(atom.milli * atom.count for atom in atoms)

    def _threshold(self, promotion):
        own = promotion.own
        select = self.atoms_of(promotion, own["select"])
        reward = select
        if own["reward"] is not own["select"]:
            reward = self.atoms_of(promotion, own["reward"])
        roles = {atom.index: (BUY,) for atom in select}
        roles.update({atom.index: (GET,) for atom in reward})
        plan = ThresholdPlan(promotion, roles, {atom.index for atom in select})
        base = sum(plan.base_of(atom) * atom.count for atom in select)
        return [plan] if reward and base >= own["tiers"][0][0] else []

    def _tender(self, promotion):
        own, tenders = promotion.own, self.basket.tenders
        if own["tender"] not in tenders:
            return []
        atoms = self.atoms_of(promotion, own["select"])
        roles = {atom.index: (GET,) for atom in atoms}
        return [TenderPlan(promotion, roles, tenders[own["tender"]])] if atoms else []

    def _nth(self, promotion):
        own = promotion.own
        atoms = self.atoms_of(promotion, own["select"], weighed=False)
        total = sum(atom.count for atom in atoms)
        roles = {atom.index: (GET,) for atom in atoms}
        return [NthPlan(promotion, roles, total)] if total >= own["every"] else []

    def _points(self, promotion):
        return []
