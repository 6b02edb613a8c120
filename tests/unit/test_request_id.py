"""Ids of requests: taken over when harmless, made otherwise, never carried over."""

import contextvars
import string
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import request_id

HARMLESS = string.ascii_letters + string.digits + "._-"


@pytest.fixture(autouse=True)
def outside():
    request_id.end()
    yield
    request_id.end()


@given(st.text(HARMLESS, min_size=8, max_size=64))
def test_a_harmless_id_is_taken_over(value):
    assert request_id.begin(value) == value
    assert request_id.current() == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "short-7",
        "x" * 65,
        "with space",
        "line\nbreak8",
        "12345678\n",
        "<b>bold</b>",
    ],
)
def test_any_other_is_replaced(value):
    made = request_id.begin(value)
    assert made != value
    assert request_id.ACCEPTED.fullmatch(made)


@given(st.one_of(st.none(), st.text(), st.binary(), st.integers()))
def test_an_id_is_always_of_the_accepted_form(value):
    assert request_id.ACCEPTED.fullmatch(request_id.begin(value))


def test_new_ids_differ():
    assert len({request_id.begin() for _ in range(1000)}) == 1000


def test_nothing_outside_a_request():
    assert request_id.current() is None
    request_id.begin()
    request_id.end()
    request_id.end()
    assert request_id.current() is None


def test_another_thread_has_another_id():
    seen = []
    request_id.begin("mine-mine")
    thread = threading.Thread(
        target=lambda: seen.append(request_id.current()),
    )
    thread.start()
    thread.join()
    assert seen == [None]
    assert contextvars.copy_context().run(request_id.current) == "mine-mine"


def test_a_scope_gives_the_outer_id_back_even_after_an_error():
    request_id.begin("outer-id")
    with pytest.raises(RuntimeError), request_id.scope("cron-7-abc") as inner:
        assert request_id.current() == inner == "cron-7-abc"
        raise RuntimeError
    assert request_id.current() == "outer-id"
