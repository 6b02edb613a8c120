"""Barcodes, boxes and ZPL of labels: what needs no fonts."""

import base64
import binascii
import re
import zlib
from dataclasses import replace
from datetime import date

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from md_pure.md_inventory_core import gtin
from md_pure.md_inventory_core.labels import codes, layout, pdf, zpl
from md_pure.md_inventory_core.labels.errors import LabelError

digits = st.text("0123456789", min_size=12, max_size=12)
plain = st.text([chr(n) for n in range(32, 127)], min_size=1, max_size=24)


def bars(code, step=2):
    """A code on white paper, with its quiet zones and nothing more."""
    left, right = (zone * code.unit * step for zone in code.quiet)
    high = step if code.square else 80
    rows = len(code.rows) * high
    top = left if code.square else 0
    size = (left + len(code.rows[0]) * step + right, rows + 2 * top)
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    for y, row in enumerate(code.rows):
        for x, module in enumerate(row):
            if module == "1":
                at = (left + x * step, top + y * high)
                pen.rectangle((*at, at[0] + step - 1, at[1] + high - 1), fill=0)
    return picture


def read(code):
    found = zxingcpp.read_barcodes(bars(code))
    return [(str(one.format).rpartition(".")[2], one.text) for one in found]


@given(digits.filter(lambda text: text.strip("0") and text[0] != "0"))
def test_every_ean_is_read(payload):
    number = payload + str(gtin.check_digit(payload))
    assert codes.encode(number).kind == "ean13"
    assert number in [text for _kind, text in read(codes.encode(number))]


@given(plain.filter(lambda text: text.strip() == text))
def test_every_code_128_is_read(text):
    assert text in [found for _kind, found in read(codes.encode(text, "code128"))]


@pytest.mark.parametrize(
    ("text", "more", "kind"),
    [
        ("96385074", {}, "ean8"),
        ("036000291452", {}, "upca"),
        ("5901234123457", {}, "ean13"),
        ("5901234123458", {}, "code128"),  # the check digit is wrong
        ("10012345678902", {}, "itf14"),
        ("10012345678902", {"lot": "A"}, "gs1_128"),
        ("PANJABI-L", {}, "code128"),
        ("দই", {}, "qr"),
        ("A" * 49, {}, "qr"),
    ],
)
def test_the_number_chooses_its_code(text, more, kind):
    assert codes.encode(text, **more).kind == kind


def test_element_string_of_a_carton():
    made = codes.encode("10012345678902", "gs1_128", "L/7", date(2027, 1, 31))
    expected = "(01)10012345678902(17)270131(10)L/7"
    assert made.text == expected
    assert [text for _kind, text in read(made)] == [expected]
    # a lot that is none for GS1, and one that is too long
    for lot in ("দই", "A B", "X" * 21):
        with pytest.raises(LabelError) as caught:
            codes.encode("10012345678902", "gs1_128", lot)
        assert caught.value.why == "bad_lot"


def test_codes_that_cannot_be_drawn():
    for text, kind in (("12345", "itf14"), ("দই", "code128"), ("x" * 400, "qr")):
        with pytest.raises(LabelError) as caught:
            codes.encode(text, kind)
        assert (caught.value.why, caught.value.details) == ("bad_code", {"code": text})


@given(st.integers(20, 1200), st.sampled_from(layout.RESOLUTIONS), plain)
def test_bars_are_whole_dots_in_their_box_or_refused(width, dpi, text):
    code = codes.encode(text, "code128")
    try:
        fit = codes.fit(code, width, 200, dpi)
    except LabelError as error:
        # the least that was asked for is really more than there is
        assert error.details["needed"] > error.details["given"]
        return
    assert fit.step >= 1 and fit.width <= width
    assert fit.width == (len(code.rows[0]) + 20) * fit.step
    assert fit.step * 25.4 / dpi >= codes.LEAST_MODULE
    assert fit.quiet == (10 * fit.step, 10 * fit.step)


def test_bars_that_are_too_low():
    with pytest.raises(LabelError) as caught:
        codes.fit(codes.encode("5901234123457"), 400, 30, 203)
    assert caught.value.why == "too_low"


sizes = st.builds(
    layout.Layout,
    st.sampled_from(layout.KINDS),
    st.floats(20, 150),
    st.floats(12, 150),
    st.sampled_from((203, 300)),
    st.frozensets(st.sampled_from(layout.fields_of("shelf") + ("lot", "quantity"))),
    st.floats(0, 3),
)


