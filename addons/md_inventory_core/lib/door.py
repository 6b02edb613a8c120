"""What every HTTP request passes on its way into the server and out again.

A WSGI layer around Odoo's own application: it gives each request an id before anything
else happens, answers probes without waking Odoo, returns the id in a header whatever
the answer is (pages, static files, errors), and says how long the answer took.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from . import request_id

HEADER = "X-Request-Id"
ENVIRON_KEY = "HTTP_X_REQUEST_ID"


@dataclass(frozen=True, slots=True)
class Served:
    """One answered request."""

    path: str
    method: str
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Door:
    """The layer itself; call it as a WSGI application.

    :param answers: {path: WSGI application} of what is answered here.
    :param behind_proxy: whether what a client says about itself comes from a proxy of
        ours; only then an id from outside is taken over.
    :param observe: called once per request when its answer has been sent.
    """

    serve: Callable
    answers: Mapping[str, Callable]
    behind_proxy: Callable[[], bool]
    observe: Callable[[Served], None]
    clock: Callable[[], float] = time.monotonic

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """Serve one request."""
        outside = environ.get(ENVIRON_KEY) if self.behind_proxy() else None
        identifier = request_id.begin(outside)
        began, seen = self.clock(), []

        def start_with_id(status, headers, *error):
            seen.append(int(status[:3]))
            others = [pair for pair in headers if pair[0].lower() != HEADER.lower()]
            return start_response(status, [*others, (HEADER, identifier)], *error)

        def sent():
            path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
            status = seen[-1] if seen else 500
            self.observe(Served(path, method, status, self.clock() - began))

        application = self.answers.get(environ.get("PATH_INFO"), self.serve)
        try:
            return _Answer(application(environ, start_with_id), sent)
        except BaseException:
            sent()
            request_id.end()
            raise


class _Answer:
    """The parts of an answer; knows when the last one was sent."""

    def __init__(self, parts: Iterable[bytes], sent: Callable[[], None]):
        self.parts = parts
        self.sent = sent

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.parts)

    def close(self):
        """The server is done: a websocket's conversation only begins here."""
        try:
            self.sent()
            if hasattr(self.parts, "close"):
                self.parts.close()
        finally:
            request_id.end()


def client_address(environ: Mapping[str, str], behind_proxy: bool) -> str:
    """Address of who asks: behind a proxy of ours, the one that it added last."""
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "") if behind_proxy else ""
    return forwarded.rpartition(",")[2].strip() or environ.get("REMOTE_ADDR", "")
