"""Which unit is in which deal: the smallest list among equal solutions.

The contract's order: for all units in unit order (rank of the promotion, number of
its deal, role), none last. Units of a class are alike, so their labels ascend.
"""

from .atoms import BUY, GET

NONE = (2**53, 0, 0)


def spell(problem, solution):
    """Return [(rank, number, role)] of all units of the problem in unit order."""
    found = []
    for atom, label, count in dealt(problem, solution):
        found += [(atom.first, label)] * count
    taken = {}
    for first, label in found:
        taken.setdefault(first, []).append(label)
    rows = []
    for atoms in problem.members:
        for atom in atoms:
            labels = taken.get(atom.first, [])
            labels += [NONE] * (atom.count - len(labels))
            rows.append((atom.first, labels))
    rows.sort(key=lambda row: row[0])
    return renumber([label for _first, labels in rows for label in labels])


def renumber(labels):
    """Number the deals of each promotion by their first unit."""
    numbers, begun = {}, {}
    found = []
    for rank, number, role in labels:
        if rank == NONE[0]:
            found.append(NONE)
            continue
        if (rank, number) not in numbers:
            begun[rank] = begun.get(rank, 0) + 1
            numbers[rank, number] = begun[rank]
        found.append((rank, numbers[rank, number], abs(role)))
    return found


def dealt(problem, solution):
    """Yield (atom, label, count): the labels of a class go to its units in order."""
    slots = slots_of(problem, solution)
    for name, atoms in enumerate(problem.members):
        rows = sorted(slots[name])
        at, left = 0, rows[0][1] if rows else 0
        for atom in atoms:
            room = atom.count
            while room and at < len(rows):
                units = min(room, left)
                rank, number, place = rows[at][0]
                yield atom, (rank, number, abs(place)), units
                room, left = room - units, left - units
                if not left:
                    at += 1
                    left = rows[at][1] if at < len(rows) else 0


def slots_of(problem, solution, open_sets=()):
    """Return for each class [(label, count)], deals numbered as they begin.

    Of sets that are not closed yet, labels are the smallest that can still come.
    """
    slots = [[] for _atoms in problem.members]
    numbers = {}
    for column in sorted_columns(solution.columns):
        rank = column.plan.promotion.rank
        number = 1 if column.plan.one_deal else numbers.get(rank, 0) + 1
        numbers[rank] = number
        for name, bought, got in column.needs:
            if bought:
                slots[name].append(((rank, number, BUY), bought))
            if got:
                slots[name].append(((rank, number, GET), got))
    for index, counts in enumerate(solution.joins):
        plan = problem.sets[index]
        rank = plan.promotion.rank
        before = numbers.get(rank, 0)
        if index in open_sets and plan.several:
            for name, (bought, got) in counts.items():
                slots[name].append(((rank, before + 1, BUY), bought + got))
            continue
        for name, role, number, count in set_slots(problem, plan, counts):
            place = -1 if plan.got_first and role == GET else role
            slots[name].append(((rank, before + number, place), count))
            numbers[rank] = max(numbers.get(rank, 0), before + number)
    for name, units in enumerate(solution.base):
        plan = problem.base[name][1]
        if units:
            slots[name].append(((plan.promotion.rank, 1, GET), units))
    return slots


def sorted_columns(columns):
    """Return the columns of [(column, times)] in the order in which they begin."""
    found = []
    for column, times in columns:
        found += [(signature(column), column.index, column)] * times
    found.sort(key=lambda row: row[:2])
    return [row[2] for row in found]


def signature(column):
    """Return what decides which of two deals begins first."""
    units = []
    for name, bought, got in column.needs:
        units += [(name, BUY)] * bought + [(name, GET)] * got
    return (*units, (2**53, 0))


def set_slots(problem, plan, counts):
    """Yield (class, role, number of the deal, units) for a set."""
    units = []
    for name, (bought, got) in counts.items():
        atom = problem.atoms[name]
        units += [(atom, role, n) for role, n in ((BUY, bought), (GET, got)) if n]
    units.sort(key=lambda unit: (unit[0].first, unit[1]))
    if not units:
        return
    names = {problem.atoms[name].index: name for name in counts}
    for number, deal in enumerate(plan.deals(units), 1):
        for atom, role, count in deal:
            yield names[atom.index], role, number, count


def decided(problem, slots, name):
    """Return ([(class, label)] in unit order, {rank: deals begun}) up to a class.

    A class from ``name`` on ends the list: its first unit's label is not known.
    """
    rows = []
    for at, atoms in enumerate(problem.members):
        labels = [label for label, count in sorted(slots[at]) for _unit in range(count)]
        place = 0
        for atom in atoms:
            for unit in range(atom.count):
                label = labels[place] if place < len(labels) else NONE
                rows.append((atom.first + unit, at, label))
                place += 1
    rows.sort(key=lambda row: row[0])
    upto = next((n for n, row in enumerate(rows) if row[1] >= name), len(rows))
    labels = renumber([label for _first, _at, label in rows[:upto]])
    found = [(row[1], label) for row, label in zip(rows, labels, strict=False)]
    begun = {}
    for rank, number, _role in labels:
        begun[rank] = max(begun.get(rank, 0), number)
    found += [(row[1], NONE) for row in rows[upto : upto + 1]]
    return found, begun


__all__ = ["NONE", "dealt", "decided", "slots_of", "spell"]
