"""What little more would bring: hints for the next tier and the missing unit."""

from .atoms import BUY, EXACT, GET, Atom, unit_value
from .canonical import half_up, money_text, quantity_text
from .columns import BundlePlan, BuyGetPlan, fill
from .sorted_sets import top

NEAREST = 6  # dearest classes of an entry that are looked at


def suggestions_of(atoms, maker, promotions, deals, basket):
    """Return the suggestions of one layer's promotions, by (priority, id)."""
    free = [atom.count for atom in atoms]
    own = {}
    for deal in deals:
        own.setdefault(deal.promotion.id, []).append(deal)
        for atom, _role, count in deal.units:
            free[atom.index] -= count
    found = []
    for promotion in promotions:
        advisor = ADVISORS.get(promotion.kind)
        mine = own.get(promotion.id, [])
        if not advisor or not uses_remain(promotion, mine):
            continue
        hint = advisor(Question(atoms, maker, promotion, mine, free))
        if hint and (hint[1] is None or hint[1] > 0):
            missing, gain = hint
            digits = basket.digits
            found.append(
                {
                    "promotion": promotion.id,
                    "missing": [missing(digits)],
                    "gain": None if gain is None else money_text(gain, digits),
                }
            )
    return found


def uses_remain(promotion, deals):
    """Whether a promotion may still be used."""
    if promotion.uses is None:
        return True
    used = len(deals)
    if promotion.kind == "nth" and promotion.own["favour"] == "retailer":
        units = sum(count for deal in deals for _a, _r, count in deal.units)
        used = units // promotion.own["every"]
    return used < promotion.uses


class Question:
    """What an advisor may look at."""

    def __init__(self, atoms, maker, promotion, deals, free):
        """``free``: units of each atom that are in no deal of the layer."""
        self.atoms, self.maker, self.promotion = atoms, maker, promotion
        self.deals, self.free = deals, free
        self.saved = sum(deal.amount for deal in deals)

    def open_to(self, selector, weighed=True):
        """Return [(atom, units)] of a selector: its own units and the free ones."""
        mine = {}
        for deal in self.deals:
            for atom, _role, count in deal.units:
                mine[atom.index] = mine.get(atom.index, 0) + count
        rows = [
            (atom, self.free[atom.index] + mine.get(atom.index, 0))
            for atom in self.maker.atoms_of(self.promotion, selector, weighed)
        ]
        return [row for row in rows if row[1]]


def next_amount(question):
    """Advise on ``threshold``: what is missing to the next tier."""
    own = question.promotion.own
    rows = question.open_to(own["select"])
    if not rows:
        return None
    listed = own["basis"] == "list"
    base = sum((a.line.unit_list if listed else a.price) * n for a, n in rows)
    tier = next((tier for tier in own["tiers"] if tier[0] > base), None)
    if tier is None:
        return None
    least, (word, number) = tier
    gain = half_up(least * number, EXACT) if word == "percent" else number

    def missing(digits):
        return {"select": own["select"].raw, "amount": money_text(least - base, digits)}

    return missing, gain - question.saved


def next_quantity(question):
    """Advise on ``tiers``: what is missing to the next tier."""
    own = question.promotion.own
    rows = question.open_to(own["select"])
    if not rows or own["per"] == "line":
        return None
    have = sum(atom.milli * units for atom, units in rows)
    tier = next((tier for tier in own["tiers"] if tier[0] > have), None)
    if tier is None:
        return None
    gain = sum(unit_value(tier[1], atom) * units for atom, units in rows)

    def missing(_digits):
        return {"select": own["select"].raw, "qty": quantity_text(tier[0] - have)}

    return missing, half_up(gain, EXACT) - question.saved


def one_unit(selector):
    """Return what says that one unit of a selector is missing."""
    return lambda _digits: {"select": selector.raw, "qty": "1"}


def entry_units(question, selector, amount):
    """Return the dearest free atoms of an entry, or None when there are too few."""
    atoms = question.maker.atoms_of(question.promotion, selector, weighed=False)
    atoms = [atom for atom in atoms if question.free[atom.index]]
    if sum(question.free[atom.index] for atom in atoms) < amount:
        return None
    return sorted(atoms, key=lambda atom: (-atom.price, atom.first))[:NEAREST]


def copy_of_cheapest(question, selector):
    """Return a further unit like the cheapest open one of a selector, or None."""
    atoms = question.maker.atoms_of(question.promotion, selector, weighed=False)
    if not atoms:
        return None
    like = min(atoms, key=lambda atom: (atom.price, atom.first))
    last = len(question.atoms)
    return Atom(like.line, like.run, 1, like.price, 2**53, last)


def missing_one(question):
    """Advise on deals of entries: which one unit would complete one."""
    entries = entries_of(question.promotion)
    best = None
    for at, (selector, _amount, _role) in enumerate(entries):
        hint = nearest_deal(question, entries, at)
        if hint is None:
            continue
        gain, key = hint
        row = ((0, 0, key) if gain is None else (-1, -gain, key), selector, gain)
        if best is None or row[0] < best[0]:
            best = row
    return best and (one_unit(best[1]), best[2])


def entries_of(promotion):
    """Return [(selector, units, role)] of a promotion's deals."""
    own = promotion.own
    if promotion.kind == "bundle":
        return [(selector, amount, GET) for selector, amount in own["slots"]]
    bought = [(selector, amount, BUY) for selector, amount in own["buy"]]
    return [*bought, (own["get"], own["qty"], GET)]


