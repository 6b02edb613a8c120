"""Files that people made: what is read, and what spreadsheets did to codes."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import sheets
from md_pure.md_inventory_core.sheets import SheetError, quantity, read

NEEDED = ("sku", "quantity")
KNOWN = (*NEEDED, "why")


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def told(data):
    """[(number, {column: text})]."""
    rows = read(data, NEEDED, KNOWN)
    return [(r.number, {name: r.text(name) for name in r.cells}) for r in rows]


def spoiled(data):
    return [row.cells["sku"].spoiled for row in read(data, NEEDED, KNOWN)]


GOOD = "SKU,Quantity\nA-1,5\n\n00123,7\n"


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        ("\ufeff" + GOOD).encode(),
        GOOD.encode("utf-16"),
        GOOD.replace(",", ";").encode(),
        GOOD.replace(",", "\t").replace("\n", "\r\n").encode(),
        xlsx(("sku", "quantity"), ("A-1", 5), (), ("00123", "7")),
    ],
)
def test_the_same_rows_in_each_form(data):
    assert told(data) == [
        (2, {"sku": "A-1", "quantity": "5"}),
        (4, {"sku": "00123", "quantity": "7"}),
    ]


def test_bengali_and_old_encodings():
    assert told("sku,quantity\nচাল,৫".encode())[0][1]["sku"] == "চাল"
    assert told("sku,quantity\nCafé,5".encode("cp1252"))[0][1]["sku"] == "Café"
    assert quantity("৫") == 5


def test_quotes_and_columns_in_any_order():
    data = b'why,QUANTITY,Sku\n"a, b",2,X\n'
    assert told(data) == [(2, {"why": "a, b", "quantity": "2", "sku": "X"})]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"sku,quantity\n", "empty"),
        (b"sku\nA\n", "no_column"),
        (b"sku,quantity,colour\nA,1,red\n", "unknown_column"),
        (b"sku,quantity,SKU\nA,1,B\n", "twice"),
        (b"PK\x03\x04 no spreadsheet", "unreadable"),
        (b"\xd0\xcf\x11\xe0\x00\x00an old xls", "unreadable"),
    ],
)
def test_what_is_wrong_with_a_file(data, why):
    with pytest.raises(SheetError) as caught:
        read(data, NEEDED, KNOWN)
    assert caught.value.why == why


def test_files_have_limits(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    assert len(told(b"sku,quantity\nA,1\nB,1\n")) == 2
    with pytest.raises(SheetError, match="too_many"):
        told(b"sku,quantity\nA,1\nB,1\nC,1\n")
    monkeypatch.setattr(sheets, "MOST_BYTES", 5)
    with pytest.raises(SheetError, match="too_large"):
        told(b"sku,quantity\nA,1\n")


def test_what_excel_did_to_codes():
    data = b"sku,quantity\n8.90123E+12,1\n05-Mar,1\nMar-05,1\n8901234567890,1\n1E5A,1\n"
    assert spoiled(data) == ["shortened", "dated", "dated", None, None]
    rows = [(8901234567890, 1), (123.0, 1), (date(2026, 3, 5), 1), ("007", 1)]
    rows.append((12345678901234567890, 1))
    data = xlsx(("sku", "quantity"), *rows)
    assert spoiled(data) == ["number", "number", "dated", None, "shortened"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", "5"), (" 1,250.5 ", "1250.5"), ("1,00,000", "100000"), ("0.25", "0.25")],
)
def test_quantities(text, value):
    assert quantity(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "x", "1.005", "nan", "inf", "1,5", "5 kg"]
)
def test_no_quantities(text):
    with pytest.raises(ValueError, match=""):
        quantity(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        rows = read(data, (), ("sku",))
    except SheetError:
        return
    assert all(row.number > 0 for row in rows)


def test_a_file_of_somebody_else():
    """Rows above the header, unknown columns and a second date are not read."""
    text = (
        "Merchant,Shop\n\nDate,Sl,TrxID,Amount,Date\n1 May,1,A1,100,x\n2 May,2,A2,5,x\n"
    )
    words = {"trxid": "id"}
    known = ("date", "id", "amount")
    rows = read(text.encode(), ("id", "amount"), known, also=words, loose=True)
    assert [(row.number, row.text("id"), row.text("date")) for row in rows] == [
        (4, "A1", "1 May"),
        (5, "A2", "2 May"),
    ]
    with pytest.raises(SheetError) as refused:
        read(b"Date,Amount\n1,2\n", ("id", "amount"), known, also=words, loose=True)
    assert (refused.value.why, refused.value.details["column"]) == ("no_column", "id")
