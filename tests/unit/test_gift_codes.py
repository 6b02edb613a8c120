"""Codes of gift cards: as the vectors say, without typing errors, and not guessed."""

import json
import secrets
from pathlib import Path

import pytest

from md_pure.md_pos_ext import gift_codes

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "gift_codes" / "codes.json"
TOLD = json.loads(VECTORS.read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TOLD["codes"])
def test_codes(row):
    code = gift_codes.made_of(bytes(row["chance"]))
    assert code == row["code"]
    assert gift_codes.printed(code) == row["printed"]
    assert gift_codes.hint(code) == row["hint"]


@pytest.mark.parametrize(("text", "problem"), TOLD["problems"])
def test_problems(text, problem):
    assert gift_codes.problem(text) == problem


def test_each_wrong_sign_is_found():
    for _each in range(50):
        code = gift_codes.made_of(secrets.token_bytes(15))
        assert gift_codes.problem(code) is None
        for at in range(gift_codes.LENGTH):
            for sign in set(gift_codes.SIGNS) - {code[at]}:
                wrong = code[:at] + sign + code[at + 1 :]
                assert gift_codes.problem(wrong) == "check", (code, wrong)


def test_what_is_kept_tells_nothing_but_the_same():
    code = gift_codes.made_of(secrets.token_bytes(15))
    kept = gift_codes.digest(code)
    assert code not in kept
    assert kept == gift_codes.digest(gift_codes.printed(code).lower())
    assert kept != gift_codes.digest(gift_codes.made_of(secrets.token_bytes(15)))


def test_codes_that_a_till_made_are_not_kept():
    code = gift_codes.made_of(secrets.token_bytes(15))
    kept = gift_codes.marks_of({"md_gift_codes": [code], "qty": 1})
    mark = [gift_codes.digest(code), gift_codes.hint(code)]
    assert kept == {"qty": 1, "md_gift_codes": [mark]}
    for other in (None, [], ["ABCD"], [code, 1], [mark], "x", [code] * 1001):
        assert gift_codes.marks_of({"md_gift_codes": other}) == {}, other
    assert gift_codes.marks_of({"qty": 1}) == {"qty": 1}
