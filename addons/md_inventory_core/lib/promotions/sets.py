"""Deals over a set of units: what all share, thresholds, tenders.

A plan says what a set of its classes is worth and how it falls into deals. The
search only decides who joins, and in which role. Counts are
``{class: [bought, got]}``; a value is exact, None for a set that is no deal.
"""

from .atoms import BUY, EXACT, GET
from .canonical import half_up


class SetPlan:
    """What all of them share: one deal, every unit in one role."""

    lump = False  # the value is not made of values of single units
    got_first = False  # of equal units the earlier ones get
    several = False  # it may fall into more than one deal
    one_deal = False
    by_order = False  # the unit order decides what a unit gets

    def __init__(self, promotion, roles):
        """Take {class or atom: tuple of roles it may have}."""
        self.promotion, self.roles = promotion, roles
        self.own = promotion.own

    def entries(self):
        """Return the members, those that may be bought first."""
        return [[n for n, r in self.roles.items() if role in r] for role in (BUY, GET)]

    def to_classes(self, class_of):
        """Turn to classes: ``class_of`` gives the class of an atom's index."""
        self.roles = {class_of[n]: roles for n, roles in self.roles.items()}

    def most(self, atom, role):
        """Return the most that one unit adds, exact."""
        raise NotImplementedError

    def value(self, counts, atom_of):
        """Return (exact discount, uses), or None when that is no deal."""
        raise NotImplementedError

    def trim(self, counts, atom_of):
        """Return the part of ``counts`` that makes a deal, or all of it."""
        return counts

    def alone(self, counts, atom_of):
        """Return a bound of what any part of ``counts`` may be worth, exact."""
        total = 0
        for name, pair in counts.items():
            units = pair[0] + pair[1]
            total += units * max(self.most(atom_of[name], r) for r in self.roles[name])
        return total

    def bind(self, problem):
        """Keep what a problem's units are worth at most, as weights."""
        self.atom_of, self.scale = problem.atoms, problem.scale
        self.worth = {
            name: [
                self.most(problem.atoms[name], role) * problem.scale
                if role in roles
                else 0
                for role in (BUY, GET)
            ]
            for name, roles in self.roles.items()
        }

    def surplus(self, joined, free, prices):
        """Bound the weight of a set above the prices of its units.

        ``joined``: counts of those that are in; ``free``: [(class, units)] that may
        still come; ``prices``: weights of single units.
        """
        total = 0
        for name, (bought, got) in joined.items():
            of_buy, of_get = self.worth[name]
            total += of_buy * bought + of_get * got - prices[name] * (bought + got)
        for name, units in free:
            gain = max(self.worth[name]) - prices[name]
            if gain > 0:
                total += gain * units
        if self.lump:
            total = min(total, self._whole(joined, free, prices))
        return total - 1 if joined else max(0, total - 1)

    def wish(self, free, prices):
        """Return (surplus, [(class, units)] that the set would take)."""
        taken = [row for row in free if max(self.worth[row[0]]) > prices[row[0]]]
        return self.surplus({}, free, prices), taken

    def _whole(self, joined, free, prices):
        counts = {name: [0, units] for name, units in free}
        paid = 0
        for name, (bought, got) in joined.items():
            more = counts[name][1] if name in counts else 0
            counts[name] = [bought, got + more]
            paid += prices[name] * (bought + got)
        return self.alone(counts, self.atom_of) * self.scale - paid

    def deals(self, units):
        """Cut ``[(atom, role, count)]`` in unit order into lists of such: the deals."""
        return [units]

    def split(self, units):
        """Return [(atom, role, count, weight)] of a deal's units for its spreading."""
        weights = self.weights(units)
        return [(*unit, w) for unit, w in zip(units, weights, strict=True)]

    def exact(self, units):
        """Return the exact discount of one deal of ``[(atom, role, count)]``."""
        counts, atoms = {}, {}
        for atom, role, count in units:
            counts.setdefault(atom.index, [0, 0])[role] += count
            atoms[atom.index] = atom
        return self.value(counts, atoms)[0]

    def weights(self, units):
        """Return what each of ``units`` weighs when the deal is spread."""
        return [atom.price for atom, _role, _count in units]