@given(sizes, st.sets(st.sampled_from(layout.fields_of("shelf"))))
def test_fields_have_boxes_of_their_own(plan, filled):
    width, height = plan.dots
    try:
        placed = layout.boxes(plan, filled)
    except LabelError as error:
        assert error.details["needed"] > error.details["given"]
        return
    wanted = plan.fields & filled & set(layout.fields_of(plan.kind))
    assert {area.field for area, _box in placed} == wanted
    for number, (_area, (x, y, w, h)) in enumerate(placed):
        assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
        for _other, (left, top, wide, high) in placed[:number]:
            apart = x >= left + wide or left >= x + w or y >= top + high or top >= y + h
            assert apart
    for area, (_x, _y, _w, h) in placed:
        if area.field not in ("barcode", "logo"):
            # one line of the smallest letters, and its last dot
            assert h + 1 >= area.least * layout.LINE * plan.dpi / 72


def test_more_fields_than_a_label_is_high():
    shown = frozenset(layout.fields_of("price_tag"))
    plan = layout.Layout("price_tag", 63, 38, 203, shown)
    assert len(layout.boxes(plan, shown)) == len(shown)
    with pytest.raises(LabelError) as caught:
        layout.boxes(replace(plan, height=25), shown)
    assert caught.value.why == "crowded"
    assert caught.value.details["given"] == pytest.approx(22, abs=0.2)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"width": 5}, "width"),
        ({"height": 400}, "height"),
        ({"margin": 10, "height": 20}, "margin"),
        ({"dpi": 72}, "dpi"),
        ({"width": 200, "height": 290, "dpi": 600}, "dots"),
    ],
)
def test_sizes_that_are_not_sane(changes, what):
    values = {"width": 70, "height": 36, "dpi": 203, "margin": 1.5} | changes
    with pytest.raises(LabelError) as caught:
        layout.Layout("shelf", fields=frozenset(), **values).check()
    assert caught.value.details["what"] == what


def test_places_of_a_sheet():
    grid = pdf.Grid(3, 7, 63.5, 38.1, 7.2, 15.1, gap_x=2.55, gap_y=1)
    assert (grid.places, grid.place(0)) == (21, (7.2, 15.1))
    assert grid.place(5) == pytest.approx((7.2 + 2 * 66.05, 15.1 + 39.1))
    assert grid.holds(63.6, 38.2) and not grid.holds(64, 38) and not grid.holds(63, 39)


def unlettered(text, each):
    """Rows of ZPL's own compression, read as its manual says."""
    rows, row, count = [], "", 0
    for sign in text:
        if sign == ":":
            rows.append(rows[-1])
        elif sign in ",!":
            rows.append(row.ljust(each * 2, "0" if sign == "," else "F"))
            row = ""
        elif "G" <= sign <= "Y":
            count += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            count += (ord(sign) - ord("f")) * 20
        else:
            row, count = row + sign * (count or 1), 0
            if len(row) == each * 2:
                rows.append(row)
                row = ""
    return rows


@st.composite
def pictures(draw):
    width, height = draw(st.integers(1, 900)), draw(st.integers(1, 12))
    picture = Image.new("1", (width, height), draw(st.integers(0, 1)))
    pen = ImageDraw.Draw(picture)
    corner = st.tuples(st.integers(0, width), st.integers(0, height))
    for first, second in draw(st.lists(st.tuples(corner, corner), max_size=6)):
        box = [*map(min, first, second), *map(max, first, second)]
        pen.rectangle(box, fill=draw(st.integers(0, 1)))
    return picture


@given(pictures())
def test_zpl_keeps_every_dot(picture):
    each = (picture.width + 7) // 8
    whole = bytes(
        sum(
            128 >> bit
            for bit in range(8)
            if at * 8 + bit < picture.width and not picture.getpixel((at * 8 + bit, y))
        )
        for y in range(picture.height)
        for at in range(each)
    )
    pattern = r"\^GFA,(\d+),(\d+),(\d+),(.*?)\^FS"
    total, _same, wide, data = re.search(pattern, zpl.label(picture)).groups()
    assert (int(total), int(wide)) == (len(whole), each)
    assert "".join(unlettered(data, each)) == whole.hex().upper()
    *_counts, packed = re.search(pattern, zpl.label(picture, packed=True)).groups()
    _empty, _z64, text, check = packed.split(":")
    assert zlib.decompress(base64.b64decode(text)) == whole
    assert int(check, 16) == binascii.crc_hqx(text.encode(), 0)


def test_copies_are_counted_not_repeated():
    picture = Image.new("1", (400, 200), 1)
    one, many = zpl.label(picture), zpl.label(picture, 4_000)
    assert "^PQ4000," in many and len(many) == len(one) + 3
