"""A measurement that callers may ask for at any rate, and that never hangs on them."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Probe(Generic[Result]):
    """Measures at most once per ``keep`` seconds and tells everybody the result.

    The measurement runs in a thread of its own. When it takes longer than ``patience``
    seconds, callers get ``late()`` instead, at once from then on; it is left alone
    until it ends, and no second one is started meanwhile, however many ask.
    """

    def __init__(
        self,
        measure: Callable[[], Result],
        late: Callable[[], Result],
        keep: float = 2.0,
        patience: float = 4.0,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.measure = measure
        self.late = late
        self.keep = keep
        self.patience = patience
        self.clock = clock
        self._lock = threading.Lock()
        self._future: Future | None = None
        self._started = self._ended = 0.0

    def ask(self) -> Result:
        """The result of now, of the last moments, or that there is none in time.

        Raises what the measurement raised.
        """
        with self._lock:
            if self._future is None or self._is_stale():
                self._future, self._started = Future(), self.clock()
                # Daemonic: one that hangs must not keep the server from stopping.
                threading.Thread(
                    target=self._run, args=(self._future,), name="md-probe", daemon=True
                ).start()
            future = self._future
            left = self.patience - (self.clock() - self._started)
        try:
            return future.result(timeout=max(0, left))
        except TooLate:
            if future.done():  # the measurement itself raised a TimeoutError
                raise
            return self.late()

    def _is_stale(self) -> bool:
        return self._future.done() and self.clock() >= self._ended + self.keep

    def _run(self, future: Future):
        try:
            result = self.measure()
        except Exception as error:  # noqa: BLE001 - raised again in who asked
            self._ended = self.clock()
            future.set_exception(error)
        else:
            self._ended = self.clock()
            future.set_result(result)
