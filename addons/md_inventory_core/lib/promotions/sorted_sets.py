"""Deals over a set of units sorted by price: slabs of tiers, every nth."""

from .atoms import BUY, GET, unit_value
from .sets import SetPlan


class SlabPlan(SetPlan):
    """``tiers`` with ``mode: slab``: each unit by its own place, cheapest first."""

    lump = by_order = True

    def most(self, atom, role):
        """Return the best tier's benefit."""
        return max(unit_value(benefit, atom) for _least, benefit in self.own["tiers"])

    def by_place(self, rows):
        """Yield (row, units, value of one) for ``[(price, order, count, atom)]``."""
        place = 0
        tiers = self.own["tiers"]
        for row in sorted(rows, key=lambda row: row[:2]):
            _price, _order, count, atom = row
            step = -(-atom.milli // 1000)  # a weighed item takes each started place
            while count:
                reached = [t for t in tiers if t[0] <= (place + step) * 1000]
                after = [t for t in tiers if t[0] > (place + step) * 1000]
                units = count
                if after:  # as many as come before the next tier begins
                    units = min(count, max(1, -(-after[0][0] // 1000) - 1 - place))
                value = unit_value(reached[-1][1], atom) if reached else 0
                yield row, units, value
                place, count = place + step * units, count - units

    def value(self, counts, atom_of):
        """Return the sum over the places."""
        rows = [
            (atom_of[name].price, atom_of[name].first, got, atom_of[name])
            for name, (_bought, got) in counts.items()
            if got
        ]
        total = sum(units * value for _row, units, value in self.by_place(rows))
        return (total, 1) if total > 0 else None

    def alone(self, counts, atom_of):
        """Return the value of all, if deeper tiers are never worse."""
        points = [b[1] for _least, b in self.own["tiers"] if b[0] == "percent"]
        if len(points) == len(self.own["tiers"]) and points == sorted(points):
            every = {name: [0, sum(pair)] for name, pair in counts.items()}
            return (self.value(every, atom_of) or (0, 0))[0]
        return super().alone(counts, atom_of)

    def split(self, units):
        """Cut units where their discounts differ: [(atom, role, count, weight)]."""
        rows = [(a.price, a.first, count, a) for a, _role, count in units]
        found = [
            (row[3], GET, count, value) for row, count, value in self.by_place(rows)
        ]
        return sorted(found, key=lambda unit: unit[0].first)


class NthPlan(SetPlan):
    """``nth``: of every so many units, by price, some are cheaper."""

    lump = several = by_order = True

    @property
    def got_first(self):
        """Whether of equal units the earlier ones are those that get."""
        return self.own["pick"] == "dearest" and self.own["favour"] == "customer"

    def __init__(self, promotion, roles, total):
        """Take how many units there are in all."""
        super().__init__(promotion, roles)
        self.total = total

    def trim(self, counts, atom_of):
        """Return the dearest units that make whole groups, as many as may be used."""
        found = {}
        for _price, _order, units, name in self._dearest(counts, atom_of):
            found[name] = [0, units]
        return found

    def _dearest(self, counts, atom_of):
        rows = [
            (-atom_of[n].price, atom_of[n].first, sum(pair), n)
            for n, pair in counts.items()
            if sum(pair)
        ]
        total = sum(row[2] for row in rows)
        own, limit = self.own, self.promotion.uses
        if own["favour"] == "customer":
            total -= total % own["every"]
            total = total if limit is None else min(total, limit * own["every"])
        return top(rows, total)

    def alone(self, counts, atom_of):
        """Return the value of the dearest units, as many groups as may be used.

        Taking all leaves each group's cheapest (or dearest) as dear as it can be.
        """
        percent = self.own["percent"]
        return sum(
            -row[0] * percent * units
            for _chunk, row, role, units in self.chunks(self._dearest(counts, atom_of))
            if role == GET
        )

    def most(self, atom, role):
        """Return a unit's part if all of a group cost the same; dearest: all of it."""
        own = self.own
        exact = atom.price * own["percent"]
        if own["pick"] == "dearest" or own["favour"] == "retailer":
            return exact
        return -(-exact * own["free"] // own["every"])

    def chunks(self, rows):
        """Yield (chunk, row, role, count) for ``[(-price, order, count, atom)]``."""
        own = self.own
        total = sum(row[2] for row in rows)
        retailer = own["favour"] == "retailer"
        every = total if retailer else own["every"]
        free = own["free"] * (total // own["every"]) if retailer else own["free"]
        dearest = self.got_first
        edge = free if dearest else every - free
        place = 0
        for row in sorted(rows, key=lambda row: row[:2]):
            count = row[2]
            while count:
                inside = place % every
                first = inside < edge
                units = min(count, (edge if first else every) - inside)
                role = GET if first == dearest else BUY
                yield place // every, row, role, units
                place, count = place + units, count - units

    def value(self, counts, atom_of):
        """Return the value of the groups; None when one of them saves nothing."""
        rows = [
            (-atom_of[n].price, atom_of[n].first, sum(c), atom_of[n])
            for n, c in counts.items()
            if sum(c)
        ]
        total = sum(row[2] for row in rows)
        every = self.own["every"]
        retailer = self.own["favour"] == "retailer"
        wrong = total != self.total if retailer else total % every
        if total < every or wrong:
            return None
        saved = {}
        for chunk, row, role, units in self.chunks(rows):
            value = -row[0] * self.own["percent"] * units if role == GET else 0
            saved[chunk] = saved.get(chunk, 0) + value
        uses = total // every if retailer else len(saved)
        limit = self.promotion.uses
        if not all(saved.values()) or (limit is not None and uses > limit):
            return None
        return sum(saved.values()), uses

    def deals(self, units):
        """Cut the units into their groups."""
        rows = {}
        for atom, _role, count in units:
            row = rows.setdefault(atom.index, [-atom.price, atom.first, 0, atom])
            row[2] += count
        found = {}
        for chunk, row, role, count in self.chunks([tuple(r) for r in rows.values()]):
            found.setdefault(chunk, []).append((row[3], role, count))
        return [found[chunk] for chunk in sorted(found)]

    def exact(self, units):
        """Return the exact discount of one group."""
        percent = self.own["percent"]
        return sum(a.price * percent * n for a, role, n in units if role == GET)


def top(rows, total):
    """Return the first ``total`` units of sorted ``(key, order, count, atom)`` rows."""
    found = []
    for row in sorted(rows, key=lambda row: row[:2]):
        units = min(row[2], total)
        if units:
            found.append((row[0], row[1], units, row[3]))
        total -= units
    return found
