"""evaluate: a basket and its promotions, layer by layer."""

import hashlib

from . import fields
from .basket import read_basket
from .canonical import canonical, money_text, quantity_text
from .layer import solve_layer
from .promotion import read_promotions
from .refund import ResultLine
from .selector import Index
from .spread import round_deals, shares_of
from .suggest import suggestions_of


def evaluate(basket, promotions, now):
    """Return what promotions make of a basket, as the contract says it.

    ``basket``, ``promotions``: JSON values of docs/promotions.md; money in decimal
    texts of the basket's currency, tax as in the unit prices; ``now``: UTC text.
    Raises ValueError whose message begins with the path of what is malformed. Pure:
    no clock, no randomness, nothing that was given is changed.
    """
    read = read_basket(basket, now)
    known = read_promotions(promotions, read.digits)
    fields.instant(now, "now")
    kept = [p for p in known if applies(p, read)]
    kept.sort(key=lambda p: p.key)
    for rank, promotion in enumerate(kept):
        promotion.rank = rank
        promotion.uses = uses_left(promotion, read)
    return Evaluation(read, kept).run()


def active_at(promotion, line):
    """Whether a promotion holds at the instant of a line."""
    return promotion.calendar.holds(line.at)


def applies(promotion, basket):
    """Whether a promotion is kept: in time for some line, and in place."""
    where = promotion.where
    places = (
        ("channels", basket.channel),
        ("stores", basket.store),
        ("price_lists", basket.price_list),
    )
    if any(where[key] and value not in where[key] for key, value in places):
        return False
    groups, tenders = where["customer_groups"], where["tenders"]
    if groups and groups.isdisjoint(basket.groups):
        return False
    if tenders and tenders.isdisjoint(basket.tenders):
        return False
    if promotion.coupon is not None and promotion.coupon not in basket.coupons:
        return False
    if promotion.per_customer is not None and not basket.known:
        return False
    instants = {line.at for line in basket.lines}
    return any(promotion.calendar.holds(at) for at in instants)


def uses_left(promotion, basket):
    """Return how often a promotion may be used in this basket; None: always."""
    limits = [] if promotion.per_basket is None else [promotion.per_basket]
    if promotion.per_customer is not None:
        used = basket.used.get(promotion.id, 0)
        limits.append(max(0, promotion.per_customer - used))
    return min(limits, default=None)


class Evaluation:
    """One basket on its way through the layers."""

    def __init__(self, basket, promotions):
        """Take what was read; promotions by rank."""
        self.basket, self.promotions = basket, promotions
        self.deals, self.suggestions, self.optimal = [], [], True
        self.index = Index([line for line in basket.lines if line.runs])

    def run(self):
        """Return the result."""
        priced = [p for p in self.promotions if p.kind != "points"]
        for layer in sorted({p.layer for p in priced}):
            self._layer([p for p in priced if p.layer == layer])
        return self._result()

    def _layer(self, promotions):
        atoms, maker, deals, optimal = solve_layer(
            self.basket, self.index, promotions, active_at
        )
        self.optimal = self.optimal and optimal
        round_deals(deals)
        self.suggestions += suggestions_of(atoms, maker, promotions, deals, self.basket)
        taken = {}
        for deal in deals:
            deal.number = len(self.deals) + 1
            self.deals.append(deal)
            self._share(deal, taken)
        self._cut_runs(atoms, taken)

    def _share(self, deal, taken):
        """Write a deal's amount on its lines and remember it by atom."""
        by_line = {}
        for atom, role, parts in shares_of(deal):
            taken.setdefault(atom.index, []).append((deal.number, role, parts, deal))
            row = by_line.setdefault(atom.line.index, [atom.line, 0, 0])
            row[1] += sum(count for count, _share in parts) * atom.milli
            row[2] += sum(count * share for count, share in parts)
        for line, milli, amount in by_line.values():
            line.shares.append((deal, milli, amount))

    @staticmethod
    def _cut_runs(atoms, taken):
        """Give each line its runs for the next layer: prices less shares."""
        runs = {}
        for atom in atoms:
            found = runs.setdefault((atom.line.index, atom.run), [])
            left = atom.count
            rows = sorted(taken.get(atom.index, ()), key=lambda row: row[:2])
            for _number, _role, parts, deal in rows:
                for count, share in parts:
                    is_open = not deal.promotion.ends_here
                    found.append([count, atom.price - share, is_open])
                    left -= count
            if left:
                found.append([left, atom.price, True])
        for line in {atom.line.index: atom.line for atom in atoms}.values():
            fresh = []
            for run, old in enumerate(line.runs):
                fresh += runs.get((line.index, run), [old])
            line.runs = merged(fresh)

    def _result(self):
        digits = self.basket.digits
        lines = [self._line(line) for line in self.basket.lines]
        gross = sum(line.gross for line in self.basket.lines)
        saved = sum(deal.amount for deal in self.deals)
        versions = sorted([p.id, p.rev] for p in self.promotions)
        return {
            "lines": lines,
            "deals": [self._deal(deal) for deal in self.deals],
            "points": self._points(),
            "suggestions": self.suggestions,
            "total": {
                "gross": money_text(gross, digits),
                "discount": money_text(saved, digits),
                "net": money_text(gross - saved, digits),
            },
            "optimal": self.optimal,
            "version": hashlib.sha256(canonical(versions).encode()).hexdigest(),
        }

    def _line(self, line):
        digits = self.basket.digits
        saved = sum(amount for _deal, _milli, amount in line.shares)
        row = ResultLine(
            id=line.id,
            gross=money_text(line.gross, digits),
            discount=money_text(saved, digits),
            net=money_text(line.gross - saved, digits),
            shares=[
                {
                    "promotion": deal.promotion.id,
                    "deal": deal.number,
                    "qty": quantity_text(milli),
                    "amount": money_text(amount, digits),
                }
                for deal, milli, amount in line.shares
                if amount > 0
            ],
        )
        row.milli = line.milli
        return row

    def _deal(self, deal):
        rows = {}
        for atom, role, count in deal.units:
            key = (atom.line.index, role)
            row = rows.setdefault(key, [atom.line.id, 0])
            row[1] += count * atom.milli
        return {
            "n": deal.number,
            "promotion": deal.promotion.id,
            "amount": money_text(deal.amount, self.basket.digits),
            "units": [
                {
                    "line": name,
                    "qty": quantity_text(milli),
                    "role": ("buy", "get")[role],
                }
                for (_index, role), (name, milli) in sorted(rows.items())
            ],
        }

    def _points(self):
        found = []
        for promotion in self.promotions:
            if promotion.kind != "points":
                continue
            base = 0
            for number in self.index.find(promotion.own["select"]):
                line = self.index.of_index[number]
                if active_at(promotion, line):
                    base += sum(count * price for count, price, _open in line.runs)
            if base > 0:
                word, text = promotion.own["word"], promotion.own["text"]
                row = {"promotion": promotion.id, word: text}
                row["base"] = money_text(base, self.basket.digits)
                found.append(row)
        return found


def merged(runs):
    """Return runs with equal neighbours made one."""
    found = []
    for count, price, is_open in runs:
        if found and found[-1][1:] == [price, is_open]:
            found[-1][0] += count
        else:
            found.append([count, price, is_open])
    return found
