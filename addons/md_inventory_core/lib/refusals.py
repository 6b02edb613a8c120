"""Marks of a refusal on its error, and how many refusals are told one by one."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import Enum

CALLERS = 1024  # remembered at once


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused: ``operation`` on records ``ids`` of ``model``."""

    model: str
    operation: str
    ids: Sequence[int] = ()


def refused(error: Exception, model: str, operation: str, ids=()) -> Exception:
    """Note on ``error`` what it refuses; return it, to be raised."""
    error.md_refusal = Refusal(model, operation, tuple(i for i in ids or () if i))
    return error


def refusal_of(error: Exception) -> Refusal | None:
    """What `refused` noted on ``error``."""
    return getattr(error, "md_refusal", None)


class Told(Enum):
    """How a refusal goes into the trail."""

    ONCE = "by itself"
    SUMMARY = "as the sign that more follow untold"
    UNTOLD = "only counted"


class RefusalGate:
    """At most ``limit`` refusals per caller and ``seconds`` are told, then a summary.

    :param callers: how many callers are remembered; the one whose window began first
        is forgotten first.
    """

    def __init__(
        self,
        limit: int = 30,
        seconds: float = 60,
        callers: int = CALLERS,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.limit = limit
        self.seconds = seconds
        self.callers = callers
        self.clock = clock
        # {caller: [when its window began, refusals in it]}
        self._windows: OrderedDict[Hashable, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, caller: Hashable) -> tuple[Told, int]:
        """Count a refusal: how to tell it, and how many the last window left untold."""
        with self._lock:
            now, untold = self.clock(), 0
            window = self._windows.get(caller)
            if window is None or now - window[0] >= self.seconds:
                self._windows.pop(caller, None)
                untold = max(0, int(window[1]) - self.limit) if window else 0
                window = self._windows[caller] = [now, 0]
            window[1] += 1
            while len(self._windows) > self.callers:
                self._windows.popitem(last=False)
            if window[1] <= self.limit:
                return Told.ONCE, untold
            first = window[1] == self.limit + 1
            return (Told.SUMMARY if first else Told.UNTOLD), untold
