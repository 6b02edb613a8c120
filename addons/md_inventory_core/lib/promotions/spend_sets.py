"""Deals of ``gift`` with ``spend``: goods for nothing with every amount spent."""

from .atoms import BUY, EXACT, GET
from .sets import SetPlan
from .sorted_sets import top

NEVER = 2**53


class SpendPlan(SetPlan):
    """``gift`` with ``spend``: goods for nothing with every amount spent."""

    lump = several = by_order = True

    def most(self, atom, role):
        """Return the whole price of a gift."""
        return atom.price * EXACT if role == GET else 0

    def trim(self, counts, atom_of):
        """Return as many gifts as what is spent gives, dearest first."""
        gifts = [
            (-atom_of[n].price, atom_of[n].first, got, n)
            for n, (_b, got) in counts.items()
            if got
        ]
        deals = sum(row[2] for row in gifts) // self.own["qty"]
        limit = self.promotion.uses
        deals = deals if limit is None else min(deals, limit)
        while deals:
            found = {n: [b, 0] for n, (b, _got) in counts.items() if b}
            for _price, _order, units, name in top(gifts, deals * self.own["qty"]):
                found.setdefault(name, [0, 0])[GET] = units
            for _price, _order, units, name in gifts:
                pair = found.setdefault(name, [0, 0])
                if BUY in self.roles[name]:  # what is not given counts as bought
                    pair[BUY] += units - pair[GET]
            found = {name: pair for name, pair in found.items() if pair != [0, 0]}
            if self.value(found, atom_of):
                return found
            deals -= 1
        return counts

    def value(self, counts, atom_of):
        """Return the prices of the gifts; None when not enough is spent for them."""
        gifts = sum(got for _bought, got in counts.values())
        deals, rest = divmod(gifts, self.own["qty"])
        limit = self.promotion.uses
        if rest or not deals or (limit is not None and deals > limit):
            return None
        units = []
        for name, pair in counts.items():
            atom = atom_of[name]
            units += [(atom, role, pair[role]) for role in (BUY, GET) if pair[role]]
        units.sort(key=lambda unit: (unit[0].first, unit[1]))
        if Cut(self, units, deals).find() is None:
            return None
        total = sum(atom_of[n].price * got for n, (_b, got) in counts.items()) * EXACT
        return (total, deals) if total > 0 else None

    def deals(self, units):
        """Cut the units into deals."""
        gifts = sum(count for _atom, role, count in units if role == GET)
        chosen = Cut(self, units, gifts // self.own["qty"]).find()
        found = {}
        at = 0
        for atom, role, count in units:
            for _unit in range(count):
                row = found.setdefault(chosen[at], {})
                key = (atom.first, role)
                row[key] = (atom, role, row.get(key, (0, 0, 0))[2] + 1)
                at += 1
        return [list(found[deal].values()) for deal in sorted(found)]

    def exact(self, units):
        """Return the price of the gifts of one deal."""
        return sum(a.price * n for a, role, n in units if role == GET) * EXACT

    def weights(self, units):
        """Return the prices of the gifts."""
        return [atom.price if role == GET else 0 for atom, role, _count in units]


class Cut:
    """Finds for each unit its deal: the smallest list that makes all of them deals.

    Every deal spends enough, has its gifts, and none of them is dearer than what was
    bought of the same goods in it.
    """

    MOST_TRIES = 2000

    def __init__(self, plan, units, deals):
        """Take ``[(atom, role, count)]`` in unit order."""
        self.deals, self.least = deals, plan.own["least"]
        gift = plan.own["get"]
        self.units = [
            (atom.price, role, role == BUY and gift.matches(atom.line))
            for atom, role, count in units
            for _unit in range(count)
        ]
        self.missing = [self.least] * deals
        self.gifts = [plan.own["qty"]] * deals
        self.dearest = [[] for _deal in range(deals)]  # gifts' prices
        self.cheapest = [[] for _deal in range(deals)]  # bought ones that bind them
        self.rest = sum(price for price, role, _binds in self.units if role == BUY)

    def find(self):
        """Return [deal of each unit, from 0], or None when there is no such list."""
        if self.rest < self.deals * self.least:
            return None
        if self.deals == 1 and not any(binds for _p, _r, binds in self.units):
            return [0] * len(self.units)
        chosen, at, tries = [], 0, 0
        while len(chosen) < len(self.units):
            tries += 1
            if tries > self.MOST_TRIES:
                return None
            begun = max(chosen, default=-1) + 1
            if at > min(begun, self.deals - 1):
                if not chosen:
                    return None
                at = chosen.pop()
                self._move(len(chosen), at, -1)
                at += 1
                continue
            self._move(len(chosen), at, 1)
            if self._possible(at):
                chosen.append(at)
                at = 0
            else:
                self._move(len(chosen), at, -1)
                at += 1
        return chosen

    def _move(self, place, deal, sign):
        price, role, binds = self.units[place]
        if role == GET:
            self.gifts[deal] -= sign
            bound = self.dearest[deal]
        else:
            self.missing[deal] -= sign * price
            self.rest -= sign * price
            bound = self.cheapest[deal] if binds else []
        if sign > 0:
            bound.append(price)
        elif bound:
            bound.pop()

    def _possible(self, deal):
        dearest = max(self.dearest[deal], default=0)
        cheapest = min(self.cheapest[deal], default=NEVER)
        enough = sum(m for m in self.missing if m > 0) <= self.rest
        return enough and self.gifts[deal] >= 0 and dearest <= cheapest
