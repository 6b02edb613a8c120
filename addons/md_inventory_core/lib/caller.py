"""The address of who calls, where Odoo itself hides the request (XML-RPC, JSON-RPC)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_address: ContextVar[str | None] = ContextVar("md_caller_address", default=None)


def address() -> str | None:
    """Address of who calls a method from outside; None when nobody does."""
    return _address.get()


@contextmanager
def calls_from(value: str | None) -> Iterator[None]:
    """Run a block for the caller at address ``value``."""
    token = _address.set(value)
    try:
        yield
    finally:
        _address.reset(token)
