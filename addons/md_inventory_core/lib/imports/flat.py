"""Rows that are one record each: locations, partners, clients."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .entries import Entry
from .world import folded

PATH = "/"


@dataclass(slots=True)
class RecordPlan:
    """What becomes of rows, one record each: (entry, id or None, changes)."""

    parts: list[tuple[Entry, int | None, dict[str, Any]]] = field(default_factory=list)

    def rows(self) -> Iterable[tuple[Entry, str]]:
        """Each row with its state."""
        for entry, record, changes in self.parts:
            known = "changed" if changes else "unchanged"
            yield entry, "new" if record is None else known


def different(now: Mapping[str, Any], wishes: Mapping[str, Any]) -> dict[str, Any]:
    """What of ``wishes`` is not so yet; empty is empty, however it is written."""
    return {
        name: value
        for name, value in wishes.items()
        if (now.get(name) or None) != (value or None)
    }


def path_of(text: str) -> tuple[str, ...]:
    """The names of "WH/Stock/Shelf 1", in the form in which they compare equal."""
    return tuple(folded(part) for part in text.split(PATH) if part.strip())


def tree_names(
    entries: Iterable[Entry], column: str, known: Iterable[tuple[str, ...]]
) -> dict[int, list[tuple]]:
    """For `bundled`: a row and the new ones above it in the file belong together."""
    there = set(known)
    new = {
        path_of(entry.get(column)): entry.number
        for entry in entries
        if entry.get(column)
    }
    names = {}
    for path, number in new.items():
        if path in there:
            continue
        own = [path]
        while (path := path[:-1]) in new and path not in there:
            own.append(path)
        names[number] = own
    return names
