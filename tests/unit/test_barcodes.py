"""Barcodes: what each kind must be, what is the same code, what a scan may mean."""

import json
import string
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import gtin
from md_pure.md_inventory_core.barcodes import (
    BarcodeError,
    check,
    doubt,
    elements,
    guess,
    key,
    read,
    spellings,
)

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "barcodes"
PRINTABLE = st.text(string.printable[:95], min_size=1, max_size=80)
RIGHT = (
    ("ean13", "8901234567890"),
    ("ean8", "96385074"),
    ("upca", "012345678905"),
    ("gtin14", "10012345678902"),
    ("code128", "SHIRT-red/42 #7"),
    ("gs1", "(01)09501101530003(10)AB-12(17)271231"),
    ("qr", "https://shop.example/p/১২"),
)
WRONG = (
    ("ean13", "8901234567894", "check_digit", {"digit": "4", "expected": 0}),
    ("ean13", "890123456789", "length", {"digits": 12, "needed": 13}),
    ("ean13", "8.90123E+12", "shortened", {}),
    ("code128", "8,90123E+12", "shortened", {}),
    ("ean13", "8901234x67890", "not_digits", {"place": 8, "character": "x"}),
    ("ean13", "৮901234567890", "not_digits", {"place": 1, "character": "৮"}),
    ("ean8", "00000000", "zeros", {}),
    ("upca", "012345678904", "check_digit", {"digit": "4", "expected": 5}),
    ("gtin14", "10012345678903", "check_digit", {"digit": "3", "expected": 2}),
    ("code128", "শার্ট", "not_printable", {"place": 1, "character": "U+09B6"}),
    ("code128", "A" * 81, "too_long", {"length": 81, "most": 80}),
    ("gs1", "hello", "not_gs1", {}),
    ("gs1", "(01)09501101530004", "check_digit", {"digit": "4", "expected": 3}),
    ("gs1", "(10)AB", "not_gs1", {}),
    ("gs1", "(01)09501101530003(17)271331", "not_gs1", {}),
    ("qr", "   ", "empty", {}),
    ("qr", "x" * 513, "too_long", {"length": 513, "most": 512}),
)


@pytest.mark.parametrize(("kind", "code"), RIGHT)
def test_right_codes_are_kept_and_known_by_their_looks(kind, code):
    assert check(kind, f" {code} ") == code
    assert guess(code) == kind
    assert doubt(code) is None


@pytest.mark.parametrize(("kind", "code", "why", "details"), WRONG)
def test_wrong_codes_are_refused_with_the_reason(kind, code, why, details):
    with pytest.raises(BarcodeError) as caught:
        check(kind, code)
    assert (caught.value.why, caught.value.details) == (why, details)


def test_a_code_of_a_gtins_length_is_meant_to_be_one():
    assert guess("8901234567894") == "ean13"
    assert doubt("8901234567894").why == "check_digit"
    assert doubt("8.90123E+12").why == "shortened"
    assert check("code128", "8901234567894") == "8901234567894"


@given(
    st.sampled_from((7, 11, 12, 13)).flatmap(
        lambda size: st.text("0123456789", min_size=size, max_size=size)
    )
)
def test_one_wrong_digit_never_passes(payload):
    if not payload.strip("0"):
        return
    code = payload + str(gtin.check_digit(payload))
    kind = guess(code)
    assert check(kind, code) == code
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    with pytest.raises(BarcodeError):
        check(kind, wrong)


def test_a_gtin_is_the_same_however_long_it_is_written():
    same = ("012345678905", "0012345678905", "00012345678905", "(01)00012345678905")
    assert {key(code) for code in same} == {"00012345678905"}
    assert key("]C10100012345678905") == "00012345678905"
    assert set(spellings("012345678905")) == set(same[:3])
    assert spellings("0012345678905")[0] == "0012345678905"
    assert spellings("96385074") == (
        *("96385074", "00000096385074", "0000096385074", "000096385074"),
    )


def test_other_codes_are_the_same_only_when_each_letter_is():
    assert key("shirt") != key("SHIRT")
    assert key("012345678904") == "012345678904", "no GTIN: its check digit is wrong"
    assert spellings("SHIRT") == ("SHIRT",)
    hri = "(01)09501101530003(10)AB"
    assert key(hri) == key("]C1010950110153000310AB") == hri


@given(PRINTABLE)
def test_a_key_is_its_own_key_and_all_spellings_have_it(text):
    assert key(key(text)) == key(text)
    assert {key(one) for one in spellings(text)} == {key(text)}


def test_element_strings_say_what_is_in_them():
    text = (
        "]C1" + "0109501101530003" + "3103001250" + "17271231" + "10LOT7\x1d" + "21S9"
    )
    found = elements(text)
    assert found.gtin == "09501101530003"
    assert (found.measure, found.unit) == (Decimal("1.250"), "kg")
    assert (found.lot, found.serial) == ("LOT7", "S9")
    assert found.expiry.isoformat() == "2027-12-31"
    assert found.readable == "(01)09501101530003(3103)001250(17)271231(10)LOT7(21)S9"
    assert elements(found.readable) == found


def test_element_strings_with_price_and_count():
    found = elements("(01)09501101530003(3922)1599(37)12")
    assert (found.price, found.currency, found.count) == (Decimal("15.99"), "", 12)
    found = elements("(02)09501101530003(3932)0501599(37)6")
    assert (found.price, found.currency, found.count) == (Decimal("15.99"), "050", 6)


def test_a_day_of_zeros_is_the_last_of_its_month():
    assert elements("(01)09501101530003(17)280200").expiry.isoformat() == "2028-02-29"


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text):
    assert isinstance(key(text), str)
    assert all(one.key for one in read(text))
    assert doubt(text) is None or doubt(text).why


def test_what_a_scan_may_mean():
    assert [r.key for r in read("SHIRT\r\n")] == ["SHIRT"]
    assert [r.key for r in read("]E08901234567890")] == ["08901234567890"]
    assert read("  ") == ()
    first, second, third = read("010950110153000310AB")
    assert (first.how, first.key) == ("code", "010950110153000310AB")
    assert (second.how, second.key) == ("gs1", "(01)09501101530003(10)AB")
    assert (third.how, third.key) == ("gs1", "09501101530003")
    assert third.elements.lot == "AB"


def vectors(name):
    """Read by the browser's twin, too: tests/js/barcodes.test.mjs."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", vectors("elements"), ids=lambda v: v["note"])
def test_element_strings_of_the_vectors(vector):
    found, says = elements(vector["text"]), vector["says"]
    assert (found is None) == (says is None)
    for name, value in (says or {}).items():
        mine = getattr(found, name)
        if name == "expiry":
            mine = mine.isoformat() if mine else ""
        assert (float(mine or 0) if isinstance(value, int | float) else mine) == value


@pytest.mark.parametrize("vector", vectors("spellings"), ids=lambda v: v["text"])
def test_spellings_of_the_vectors(vector):
    assert sorted(spellings(vector["text"])) == vector["same"]
