"""GTIN: vectors shared with the browser's twin, and what check digits can detect."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from md_pure.md_inventory_core.gtin import check_digit, normalise, validate

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "gtin"
CODE_FILES = ("valid", "real_life", "invalid", "edge")


def load(*names):
    """Return the vectors of these files as pytest parameters named by their notes."""
    return [
        pytest.param(vector, id=f"{name}-{vector['note']}")
        for name in names
        for vector in json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
    ]


def refusal(function, value):
    """Return the message with which `function` refuses `value`."""
    with pytest.raises(ValueError) as caught:
        function(value)
    return str(caught.value)


def gtins():
    """Strategy: a valid GTIN of any length."""
    return (
        st.sampled_from((7, 11, 12, 13))
        .flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size))
        .filter(lambda payload: payload.strip("0"))
        .map(lambda payload: f"{payload}{check_digit(payload)}")
    )


def test_every_vector_file_is_read():
    found = {path.stem for path in VECTORS.glob("*.json")}
    assert found == {*CODE_FILES, "check_digit"}


@pytest.mark.parametrize("vector", load(*CODE_FILES))
def test_code(vector):
    if "error" in vector:
        assert refusal(validate, vector["code"]) == vector["error"]
        assert refusal(normalise, vector["code"]) == vector["error"]
    else:
        assert validate(vector["code"]) == vector["code"]
        assert normalise(vector["code"]) == vector["gtin14"]


@pytest.mark.parametrize("vector", load("check_digit"))
def test_check_digit(vector):
    if "error" in vector:
        assert refusal(check_digit, vector["payload"]) == vector["error"]
    else:
        assert check_digit(vector["payload"]) == vector["digit"]


@given(gtins())
def test_weighted_sum_of_a_gtin_is_a_multiple_of_ten(code):
    padded = code.rjust(14, "0")
    total = 3 * sum(map(int, padded[0::2])) + sum(map(int, padded[1::2]))
    assert total % 10 == 0
    assert validate(code) == code


@given(gtins())
def test_normal_form_is_stable(code):
    assert normalise(normalise(code)) == normalise(code)
    assert normalise(code).lstrip("0") == code.lstrip("0")


@given(gtins(), st.data())
def test_any_single_wrong_digit_is_detected(code, data):
    position = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from("0123456789"))
    assume(wrong != code[position])
    typed = code[:position] + wrong + code[position + 1 :]
    assert "digit" in refusal(validate, typed)


@given(gtins(), st.data())
def test_swapped_neighbours_are_detected_unless_they_differ_by_five(code, data):
    position = data.draw(st.integers(0, len(code) - 2))
    left, right = code[position], code[position + 1]
    assume(left != right)
    typed = code[:position] + right + left + code[position + 2 :]
    if abs(int(left) - int(right)) == 5:
        assert validate(typed) == typed
    else:
        assert "the check digit is" in refusal(validate, typed)


@given(st.text(max_size=20))
def test_any_text_is_either_a_gtin_or_refused_with_a_reason(text):
    try:
        code = validate(text)
    except ValueError as error:
        assert str(error)
    else:
        assert code == text
        assert len(code.encode("ascii")) in (8, 12, 13, 14)
