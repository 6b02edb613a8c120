"""Log lines that a machine can read, and that hold no secret.

`install` replaces the formatters that Odoo gave to the root logger's handlers: by JSON
lines, or by Odoo's own look with the id of the request behind the logger's name.
"""

import copy
import json
import logging
import re
import threading
from collections.abc import Iterable
from datetime import UTC, datetime

from . import request_id
from .log_masking import mask

FORMAT_VARIABLE = "MD_LOG_FORMAT"
FORMATS = ("json", "text")
ODOO_MARK = "%(dbname)s"  # in each format that Odoo sets up
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class JsonFormatter(logging.Formatter):
    """One JSON object per record, on one line; docs/operations.md lists the fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; fields without a value are left out."""
        fields = {
            "time": _rfc3339(record.created),
            "level": logging.getLevelName(record.levelno),
            "logger": record.name,
            "message": mask(_message(record)),
            "pid": record.process,
            "db": _known(getattr(record, "dbname", None)),
            "request_id": request_id.current(),
            "uid": _uid(),
            "perf": perf_fields(getattr(record, "perf_info", "")),
            "exc": self._exception(record),
        }
        kept = {name: value for name, value in fields.items() if value is not None}
        return json.dumps(kept, ensure_ascii=False, default=str)

    def _exception(self, record: logging.LogRecord) -> str | None:
        parts = []
        if record.exc_info and record.exc_info[0]:
            parts.append(self.formatException(record.exc_info))
        elif record.exc_text:
            parts.append(record.exc_text)
        if record.stack_info:
            parts.append(self.formatStack(record.stack_info))
        return mask("\n".join(parts)) if parts else None


class TextFormatter(logging.Formatter):
    """Odoo's own look, masked, with the request's id in brackets."""

    def __init__(self, inner: logging.Formatter):
        super().__init__()
        self.inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The record as the inner formatter writes it."""
        identifier = request_id.current()
        if identifier:
            record = copy.copy(record)  # other handlers see it too
            record.name = f"{record.name} [{identifier}]"
        return mask(self.inner.format(record))


class MaskingFilter(logging.Filter):
    """Mask the message for a handler that formats by itself (Odoo's --log-db)."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, with its message complete and masked."""
        record.msg, record.args = mask(_message(record)), ()
        return True


def install(wanted: str | None, handlers: Iterable[logging.Handler] | None = None):
    """Give Odoo's handlers our formatter; a second call changes nothing.

    :param wanted: "json" or "text"; anything else is taken for "text".
    :param handlers: those to look at; by default all of the root logger. Handlers that
        somebody else made (a test runner's) keep what they have.
    """
    make = _json_formatter if wanted == "json" else TextFormatter
    for handler in logging.getLogger().handlers if handlers is None else handlers:
        formatter = handler.formatter
        if formatter and ODOO_MARK in (formatter._fmt or ""):
            handler.setFormatter(make(formatter))
        elif type(handler).__name__ == "PostgreSQLHandler" and not any(
            isinstance(known, MaskingFilter) for known in handler.filters
        ):
            handler.addFilter(MaskingFilter())


def perf_fields(text: str) -> dict | None:
    """Odoo's "queries query-seconds other-seconds" as numbers; None without them."""
    words = _COLOUR.sub("", text or "").split()
    try:
        queries, in_queries, elsewhere = int(words[0]), float(words[1]), float(words[2])
    except (IndexError, ValueError):
        return None
    return {"queries": queries, "query_s": in_queries, "other_s": elsewhere}


def _json_formatter(_inner: logging.Formatter) -> JsonFormatter:
    return JsonFormatter()


def _message(record: logging.LogRecord) -> str:
    """The message with its arguments; a wrong format string loses nothing."""
    try:
        return _COLOUR.sub("", record.getMessage())
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"


def _rfc3339(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _known(name: str | None) -> str | None:
    return None if name in (None, "", "?") else name


def _uid() -> int | None:
    """The user Odoo works for in this thread, where it says so."""
    return getattr(threading.current_thread(), "uid", None)
