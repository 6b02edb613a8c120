"""Deals of a fixed number of units: what combinations of classes make one.

``buy_get``, ``gift`` with ``buy`` and ``bundle`` are deals of entries: so many units
of these, so many of those. A column is one combination of classes with its exact
discount; the search decides how often it is used.
"""

from dataclasses import dataclass

from .atoms import BUY, EXACT, GET, unit_value


@dataclass(slots=True)
class Column:
    """``needs``: [(class, bought, got)] ascending; ``value``: exact discount."""

    plan: object
    needs: list
    value: int
    weight: int  # value and uses in one number, see problem.py
    profit: int  # weight above what its units are worth as single ones
    key: tuple  # ((class, units), ...)
    index: int = 0
    limited: bool = False  # its promotion's uses or savings are


def choose(classes, left, amount, start=0):
    """Yield {class: units} of ``amount`` units of ``classes`` from what is ``left``."""
    if not amount:
        yield {}
        return
    for at in range(start, len(classes)):
        found = classes[at]
        have = left[found]
        if amount == 1:  # by far the most frequent
            if have:
                yield {found: 1}
            continue
        for units in range(min(have, amount), 0, -1):
            for rest in choose(classes, left, amount - units, at + 1):
                yield {found: units, **rest}


def fill(entries, left, at=0):
    """Yield {class: units} that serve all entries ``[(classes, amount)]``."""
    if at == len(entries):
        yield {}
        return
    classes, amount = entries[at]
    for chosen in choose(classes, left, amount):
        for name, units in chosen.items():
            left[name] -= units
        for rest in fill(entries, left, at + 1):
            found = dict(rest)
            for name, units in chosen.items():
                found[name] = found.get(name, 0) + units
            yield found
        for name, units in chosen.items():
            left[name] += units


class BuyGetPlan:
    """Deals of ``buy_get`` and of ``gift`` with ``buy``."""

    one_deal = by_order = False

    def __init__(self, promotion, buy, get):
        """Take the entries as lists of classes or atoms: [(members, amount)]."""
        self.promotion, self.buy, self.get = promotion, buy, get
        own = promotion.own
        self.benefit, self.pick = own["benefit"], own["pick"]
        self.overlap, self.amount = own["overlap"], own["qty"]
        self.least = 1 if own["partial"] else self.amount

    def entries(self):
        """Return the entries as lists of members, the one that gets last."""
        return [*(entry for entry, _amount in self.buy), self.get]

    def over(self, classes_of):
        """Return the same plan over classes."""
        buy = [(classes_of(entry), amount) for entry, amount in self.buy]
        return BuyGetPlan(self.promotion, buy, classes_of(self.get))

    def exact(self, units):
        """Return the exact discount of one deal of [(atom, role, count)]."""
        return sum(
            unit_value(self.benefit, a) * n for a, role, n in units if role == GET
        )

    def split(self, units):
        """Weigh units by their prices; of a gift only the gifts."""
        gift = self.promotion.kind == "gift"
        return [(a, r, n, 0 if gift and r == BUY else a.price) for a, r, n in units]

    @property
    def by_sku(self):
        """Whether it matters which SKU a unit is of."""
        if self.overlap:
            return False
        got = {atom.index for atom in self.get}
        return any(a.index in got for entry, _amount in self.buy for a in entry)

    def combinations(self, left, atom_of):
        """Yield (bought, got, exact discount); ``atom_of`` gives price and SKU."""
        seen = set()
        for bought in fill(self.buy, left):
            key = tuple(sorted(bought.items()))
            if key in seen:
                continue
            seen.add(key)
            yield from self._got(bought, left, atom_of)

    def _terms(self, bought, atom_of):
        """Return (prices that got units must fit to, SKUs that they may not have)."""
        meant = self.promotion.own["get"].matches
        prices = [atom_of[n].price for n in bought if meant(atom_of[n].line)]
        skus = set() if self.overlap else {atom_of[n].line.sku for n in bought}
        return prices, skus

    def with_got(self, got, left, atom_of):
        """Yield (bought, got, exact discount) where the got side has entries, too."""
        for bought in fill(self.buy, left):
            prices, skus = self._terms(bought, atom_of)
            for chosen in fill(got, left):
                atoms = [atom_of[name] for name in chosen]
                wrong = [a for a in atoms if a.line.sku in skus]
                if wrong or not all(self._fits(atom, prices) for atom in atoms):
                    continue
                value = sum(
                    unit_value(self.benefit, atom_of[name]) * units
                    for name, units in chosen.items()
                )
                yield bought, chosen, value

    def _got(self, bought, left, atom_of):
        prices, skus = self._terms(bought, atom_of)
        allowed = [
            name
            for name in self.get
            if self._fits(atom_of[name], prices) and atom_of[name].line.sku not in skus
        ]
        values = {n: unit_value(self.benefit, atom_of[n]) for n in allowed}
        for amount in range(self.least, self.amount + 1):
            for got in choose(allowed, left, amount):
                value = sum(values[name] * units for name, units in got.items())
                if value > 0:
                    yield bought, got, value

    def _fits(self, atom, prices):
        if not prices:
            return True
        if self.pick == "cheapest":
            return atom.price <= min(prices)
        return atom.price >= max(prices)


