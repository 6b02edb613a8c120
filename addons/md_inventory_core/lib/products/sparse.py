"""Sparse variants: of all thinkable combinations only those that exist are looked at.

A combination is a mapping {dimension: value} of ids. Nothing here multiplies values.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

Combination = Mapping[Hashable, Hashable]


class Sheet(NamedTuple):
    """A matrix of two dimensions while the rest is fixed.

    ``cells``: {(row value, column value): index of the combination that is there};
    ``others``: how many combinations have another value in a fixed dimension.
    """

    rows: list[Hashable]
    columns: list[Hashable]
    cells: dict[tuple[Hashable, Hashable], int]
    others: int


def sheet(
    combinations: Sequence[Combination],
    row: Hashable,
    column: Hashable | None,
    fixed: Combination,
) -> Sheet:
    """The combinations that have all of ``fixed``, by two dimensions.

    Rows and columns come in the order in which they are met. Without ``column`` there
    is one, None.
    """
    rows, columns, cells, others = {}, {}, {}, 0
    for index, one in enumerate(combinations):
        if any(one.get(key) != value for key, value in fixed.items()):
            others += 1
            continue
        cell = one.get(row), one.get(column) if column is not None else None
        rows[cell[0]] = columns[cell[1]] = True
        cells[cell] = index
    return Sheet(list(rows), list(columns), cells, others)


def counterparts(
    combinations: Iterable[Combination],
    dimension: Hashable,
    origin: Hashable,
    values: Iterable[Hashable],
) -> list[dict[Hashable, Hashable]]:
    """What is missing so that each combination of ``origin`` exists in ``values``, too.

    In the order of the combinations, each once.
    """
    known = [dict(one) for one in combinations]
    there = {frozenset(one.items()) for one in known}
    values, missing = list(values), []
    for one in known:
        if one.get(dimension) != origin:
            continue
        for value in values:
            wish = one | {dimension: value}
            key = frozenset(wish.items())
            if key not in there:
                there.add(key)
                missing.append(wish)
    return missing
