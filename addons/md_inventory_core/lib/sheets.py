"""Rows of a CSV or XLSX file that people made, and what spreadsheets did to codes.

Reads what people really send: CSV with comma, semicolon or tab, in UTF-8 (with or
without mark), UTF-16 as Excel saves "Unicode text", or Windows-1252; XLSX with numbers
and dates where texts should be. Answers with rows of texts, each with its number as the
spreadsheet shows it.
"""

import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_UNPACKED = 400_000_000  # bytes that an XLSX may have when it is unpacked
# 8.90123E+12 is what Excel shows and saves for a barcode of 13 digits
MOST_DIGITS = 100  # before the point: 1e999999999 would fill the memory
SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
DATED = re.compile(
    r"\d{1,2}[-/ ](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ]\d{1,4}",
    re.IGNORECASE,
)


class SheetError(Exception):
    """What is wrong with a file: ``why`` as one of `WHYS`, and with what."""

    def __init__(self, why: str, **details):
        super().__init__(f"{why} {details}")
        self.why, self.details = why, details


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, and what spoiled it: "shortened", "dated", "number" or None.

    A "number" may have lost zeros in front; it may still be right.
    """

    text: str
    spoiled: str | None = None


EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` as the spreadsheet shows it; ``cells`` by column."""

    number: int
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        """The text of a column, "" where the file has none."""
        return self.cells.get(column, EMPTY).text


def read(
    data: bytes,
    needed: Sequence[str],
    known: Collection[str],
    *,
    also: Mapping[str, str] | None = None,
    sheet: str = "",
    loose: bool = False,
) -> list[Row]:
    """Rows of a file whose first row that is not empty names its columns.

    Names count without case, blanks and underscores. Empty rows are left out.

    :param needed: columns that must be there; ``known`` all that may be
    :param also: {other name: column, "" for one that is not read}
    :param loose: of somebody else's making: rows above the one with all needed columns,
        columns that nobody knows and names that are there twice are not read
    :param sheet: of an XLSX, the one to read if it is there; else the one last open
    :raises SheetError: "empty", "too_large", "unreadable", "no_column" (column, found),
        "unknown_column" (column), "twice" (column), "too_many" (most)
    """
    if not data.strip():
        raise SheetError("empty")
    if len(data) > MOST_BYTES:
        raise SheetError("too_large", most=MOST_BYTES // 1_000_000)
    lines = _xlsx(data, sheet) if data[:2] == b"PK" else _csv(data)
    names = {_plain(name): column for name, column in (also or {}).items()}
    names |= {_plain(name): name for name in known}
    header, rows, first = None, [], None
    for number, values in lines:
        cells = [_cell(value) for value in values]
        if not any(cell.text for cell in cells):
            continue
        if header is None:
            first = first or cells
            header = (
                _loose(cells, needed, names)
                if loose
                else (_header(cells, needed, names))
            )
            continue
        if len(rows) == MOST_ROWS:
            raise SheetError("too_many", most=MOST_ROWS)
        found = dict(zip(header, cells, strict=False))
        found.pop("", None)
        rows.append(Row(number, found))
    if header is None and first:
        there = {names.get(_plain(cell.text)) for cell in first}
        lost = next((name for name in needed if name not in there), needed[0])
        raise SheetError("no_column", column=lost, found=_told(first))
    if header is None or not rows:
        raise SheetError("empty")
    return rows


def quantity(text: str, decimals: int = 2) -> Decimal:
    """A number above zero as people write it: 1250, 1,250.5, ৫ (Bengali digits too).

    :raises ValueError: when it is none, is not above zero or has more decimals
    """
    found = number(text)
    if found <= 0 or -found.as_tuple().exponent > decimals:
        raise ValueError(text)
    return found


def number(text: str) -> Decimal:
    """A number as people write it; see `quantity`.

    :raises ValueError: when it is none
    """
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    # a comma stands before three digits in the end: 12,50 may be twelve and a half
    if re.fullmatch(r"-?\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?", plain):
        plain = plain.replace(",", "")  # thousands, or lakhs
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise ValueError(text) from None
    if not found.is_finite() or found.adjusted() >= MOST_DIGITS:
        raise ValueError(text)
    return found


def _csv(data: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    text = _decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise SheetError("unreadable") from error


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError("unreadable")


def _xlsx(data: bytes, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    _check_unpacked(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book[name] if name in book.sheetnames else book.active
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)
    except (
        *(InvalidFileException, zipfile.BadZipFile, KeyError, ValueError),
        *(TypeError, AttributeError, EOFError, OSError),
    ) as error:
        raise SheetError("unreadable") from error


def _check_unpacked(data):
    """A small file may hold gigabytes of nothing; what it says of itself is enough,
    for nobody reads more of it than that.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise SheetError("unreadable") from error
    if size > MOST_UNPACKED:
        raise SheetError("too_large", most=MOST_UNPACKED // 1_000_000)


def _cell(value: Any) -> Cell:
    if value is None:
        return EMPTY
    if isinstance(value, bool):
        return Cell(str(value))
    if isinstance(value, datetime | date | time):
        return Cell(str(value), "dated")
    if isinstance(value, int | float):
        whole = isinstance(value, int) or value.is_integer()
        text = str(int(value)) if whole else repr(value)
        # Excel keeps 15 digits
        return Cell(text, "shortened" if len(text.strip("-0.")) > 15 else "number")
    text = str(value).strip()
    if SHORTENED.fullmatch(text):
        return Cell(text, "shortened")
    if DATED.fullmatch(text):
        return Cell(text, "dated")
    return Cell(text)


def _plain(name: str) -> str:
    return re.sub(r"[\s_]+", "", name).lower()


def _loose(cells, needed, names):
    """The header if these cells are one, else None."""
    header = []
    for cell in cells:
        name = names.get(_plain(cell.text), "")
        header.append("" if name in header else name)
    return header if set(needed) <= set(header) else None


def _header(cells, needed, names):
    header = []
    for cell in cells:
        name = names.get(_plain(cell.text))
        if cell.text and name is None:
            raise SheetError("unknown_column", column=cell.text)
        if name and name in header:
            raise SheetError("twice", column=name)
        header.append(name or "")
    for name in needed:
        if name not in header:
            raise SheetError("no_column", column=name, found=_told(cells))
    return header


def _told(cells):
    return ", ".join(cell.text for cell in cells if cell.text)


def meant(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if re.match(r"'[=@\t\r+-]", text) else text


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if re.match(r"[=@\t\r]|[+-](?![\d.]+$)", text) else text
