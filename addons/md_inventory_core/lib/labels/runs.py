"""Neighbours that are alike."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any


def runs(items: Iterable, key: Callable = lambda item: item) -> Iterator[tuple]:
    """(key, list of items) of each run of neighbours with the same key."""
    run: list[Any] = []
    for item in items:
        if run and key(run[0]) != key(item):
            yield key(run[0]), run
            run = []
        run.append(item)
    if run:
        yield key(run[0]), run