def nearest_deal(question, entries, lacking):
    """Return (gain, units) of the best deal without one unit of an entry, or None.

    With ``partial`` a deal may get fewer units than it could.
    """
    best = None
    selector, most, role = entries[-1]
    partial = question.promotion.own.get("partial")
    for amount in range(1 if partial else most, most + 1):
        found = _nearest(question, [*entries[:-1], (selector, amount, role)], lacking)
        if found and (best is None or _better(found, best)):
            best = found
    return best


def _better(one, other):
    """Whether a hint is better: more gain, unknown gain last, smaller labels."""
    keys = [(gain is None, -(gain or 0), key) for gain, key in (one, other)]
    return keys[0] < keys[1]


def _nearest(question, entries, lacking):
    rows = []
    for at, (selector, amount, role) in enumerate(entries):
        units = entry_units(question, selector, amount - (at == lacking))
        if units is None:
            return None
        rows.append((units, amount - (at == lacking), role))
    extra = copy_of_cheapest(question, entries[lacking][0])
    if extra is None:
        return without_copy(question, rows)
    return best_completion(question, rows, lacking, extra)


def without_copy(question, rows):
    """Return (amount of the benefit or None, units) where nothing can be priced."""
    word, number = question.promotion.own["benefit"]
    atom_of = {a.index: a for atoms, _n, _r in rows for a in atoms}
    left = {name: question.free[name] for name in atom_of}
    bought, got = sides(rows)
    found = [
        key
        for _value, key in completions(question.promotion, bought, got, left, atom_of)
    ]
    if not found:
        return None
    return (number if word == "amount" else None), min(found)


def sides(rows):
    """Return the entries that are bought and those that are got, over atoms."""
    bought, got = [], []
    for atoms, amount, role in rows:
        side = got if role == GET else bought
        side.append(([atom.index for atom in atoms], amount))
    return bought, got


def best_completion(question, rows, lacking, extra):
    """Return (gain, units) of the best deal that the copy completes, or None."""
    atom_of = {a.index: a for atoms, _n, _r in rows for a in atoms}
    atom_of[extra.index] = extra
    left = {name: question.free[name] for name in atom_of if name != extra.index}
    left[extra.index] = 1
    bought, got = sides([*rows, ([extra], 1, rows[lacking][2])])
    best = None
    for value, key in completions(question.promotion, bought, got, left, atom_of):
        if value <= 0:
            continue
        row = (-half_up(value, EXACT), key)
        if best is None or row < best:
            best = row
    return best and (-best[0], best[1])


def completions(promotion, bought, got, left, atom_of):
    """Yield (exact discount, units) of all deals of the given entries."""
    if promotion.kind == "bundle":
        plan = BundlePlan(promotion, got)
        for chosen in fill(got, left):
            if not promotion.own["distinct"] or plan.all_differ(chosen, atom_of):
                yield plan.value(chosen, atom_of), order_key({}, chosen, atom_of)
        return
    plan = BuyGetPlan(promotion, bought, [])
    for first, second, value in plan.with_got(got, left, atom_of):
        yield value, order_key(first, second, atom_of)


def order_key(bought, got, atom_of):
    """Return what sorts deals by their units' labels: earlier, bought, more first."""
    last = 2**53
    names = sorted(n for n in {*bought, *got} if atom_of[n].first != last)
    rows = [(name, -bought.get(name, 0), -got.get(name, 0)) for name in names]
    return (*rows, (last, 0, 0))


def next_group(question):
    """Advise on ``nth``: one unit more makes a group."""
    own = question.promotion.own
    every, selector = own["every"], own["select"]
    atoms = question.maker.atoms_of(question.promotion, selector, weighed=False)
    free = sum(question.free[atom.index] for atom in atoms)
    retailer = own["favour"] == "retailer"
    if free < every - 1:
        return None
    extra = copy_of_cheapest(question, selector)
    if extra is None:
        return one_unit(selector), None
    units = free if retailer else every - 1
    rows = [(-a.price, a.first, question.free[a.index], a) for a in atoms]
    prices = [-row[0] for row in top(rows, units) for _unit in range(row[2])]
    prices = sorted([*prices, extra.price], reverse=True)
    many = own["free"] * (len(prices) // every)
    dearest = own["pick"] == "dearest" and not retailer
    chosen = prices[:many] if dearest else prices[len(prices) - many :]
    return one_unit(selector), half_up(sum(chosen) * own["percent"], EXACT)


def missing_gift(question):
    """Advise on ``gift``: the gift that is not in the basket yet."""
    own = question.promotion.own
    if own["spend"] is None:
        return missing_one(question)
    gifts = entry_units(question, own["get"], own["qty"] - 1)
    if gifts is None:
        return None
    kept = own["qty"] - 1
    spent = 0
    spending = question.maker.atoms_of(question.promotion, own["spend"], weighed=False)
    for atom in spending:
        units = question.free[atom.index]
        if own["get"].matches(atom.line):
            less = min(kept, units)
            units, kept = units - less, kept - less
        spent += atom.price * units
    if spent < own["least"]:
        return None
    extra = copy_of_cheapest(question, own["get"])
    if extra is None:
        return one_unit(own["get"]), None
    prices = [extra.price]
    for atom in gifts:
        prices += [atom.price] * min(question.free[atom.index], own["qty"])
    gain = extra.price + sum(sorted(prices[1:], reverse=True)[: own["qty"] - 1])
    return one_unit(own["get"]), gain


ADVISORS = {
    "threshold": next_amount,
    "tiers": next_quantity,
    "buy_get": missing_one,
    "bundle": missing_one,
    "nth": next_group,
    "gift": missing_gift,
}
