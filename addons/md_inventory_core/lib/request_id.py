"""The id that ties log lines, audit events and answers to one request or job."""

import re
import secrets
from contextlib import contextmanager
from contextvars import ContextVar

ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str | None] = ContextVar("md_request_id", default=None)


def current() -> str | None:
    """Id of the request or job that runs here and now; None outside both."""
    return _current.get()


def begin(value: str | None = None) -> str:
    """Start a request or job and return its id.

    ``value`` is an id that came from outside. It is taken over only in the accepted
    form (8 to 64 letters, digits, ``.``, ``_``, ``-``), so that nobody can write line
    breaks or markup into logs and headers; else a new id is made. A second ``begin``
    replaces the first: a thread that serves many requests never carries an id over.
    """
    accepted = isinstance(value, str) and ACCEPTED.fullmatch(value)
    identifier = value if accepted else new()
    _current.set(identifier)
    return identifier


def new() -> str:
    """A fresh id, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def end() -> None:
    """Forget the id; ending twice is harmless."""
    _current.set(None)


@contextmanager
def scope(value: str | None = None):
    """Begin an id for a block of work inside another one; give that one back after.

    A scheduled job that somebody starts by hand runs inside that person's request.
    """
    outer = _current.get()
    try:
        yield begin(value)
    finally:
        _current.set(outer)
