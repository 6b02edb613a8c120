"""One layer: which deals its promotions make of the open units.

Promotions that share no unit are solved apart: the contract's order of solutions
adds up over such components.
"""

from dataclasses import dataclass

from .atoms import GET, atoms_of
from .bound import Prices
from .exchange import Exchanger
from .improve import Improver
from .labels import dealt
from .neighbours import Neighbourhoods
from .plans import Maker, UnitPlan
from .problem import Problem
from .search import TIES, Counter, Search
from .sets import SetPlan

EXCHANGES = (200, 1500, 60000)  # tries: least, most, and for all columns together
STEPS_DOWN = 10
DEPTH = 700  # of the search's recursion


@dataclass(slots=True)
class Deal:
    """Units of one deal as [(atom, role, count)] in unit order."""

    promotion: object
    plan: object
    units: list
    number: int = 0
    amount: int = 0


def solve_layer(basket, index, promotions, active):
    """Return (atoms, maker, deals by promotion and first unit, whether optimal)."""
    atoms = atoms_of(basket.lines)
    maker = Maker(basket, index, atoms, active)
    free, linking = [], []
    for promotion in promotions:
        for plan in maker.make(promotion):
            single = isinstance(plan, UnitPlan) and plan.free()
            (free if single else linking).append(plan)
    base = best_singles(atoms, free)
    counter = Counter(basket.nodes)
    solved, optimal = [], True
    parts = components(atoms, linking)
    for part in parts:
        problem = make_problem(atoms, part, base, basket.nodes)
        solution, complete = solve(problem, counter)
        optimal = optimal and complete
        solved.append((problem, solution))
    linked = {number for _plans, members in parts for number in members}
    return atoms, maker, gather(atoms, solved, base, linked), optimal


def best_singles(atoms, plans):
    """Return for each atom (exact value, plan) of its best single-unit promotion."""
    base = [(0, None)] * len(atoms)
    for plan in plans:  # by rank: of equals the first stays
        for number, value in plan.values.items():
            if value > base[number][0]:
                base[number] = (value, plan)
    return base


def components(atoms, plans):
    """Return [(plans, atom indexes)] that share no atom, small ones first."""
    parent = list(range(len(atoms)))

    def root(number):
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    touched = []
    for plan in plans:
        members = sorted({_index(m) for entry in plan.entries() for m in entry})
        touched.append(members)
        for member in members[1:]:
            parent[root(member)] = root(members[0])
    found = {}
    for plan, members in zip(plans, touched, strict=True):
        part = found.setdefault(root(members[0]), ([], set()))
        part[0].append(plan)
        part[1].update(members)
    parts = [(plans, sorted(members)) for plans, members in found.values()]
    parts.sort(key=lambda part: (sum(atoms[n].count for n in part[1]), part[1][0]))
    return parts


def _index(member):
    return member if isinstance(member, int) else member.index


def make_problem(atoms, part, base, most):
    """Return the problem of one component: its units in classes, plans over them."""
    plans, members = part
    signs = {number: [] for number in members}
    by_sku = any(getattr(plan, "by_sku", False) for plan in plans)
    units = sum(atoms[number].count for number in members)
    # alike units of several lines are one class only where nobody asks which is which
    by_line = units <= TIES or any(plan.by_order for plan in plans)
    for at, plan in enumerate(plans):
        for place, entry in enumerate(plan.entries()):
            for member in entry:
                signs[_index(member)].append((at, place))
    classes, class_of = {}, {}
    for number in members:
        atom = atoms[number]
        line = atom.line
        key = (
            *(atom.price, line.unit_list, atom.milli, atom.weighed),
            *(base[number], tuple(signs[number])),
            line.sku if by_sku else None,
            (line.index, atom.run) if by_line else None,
        )
        group = classes.setdefault(key, [])
        class_of[number] = len(classes) - 1 if not group else class_of[group[0].index]
        group.append(atom)

    def classes_of(entry):
        return sorted({class_of[atom.index] for atom in entry})

    sets, columns = [], []
    for plan in plans:
        if isinstance(plan, SetPlan):
            plan.to_classes(class_of)
            sets.append(plan)
        else:
            columns.append(plan.over(classes_of))
    groups = list(classes.values())
    singles = [base[group[0].index] for group in groups]
    return Problem(groups, columns, sets, singles, most)


def solve(problem, counter):
    """Return (solution, whether it is proven to be the best)."""
    improver = Improver(problem, counter)
    best = improver.start()
    prices = Prices(problem, best.weight)
    if prices.total > best.weight:
        best = improver.by_prices(prices)
        least, most, work = EXCHANGES
        tries = min(most, max(least, work // max(1, len(problem.columns))))
        exchanger = Exchanger(problem, prices, best, counter)
        best = exchanger.improve(tries, STEPS_DOWN)
        near = Neighbourhoods(problem, prices, best, counter)
        best = near.improve(counter.left // 3)
    search = Search(problem, prices, best, counter)
    deep = sum(len(ways) + 2 for ways in search.ways) + problem.units
    if deep > DEPTH:
        return best, best.weight == prices.total
    best = search.run()
    return best, search.complete or (best.weight == prices.total and not search.ties)


def gather(atoms, solved, base, linked):
    """Return the deals of all components and of single units, in order."""
    found = {}
    for at, (problem, solution) in enumerate(solved):
        plans = plans_of(problem)
        for atom, (rank, number, role), count in dealt(problem, solution):
            plan = plans[rank]
            part = 0 if plan.one_deal else at
            key = (rank, part, number)
            deal = found.setdefault(key, Deal(plan.promotion, plan, [], number))
            deal.units.append((atom, role, count))
    for atom in atoms:
        plan = base[atom.index][1]
        if plan and atom.index not in linked:
            key = (plan.promotion.rank, 0, 1)
            deal = found.setdefault(key, Deal(plan.promotion, plan, [], 1))
            deal.units.append((atom, GET, atom.count))
    for deal in found.values():
        deal.units.sort(key=lambda unit: (unit[0].first, unit[1]))
    return sorted(
        found.values(),
        key=lambda d: (d.promotion.key, d.units[0][0].first, d.number),
    )


def plans_of(problem):
    """Return {rank: plan}; of the lines' plans of one promotion any will do."""
    found = {}
    for plan in [*problem.plans, *problem.sets]:
        found[plan.promotion.rank] = plan
    for _weight, plan in problem.base:
        if plan:
            found[plan.promotion.rank] = plan
    return found
