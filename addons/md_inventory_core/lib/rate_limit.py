"""So many calls per caller and time, remembered in bounded memory."""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable


class RateLimit:
    """A bucket per caller: ``calls`` at once, refilled evenly over ``seconds``.

    :param callers: how many callers are remembered; who was quiet longest is forgotten
        first, which gives nobody more than a full bucket.
    """

    def __init__(
        self,
        calls: int,
        seconds: float,
        callers: int = 1024,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.calls = calls
        self.seconds = seconds
        self.callers = callers
        self.clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_for(self, caller: str) -> int:
        """Count a call; 0 when it is allowed, else whole seconds until the next is."""
        with self._lock:
            now = self.clock()
            left, since = self._buckets.pop(caller, (float(self.calls), now))
            left = min(self.calls, left + (now - since) * self.calls / self.seconds)
            allowed = left >= 1
            self._buckets[caller] = (left - 1 if allowed else left, now)
            while len(self._buckets) > self.callers:
                self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) * self.seconds / self.calls)
