"""Rows of an import file as values, and those that stand or fall together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..sheets import EMPTY, Cell
from .values import Column, Fault


@dataclass(slots=True)
class Entry:
    """A row: ``values`` of the columns that are filled; ``fault`` if it has one."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    fault: Fault | None = None

    def get(self, name: str) -> Any:
        """The value of a column, None when it is not filled."""
        return self.values.get(name)


class Reader:
    """Understands rows; what stands in a column often is understood once."""

    def __init__(self, columns: Iterable[Column]):
        self.columns = {column.name: column for column in columns}
        self.known = {name: {} for name in self.columns}

    def entry(self, number: int, cells: Mapping[str, Cell]) -> Entry:
        """A row's entry, with its first fault."""
        values = {}
        for name, cell in cells.items():
            if not cell.text:
                continue
            known = self.known[name]
            found = known.get((cell.text, cell.spoiled), EMPTY)
            if found is EMPTY:
                try:
                    found = self.columns[name].understand(cell)
                except Fault as fault:
                    found = fault
                known[cell.text, cell.spoiled] = found
            if isinstance(found, Fault):
                own = Fault(found.column, found.why, number, **found.details)
                return Entry(number, values, own)
            values[name] = found
        return Entry(number, values)


def mark_doubles(entries: Iterable[Entry], *names: str) -> None:
    """A text that may be there once only is a fault of all rows that have it."""
    for name in names:
        seen: dict[str, Entry] = {}
        for entry in entries:
            text = entry.get(name)
            if text is None:
                continue
            other = seen.setdefault(text, entry)
            if other is not entry:
                for one, two in ((entry, other), (other, entry)):
                    if one.fault is None:
                        one.fault = Fault(
                            name, "double", one.number, text=text, other=two.number
                        )


def bundled(
    entries: Iterable[Entry], names: Mapping[int, list[tuple]]
) -> list[list[Entry]]:
    """Entries that share a name, directly or by others, together; in their order.

    :param names: {number of the row: names of what it belongs to}
    """
    leaders: dict[tuple, tuple] = {}

    def leader(name):
        while leaders.setdefault(name, name) != name:
            leaders[name] = leaders[leaders[name]]
            name = leaders[name]
        return name

    for own in names.values():
        for name in own[1:]:
            leaders[leader(name)] = leader(own[0])
    bundles: dict[tuple, list[Entry]] = {}
    for entry in entries:
        own = names.get(entry.number)
        key = leader(own[0]) if own else ("row", entry.number)
        bundles.setdefault(key, []).append(entry)
    return list(bundles.values())
