"""Log lines: JSON or Odoo's look, with the request's id, without secrets."""

import json
import logging
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import request_id, structured_log
from md_pure.md_inventory_core.log_masking import mask

ODOO_FORMAT = (
    "%(asctime)s %(pid)s %(levelname)s %(dbname)s %(name)s: %(message)s %(perf_info)s"
)


@pytest.fixture(autouse=True)
def no_request():
    request_id.end()
    yield
    request_id.end()


def record(message="hello", *arguments, level=logging.INFO, **fields):
    """A log record as Odoo makes them."""
    made = logging.LogRecord("odoo.http", level, "http.py", 1, message, arguments, None)
    for name, value in {
        "dbname": "retail",
        "perf_info": "",
        "pid": 7,
        **fields,
    }.items():
        setattr(made, name, value)
    return made


def as_json(made):
    text = structured_log.JsonFormatter().format(made)
    assert "\n" not in text
    return json.loads(text)


def test_fields_of_a_line():
    request_id.begin("request-1")
    threading.current_thread().uid = 2
    try:
        made = record("sold %s of %s", 2, "tea", perf_info="12 0.034 0.056")
        made.created, made.process = 1795331894.1239, 4711
        assert as_json(made) == {
            "time": "2026-11-22T07:18:14.123Z",
            "level": "INFO",
            "logger": "odoo.http",
            "message": "sold 2 of tea",
            "pid": 4711,
            "db": "retail",
            "request_id": "request-1",
            "uid": 2,
            "perf": {"queries": 12, "query_s": 0.034, "other_s": 0.056},
        }
    finally:
        del threading.current_thread().uid


def test_what_is_not_known_is_left_out():
    fields = as_json(record(dbname="?", perf_info="- - -"))
    assert not {"db", "request_id", "uid", "perf", "exc"} & fields.keys()


def test_exception_with_its_stack_on_one_line():
    try:
        raise ValueError("card 4111 1111 1111 1111 refused")
    except ValueError:
        made = record("it broke", level=logging.ERROR)
        made.exc_info = sys.exc_info()
    fields = as_json(made)
    assert fields["level"] == "ERROR"
    assert "Traceback" in fields["exc"]
    assert "test_structured_log.py" in fields["exc"]
    assert fields["exc"].endswith("ValueError: card [card ****1111] refused")


def test_wrong_arguments_lose_no_line():
    fields = as_json(record("%s and %s", 1))
    assert "%s and %s" in fields["message"]


def test_colours_of_a_terminal_are_no_part_of_a_line():
    made = record("\x1b[1;31mred\x1b[0m", perf_info="\x1b[1;32m3\x1b[0m 0.001 0.002")
    made.levelname = "\x1b[1;32mINFO\x1b[0m"  # as Odoo's own formatter leaves it
    fields = as_json(made)
    assert (fields["message"], fields["level"]) == ("red", "INFO")
    assert fields["perf"]["queries"] == 3


@pytest.mark.parametrize("text", ["", "- - -", "a b c", "1 2", None])
def test_perf_of_another_form_is_none(text):
    assert structured_log.perf_fields(text) is None


@given(st.text(), st.text())
def test_any_line_is_one_json_object(message, logger):
    made = record(message.replace("%", "%%"))
    made.name = logger
    assert set(as_json(made)) >= {"time", "level", "logger", "message"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer ***"),
        ("'Authorization': 'Basic dXNlcjpwYXNz'", "'Authorization': 'Basic ***'"),
        ("sent bearer 0123456789abcdef!", "sent bearer ***!"),
        ("{'login': 'a', 'password': 'x y'}", "{'login': 'a', 'password': '***'}"),
        ('{"pin": "1234", "n": 1}', '{"pin": "***", "n": 1}'),
        ("pin=1234 pos_pin: 99", "pin=*** pos_pin: ***"),
        ("/x?access_token=abc&b=1", "/x?access_token=***&b=1"),
        ('"api_key": "a\\"b"', '"api_key": "***"'),
        ("DB_PASSWORD=secret", "DB_PASSWORD=***"),
        ("paid by 5555555555554444", "paid by [card ****4444]"),
        ("spin: 3, pinned=4, opinion: 5", "spin: 3, pinned=4, opinion: 5"),
        ("wrong password for admin", "wrong password for admin"),
        ("bearer of good news", "bearer of good news"),
        ("nothing here", "nothing here"),
    ],
)
def test_secrets_are_hidden(text, masked):
    assert mask(text) == masked
    assert mask(masked) == masked


def odoo_handler():
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(ODOO_FORMAT))
    return handler


def test_text_keeps_odoos_look_and_adds_the_id():
    handler, made = odoo_handler(), record("password=x")
    plain = handler.format(made)
    structured_log.install("text", [handler])
    assert handler.format(made) == plain.replace("password=x", "password=***")
    request_id.begin("request-1")
    assert "INFO retail odoo.http [request-1]: password=***" in handler.format(made)
    assert made.name == "odoo.http", "other handlers see the record as it was"


@pytest.mark.parametrize("wanted", ["text", "json", None, "nonsense"])
def test_installed_twice_is_installed_once(wanted):
    handler, made = odoo_handler(), record()
    request_id.begin("request-1")
    structured_log.install(wanted, [handler])
    first = handler.formatter
    structured_log.install("json", [handler])
    structured_log.install("text", [handler])
    assert handler.formatter is first
    assert handler.format(made).count("request-1") == 1


def test_handlers_of_others_keep_their_formatter():
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    structured_log.install("json", [handler, logging.NullHandler()])
    assert handler.format(record("as it was")) == "as it was"


def test_log_in_the_database_is_masked_too():
    class PostgreSQLHandler(logging.Handler):
        def emit(self, record):
            lines.append(record.getMessage())

    lines, handler = [], PostgreSQLHandler()
    structured_log.install("json", [handler])
    structured_log.install("json", [handler])
    handler.handle(record("token=%s for %s", "abc", "till 1"))
    assert lines == ["token=*** for till 1"]
    assert len(handler.filters) == 1