class BundlePlan:
    """Deals of ``bundle``: the benefit is on the sum of the set."""

    one_deal = by_order = False

    def __init__(self, promotion, slots):
        """Take the slots as [(members, amount)]."""
        self.promotion, self.slots = promotion, slots
        self.benefit = promotion.own["benefit"]
        self.distinct, self.extra = promotion.own["distinct"], promotion.own["extra"]

    def entries(self):
        """Return the entries as lists of members."""
        return [entry for entry, _amount in self.slots]

    def over(self, classes_of):
        """Return the same plan over classes."""
        slots = [(classes_of(entry), amount) for entry, amount in self.slots]
        return BundlePlan(self.promotion, slots)

    def exact(self, units):
        """Return the exact discount of one deal of [(atom, role, count)]."""
        atom_of = {atom.index: atom for atom, _role, _count in units}
        got = {}
        for atom, _role, count in units:
            got[atom.index] = got.get(atom.index, 0) + count
        return self.value(got, atom_of)

    def split(self, units):
        """Weigh units by their prices."""
        return [(atom, role, count, atom.price) for atom, role, count in units]

    @property
    def by_sku(self):
        """Whether it matters which SKU a unit is of."""
        return self.distinct or bool(self.extra)

    def combinations(self, left, atom_of):
        """Yield (bought, got, exact discount); all units of a bundle are got."""
        seen = set()
        for got in fill(self.slots, left):
            key = tuple(sorted(got.items()))
            if key in seen or (self.distinct and not self.all_differ(got, atom_of)):
                continue
            seen.add(key)
            value = self.value(got, atom_of)
            if value > 0:
                yield {}, got, value

    @staticmethod
    def all_differ(got, atom_of):
        """Whether all units are of different SKUs."""
        skus = {atom_of[name].line.sku for name in got}
        return len(skus) == sum(got.values())

    def value(self, got, atom_of):
        """Return the exact discount of one set."""
        total = sum(atom_of[name].price * units for name, units in got.items())
        word, number = self.benefit
        if word == "percent":
            return total * number
        if word == "amount":
            return min(number, total) * EXACT
        more = sum(
            self.extra.get(atom_of[n].line.sku, 0) * units for n, units in got.items()
        )
        return max(0, total - number - more) * EXACT


def make_columns(plan, counts, atom_of, singles, scale, tries):
    """Return (columns, complete) out of ``tries`` combinations.

    ``singles``: weight of one unit of each class by itself; a column that earns less
    than its units do so is in no best solution.
    """
    found = []
    for bought, got, value in plan.combinations(counts, atom_of):
        if not tries:
            return found, False
        tries -= 1
        weight = value * scale - 1
        profit = weight
        for name, units in bought.items():
            profit -= singles[name] * units
        for name, units in got.items():
            profit -= singles[name] * units
        if profit < 0:
            continue
        names = sorted({*bought, *got})
        needs = [(name, bought.get(name, 0), got.get(name, 0)) for name in names]
        key = tuple((name, b + g) for name, b, g in needs)
        column = Column(plan, needs, value, weight, profit, key)
        column.limited = plan.promotion.bounded
        found.append(column)
    return found, True
