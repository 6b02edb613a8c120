"""Deals of ``gift`` with ``spend``: goods for nothing with every amount spent."""

from .atoms import BUY, EXACT, GET
from .sets import SetPlan
from .sorted_sets import top


class SpendPlan(SetPlan):
    """``gift`` with ``spend``: goods for nothing with every amount spent."""

    lump = several = True
    MOST_TRIES = 2000  # of cutting what was spent into deals

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
        spent = [(atom_of[n], b) for n, (b, _got) in counts.items() if b]
        if not self._in_order(counts, atom_of):
            return None
        spent.sort(key=lambda pair: pair[0].first)
        if self.cut(spent, deals) is None:
            return None
        total = sum(atom_of[n].price * got for n, (_b, got) in counts.items()) * EXACT
        return (total, deals) if total > 0 else None

    def _in_order(self, counts, atom_of):
        gift = self.own["get"]
        got = [atom_of[n].price for n, (_b, got) in counts.items() if got]
        bought = [
            atom_of[n].price
            for n, (b, _got) in counts.items()
            if b and gift.matches(atom_of[n].line)
        ]
        return not bought or max(got) <= min(bought)

    def cut(self, spent, deals):
        """Return for each unit of ``[(atom, count)]`` its deal (from 0), or None.

        The first unit goes into the first deal it may, and so on: the smallest list.
        """
        least = self.own["least"]
        total = sum(atom.price * count for atom, count in spent)
        if total < deals * least:
            return None
        if deals == 1:
            return [0] * sum(count for _atom, count in spent)
        prices = [atom.price for atom, count in spent for _unit in range(count)]
        missing, chosen, tries = [least] * deals, [], 0
        rest = total
        at = 0
        while 0 <= len(chosen) < len(prices):
            tries += 1
            if tries > self.MOST_TRIES:
                return None
            price = prices[len(chosen)]
            begun = max(chosen, default=-1) + 1
            if at > min(begun, deals - 1):
                if not chosen:
                    return None
                at = chosen.pop()
                missing[at] += prices[len(chosen)]
                rest += prices[len(chosen)]
                at += 1
                continue
            missing[at] -= price
            rest -= price
            if sum(m for m in missing if m > 0) <= rest:
                chosen.append(at)
                at = 0
            else:
                missing[at] += price
                rest += price
                at += 1
        return chosen

    def deals(self, units):
        """Cut the units into deals, gifts in their order."""
        gifts = sum(count for _atom, role, count in units if role == GET)
        spent = [(atom, count) for atom, role, count in units if role == BUY]
        chosen = self.cut(spent, gifts // self.own["qty"])
        found = {}
        given = at = 0
        for atom, role, count in units:
            for _unit in range(count):
                if role == GET:
                    deal, given = given // self.own["qty"], given + 1
                else:
                    deal, at = chosen[at], at + 1
                row = found.setdefault(deal, {})
                row[(atom.first, role)] = (
                    atom,
                    role,
                    row.get((atom.first, role), (0, 0, 0))[2] + 1,
                )
        return [list(found[deal].values()) for deal in sorted(found)]

    def exact(self, units):
        """Return the price of the gifts of one deal."""
        return sum(a.price * n for a, role, n in units if role == GET) * EXACT

    def weights(self, units):
        """Return the prices of the gifts."""
        return [atom.price if role == GET else 0 for atom, role, _count in units]
