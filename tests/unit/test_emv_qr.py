"""Bangla QR: built, checked by a second CRC, drawn, and read by a reader of others."""

import binascii
import json
from pathlib import Path

import pytest
import qrcode
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_pos_ext import emv_qr

VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "emv_qr"
MERCHANT = {
    "accounts": [["26", "0007bd.npsb0108MERCH001"]],
    "name": "Micro Datasoft Shop",
    "city": "Dhaka",
    "category": "5999",
    "country": "BD",
    "currency": "050",
}
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


def load(name):
    return json.loads((VECTORS / f"{name}.json").read_text())


def told(vectors):
    return [pytest.param(vector, id=vector["note"]) for vector in vectors]


def fields_of(text):
    """Return {tag: value}, split here and not by what is tested."""
    found = {}
    while text:
        size = int(text[2:4])
        found[text[:2]], text = text[4 : 4 + size], text[4 + size :]
    return found


@pytest.mark.parametrize("vector", told(load("crc")))
def test_crc(vector):
    assert f"{emv_qr.crc(vector['text']):04X}" == vector["crc"]


@given(st.text())
def test_crc_as_another_makes_it(text):
    assert emv_qr.crc(text) == binascii.crc_hqx(text.encode(), 0xFFFF)


@pytest.mark.parametrize("vector", told(load("build")))
def test_build(vector):
    words = ("merchant", "amount", "digits", "bill", "till")
    asked = [vector[word] for word in words]
    if "error" in vector:
        with pytest.raises(emv_qr.QrError) as refused:
            emv_qr.build(*asked)
        error = refused.value
        assert [error.problem, error.field, error.value] == vector["error"]
        return
    assert emv_qr.build(*asked) == vector["text"]


@given(st.integers(1, 10**11), TEXT, TEXT)
def test_every_code_says_what_it_should(amount, bill, till):
    text = emv_qr.build(MERCHANT, amount, 2, bill, till)
    found = fields_of(text)
    assert [found["00"], found["01"], found["53"], found["58"]] == (
        ["01", "12", "050", "BD"]
    )
    whole, part = found["54"].split(".")
    assert int(whole) * 100 + int(part) == amount
    assert int(found["63"], 16) == binascii.crc_hqx(text[:-4].encode(), 0xFFFF)
    assert emv_qr.decode(text) == list(found.items())
    own = fields_of(found.get("62", ""))
    assert bill.strip().endswith(own.get("01", ""))


@pytest.mark.parametrize("vector", told(one for one in load("build") if "text" in one))
def test_read_by_a_reader_of_others(vector):
    picture = qrcode.make(vector["text"], box_size=4).get_image()
    found = zxingcpp.read_barcodes(picture)
    assert [one.text for one in found] == [vector["text"]]


def test_accounts_as_people_write_them():
    text = "26.01 = MERCH001\n\n26.00=bd.npsb\n15 = 123456\n"
    assert emv_qr.accounts_of(text) == [["15", "123456"], *MERCHANT["accounts"]]


@pytest.mark.parametrize(
    ("text", "problem", "value"),
    [
        ("26.00 = bd\nnonsense", "line", 2),
        ("26.00 =", "line", 1),
        ("26.00 = a\n26.00 = b", "line", 2),
        ("26 = 0002bd\n26.01 = b", "line", 2),
        ("54 = 100", "tag", "54"),
        ("26.01 = MERCH001", "template", "26"),
        ("26.00 = ঢাকা", "letters", "26"),
        ("26.00 = " + "x" * 99, "long", "accounts"),
    ],
)
def test_accounts_that_are_none_name_the_line(text, problem, value):
    with pytest.raises(emv_qr.QrError) as refused:
        emv_qr.accounts_of(text)
    error = refused.value
    assert error.problem == problem
    assert value in (error.value, error.field)


def test_a_printed_code_tells_the_merchant():
    static = "00020101021126230007bd.npsb0108MERCH001520459995303050"
    static += "5802BD5919Micro Datasoft Shop6005Dhaka6304"
    static += f"{binascii.crc_hqx(static.encode(), 0xFFFF):04X}"
    found = emv_qr.merchant_of(f" {static}\n")
    assert found["accounts"] == "26.00 = bd.npsb\n26.01 = MERCH001"
    found["accounts"] = emv_qr.accounts_of(found["accounts"])
    assert found == MERCHANT


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("hello", "format"),
        ("", "format"),
        ("0002016304ABCD", "crc"),
        ("00020101021", "format"),
        ("000201", "crc"),
        ("0102116304ABCD", "format"),
    ],
)
def test_what_is_no_code(text, problem):
    with pytest.raises(emv_qr.QrError) as refused:
        emv_qr.decode(text)
    assert refused.value.problem == problem
