"""What a till's outbox sends: read, and aimed at the rows that are there."""

import json
from hashlib import sha256

import pytest

from md_pure.md_pos_ext.outbox import DamagedError, aimed, read, repeats


def entry(**order):
    order = {"uuid": "a", "state": "paid", **order}
    body = json.dumps(order)
    return {"uuid": "a", "body": body, "checksum": sha256(body.encode()).hexdigest()}


def test_a_whole_entry_is_read():
    assert read(entry(lines=[]))["lines"] == []


@pytest.mark.parametrize(
    ("problem", "wrong"),
    [
        ("form", None),
        ("form", {"uuid": "a"}),
        ("form", {**entry(), "body": 3}),
        ("checksum", {**entry(), "body": "{}"}),
        ("checksum", {**entry(), "checksum": None}),
        ("uuid", {**entry(), "uuid": "b"}),
        ("draft", entry(state="draft")),
        ("json", {"uuid": "a", "body": "{", "checksum": sha256(b"{").hexdigest()}),
        ("uuid", {"uuid": "a", "body": "3", "checksum": sha256(b"3").hexdigest()}),
    ],
)
def test_what_is_damaged_says_how(problem, wrong):
    with pytest.raises(DamagedError) as error:
        read(wrong)
    assert error.value.problem == problem


def test_rows_that_are_there_are_changed_and_others_made():
    commands = [[0, 0, {"uuid": "a", "qty": 1}], [0, 0, {"uuid": "b"}], [3, 9]]
    assert aimed(commands, {"a": 5}, whole=False) == [
        [1, 5, {"uuid": "a", "qty": 1}],
        [0, 0, {"uuid": "b"}],
        [3, 9],
    ]


def test_rows_that_are_not_named_go_and_rows_that_are_gone_come_back():
    commands = [[1, 5, {"uuid": "a", "id": 5}], [1, 7, {"uuid": "c", "id": 7}], [2, 6]]
    assert aimed(commands, {"a": 5, "b": 6}, whole=True) == [
        [1, 5, {"uuid": "a"}],
        [0, 0, {"uuid": "c"}],
        [2, 6, 0],
    ]


def test_rows_of_rows_replace_those_that_are_there():
    lots = [[0, 0, {"lot_name": "X"}]]
    [[_one, _five, values]] = aimed(
        [[0, 0, {"uuid": "a", "pack_lot_ids": lots}]], {"a": 5}, whole=True
    )
    assert values["pack_lot_ids"] == [[5, 0, 0], *lots]


def test_who_makes_rows_again_does_not_know_them():
    assert repeats([[0, 0, {"uuid": "a"}]], {"a": 5})
    assert not repeats([[0, 0, {"uuid": "b"}], [1, 5, {"uuid": "a"}]], {"a": 5})
    assert not repeats(None, {"a": 5})