class ThresholdPlan(SetPlan):
    """``threshold``: an amount or a share less from an amount on."""

    def __init__(self, promotion, roles, counting):
        """Take also the classes that count for the amount."""
        super().__init__(promotion, roles)
        self.counting, self.counting_atoms = counting, frozenset(counting)
        self.lump = any(b[0] == "amount" for _least, b in self.own["tiers"])

    def base_of(self, atom):
        """Return what one unit counts for the amount."""
        return atom.line.unit_list if self.own["basis"] == "list" else atom.price

    def most(self, atom, role):
        """Return a bound: the share on a reward, the amount by what counts for it."""
        best = 0
        for least, (word, number) in self.own["tiers"]:
            if word == "percent":
                best = max(best, atom.price * number if role == GET else 0)
            elif atom.index in self.counting_atoms:
                exact = number * EXACT * self.base_of(atom)
                best = max(best, -(-exact // least) if least else number * EXACT)
        return best

    def to_classes(self, class_of):
        """Turn to classes."""
        SetPlan.to_classes(self, class_of)
        self.counting = {class_of[n] for n in self.counting}

    def sums(self, counts, atom_of):
        """Return (base, sum of the rewards)."""
        base = reward = 0
        for name, (bought, got) in counts.items():
            atom = atom_of[name]
            if name in self.counting:
                base += self.base_of(atom) * (bought + got)
            reward += atom.price * got
        return base, reward

    def saved(self, base, reward):
        """Return the exact discount for a base and a sum of rewards."""
        reached = [tier for tier in self.own["tiers"] if tier[0] <= base]
        if not reached:
            return 0
        least, (word, number) = reached[-1]
        if word == "percent":
            return reward * number
        times = base // least if self.own["multiple"] else 1
        return min(number * times, reward) * EXACT

    def value(self, counts, atom_of):
        """Return what the reached tier takes off the rewards."""
        total = self.saved(*self.sums(counts, atom_of))
        return (total, 1) if total > 0 else None

    def alone(self, counts, atom_of):
        """Return the best that any reached tier takes off all rewards."""
        base, reward = self.sums(counts, atom_of)
        return max(self.saved(least, reward) for least in self._steps(base))

    def _steps(self, base):
        """Return where a tier begins or ends, up to the base itself."""
        ends = [tier[0] - 1 for tier in self.own["tiers"] if 0 < tier[0] <= base]
        return [0, base, *ends, *(t[0] for t in self.own["tiers"] if t[0] <= base)]

    def exact(self, units):
        """Return the exact discount of ``[(atom, role, count)]``."""
        base = reward = 0
        for atom, role, count in units:
            if atom.index in self.counting_atoms:
                base += self.base_of(atom) * count
            reward += atom.price * count if role == GET else 0
        return self.saved(base, reward)

    def weights(self, units):
        """Return the prices of the rewards."""
        return [atom.price if role == GET else 0 for atom, role, _count in units]


class TenderPlan(SetPlan):
    """``tender``: a share of what a means of payment covers."""

    lump = True

    def __init__(self, promotion, roles, pays):
        """Take what the tender pays in the smallest unit; None: all."""
        super().__init__(promotion, roles)
        points, most = self.own["percent"], self.own["max"]
        caps = [] if most is None else [most * EXACT]
        if pays is not None and points < 10000:
            caps.append(half_up(pays * points, 10000 - points) * EXACT)
        self.cap = min(caps, default=None)
        self.lump = bool(caps)

    def most(self, atom, role):
        """Return the share of one unit."""
        return atom.price * self.own["percent"]

    def value(self, counts, atom_of):
        """Return the share of all, at most what is covered."""
        gross = sum(atom_of[n].price * got for n, (_b, got) in counts.items())
        total = gross * self.own["percent"]
        if self.cap is not None:
            total = min(total, self.cap)
        return (total, 1) if total > 0 else None

    def alone(self, counts, atom_of):
        """Return the share of all, at most what is covered."""
        every = {name: [0, sum(pair)] for name, pair in counts.items()}
        return (self.value(every, atom_of) or (0, 0))[0]
