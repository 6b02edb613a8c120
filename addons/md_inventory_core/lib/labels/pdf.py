"""Drawings as PDF: letters as embedded fonts, bars as vectors, each label once."""

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import uharfbuzz
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from .drawing import Drawing
from .errors import LabelError

POINT = 72
A4 = (210.0, 297.0)
SLACK = 0.2  # mm that labels may be larger than their places
DARK, LIGHT = 0, 255


@dataclass(frozen=True, slots=True)
class Grid:
    """Labels on a sheet; lengths in mm."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0
    gap_y: float = 0
    page: tuple[float, float] = A4

    @property
    def places(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    def holds(self, width: float, height: float) -> bool:
        """Whether labels of this size fit."""
        return width <= self.width + SLACK and height <= self.height + SLACK

    def place(self, number: int) -> tuple[float, float]:
        """Left and top of a place, counted from 0 along the rows."""
        row, column = divmod(number, self.columns)
        x = self.left + column * (self.width + self.gap_x)
        return x, self.top + row * (self.height + self.gap_y)


def roll(copies: Iterable[tuple[Drawing, int]]) -> bytes:
    """One label a page."""
    book = _Book()
    for drawing, count in copies:
        size = _points(drawing)
        for _copy in range(count):
            book.page(size, [(drawing, 0.0, 0.0)])
    return book.written()


def sheets(copies: Iterable[tuple[Drawing, int]], grid: Grid, start: int = 1) -> bytes:
    """Labels on sheets; the first ``start`` - 1 places of the first are used up.

    :raises LabelError: "bad_grid" when there is no such place, or labels are too large
    """
    if not 1 <= start <= grid.places:
        raise LabelError("bad_grid", what=start, most=grid.places)
    book, at, placed = _Book(), start - 1, []
    size = tuple(length / 25.4 * POINT for length in grid.page)
    for drawing, count in copies:
        wide, high = _points(drawing)
        spare_x = grid.width / 25.4 * POINT - wide
        spare_y = grid.height / 25.4 * POINT - high
        if min(spare_x, spare_y) < -0.5:
            raise LabelError("bad_grid", what="size", most=grid.places)
        for _copy in range(count):
            x, y = (length / 25.4 * POINT for length in grid.place(at))
            placed.append((drawing, x + spare_x / 2, y + spare_y / 2))
            at += 1
            if at == grid.places:
                book.page(size, placed)
                at, placed = 0, []
    if placed:
        book.page(size, placed)
    return book.written()


def _points(drawing):
    """Width and height, a hair less: viewers round pages up to whole dots."""
    dots = (drawing.width, drawing.height)
    return tuple(math.floor(1000 * n * POINT / drawing.dpi) / 1000 for n in dots)


class _Book:
    """A PDF in the making: every label and picture is in it once."""

    def __init__(self):
        self.writer = PdfWriter()
        self.labels: dict[int, tuple] = {}
        self.fonts: dict = {}
        self.pictures: dict[bytes, object] = {}
        self.resources = DictionaryObject()
        self.shared = self.writer._add_object(self.resources)
        # a dialog's "fit to page" would make bars that are no whole dots
        preferences = _dict(PrintScaling="/None")
        self.writer.root_object[NameObject("/ViewerPreferences")] = preferences

    def page(self, size, placed: Sequence[tuple[Drawing, float, float]]):
        """A page with labels, each with its left and top in points."""
        page = self.writer.add_blank_page(*size)
        used, words = DictionaryObject(), []
        for drawing, x, y in placed:
            name, form = self._label(drawing)
            used[NameObject(name)] = form
            bottom = size[1] - y - _points(drawing)[1]
            words.append(f"q 1 0 0 1 {x:.4f} {bottom:.4f} cm {name} Do Q")
        page[NameObject("/Resources")] = _dict(XObject=used)
        stream = _stream("\n".join(words))
        page[NameObject("/Contents")] = self.writer._add_object(stream)

    def written(self) -> bytes:
        """The file."""
        fonts = DictionaryObject()
        for face, (name, glyphs) in self.fonts.items():
            fonts[NameObject(name)] = self._font(face, glyphs)
        if fonts:
            self.resources[NameObject("/Font")] = fonts
        if self.pictures:
            self.resources[NameObject("/XObject")] = DictionaryObject(
                {NameObject(name): made for name, made in self.pictures.values()}
            )
        out = io.BytesIO()
        self.writer.write(out)
        return out.getvalue()

    def _label(self, drawing):
        known = self.labels.get(id(drawing))
        if not known:
            wide, high = _points(drawing)
            form = _stream(self._words(drawing))
            form.update(
                _dict(
                    Type="/XObject",
                    Subtype="/Form",
                    BBox=_numbers(0, 0, wide, high),
                )
            )
            form[NameObject("/Resources")] = self.shared
            made = self.writer._add_object(form)
            # the drawing is kept with it: its id is not given away
            known = (f"/L{len(self.labels)}", made, drawing)
            self.labels[id(drawing)] = known
        return known[:2]

    def _words(self, drawing):
        """What draws a label, in units of dots from the bottom left."""
        scale, high = POINT / drawing.dpi, drawing.height
        words = [f"{scale:.8f} 0 0 {scale:.8f} 0 0 cm"]
        for data, box in drawing.pictures:
            if name := self._picture(data):
                words.append(_placed_picture(name, self.pictures[data][1], box, high))
        for x, y, wide, tall in drawing.bars:
            words.append(f"{x} {high - y - tall} {wide} {tall} re")
        if drawing.bars:
            words.append("f")
        for x0, y0, x1, y1, thick in drawing.strokes:
            words.append(
                f"{thick:.2f} w {x0:.2f} {high - y0:.2f} m {x1:.2f} {high - y1:.2f} l S"
            )
        for text in drawing.texts:
            words += self._text(text, high)
        return "\n".join(words)

    def _text(self, text, high):
        """A line: glyphs by number, each where it was shaped to."""
        said = "".join(glyph.text for glyph in text.line.glyphs)
        code = said.encode("utf-16-be").hex().upper()
        words = [f"/Span <</ActualText <FEFF{code}>>> BDC BT"]
        face = None
        for glyph in text.line.glyphs:
            if glyph.face is not face:
                face = glyph.face
                words.append(f"{self._used(face)} {text.size:.3f} Tf")
            self.fonts[face][1].setdefault(glyph.number, glyph.text)
            x = text.x + glyph.x * text.size
            y = high - text.y + glyph.y * text.size
            words.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm <{glyph.number:04X}> Tj")
        words.append("ET EMC")
        return words

    def _used(self, face):
        if face not in self.fonts:
            self.fonts[face] = (f"/F{len(self.fonts)}", {})
        return self.fonts[face][0]

    def _font(self, face, glyphs):
        """A font with the glyphs that are used, under their own numbers."""
        wanted = uharfbuzz.SubsetInput()
        wanted.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).set({0, *glyphs})
        tables = wanted.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG)
        tables.update({_tag("GSUB"), _tag("GPOS"), _tag("GDEF")})
        wanted.flags = uharfbuzz.SubsetFlags.RETAIN_GIDS
        data = bytes(uharfbuzz.subset(face.hb, wanted).blob.data)
        kind = "OpenType" if data[:4] == b"OTTO" else "TrueType"
        file = StreamObject()
        file.set_data(data)
        thousand = 1000 / face.upem
        name = NameObject(f"/MDLABL+{face.name}")
        widths = ArrayObject()
        for number in sorted(glyphs):
            advance = face.font.get_glyph_h_advance(number) * thousand
            widths += [NumberObject(number), _numbers(round(advance, 1))]
        descriptor = _dict(
            Type="/FontDescriptor",
            Flags=NumberObject(4),
            FontBBox=_numbers(-500, -500, 2000, 1500),
            ItalicAngle=NumberObject(0),
            Ascent=NumberObject(int(face.ascent * thousand)),
            Descent=NumberObject(int(-face.descent * thousand)),
            CapHeight=NumberObject(700),
            StemV=NumberObject(80),
        )
        descriptor[NameObject("/FontName")] = name
        if kind == "OpenType":
            file[NameObject("/Subtype")] = NameObject("/OpenType")
        entry = "/FontFile3" if kind == "OpenType" else "/FontFile2"
        descriptor[NameObject(entry)] = self.writer._add_object(file.flate_encode())
        below = _dict(
            Type="/Font",
            Subtype="/CIDFontType0" if kind == "OpenType" else "/CIDFontType2",
            CIDToGIDMap="/Identity",
            W=widths,
            FontDescriptor=self.writer._add_object(descriptor),
            CIDSystemInfo=_dict(
                Registry=TextStringObject("Adobe"),
                Ordering=TextStringObject("Identity"),
                Supplement=NumberObject(0),
            ),
        )
        below[NameObject("/BaseFont")] = name
        font = _dict(
            Type="/Font",
            Subtype="/Type0",
            Encoding="/Identity-H",
            DescendantFonts=ArrayObject([self.writer._add_object(below)]),
            ToUnicode=self.writer._add_object(_stream(_meanings(glyphs))),
        )
        font[NameObject("/BaseFont")] = name
        return self.writer._add_object(font)

    def _picture(self, data):
        """The name of a picture, None when it is none."""
        if data not in self.pictures:
            try:
                image = Image.open(io.BytesIO(data))
                grey = on_white(image)
            except (OSError, ValueError):
                return None
            stream = StreamObject()
            stream.set_data(grey.tobytes())
            stream = stream.flate_encode()
            stream.update(
                _dict(
                    Type="/XObject",
                    Subtype="/Image",
                    ColorSpace="/DeviceGray",
                    Width=NumberObject(grey.width),
                    Height=NumberObject(grey.height),
                    BitsPerComponent=NumberObject(8),
                )
            )
            name = f"/P{len(self.pictures)}"
            self.pictures[data] = (name, self.writer._add_object(stream))
        return self.pictures[data][0]


def on_white(image, most=600):
    """A grey picture of at most so many dots a side, on white paper."""
    image.thumbnail((most, most))
    image = image.convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image).convert("L")


def _placed_picture(name, made, box, high):
    """A picture in its box, not stretched, at the right."""
    image = made.get_object()
    left, top, width, height = box
    scale = min(width / image["/Width"], height / image["/Height"])
    wide, tall = image["/Width"] * scale, image["/Height"] * scale
    x, y = left + width - wide, high - top - tall
    return f"q {wide:.2f} 0 0 {tall:.2f} {x:.2f} {y:.2f} cm {name} Do Q"


def _meanings(glyphs):
    """The map from glyphs to letters that searching and copying read."""
    rows = [
        f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for number, text in sorted(glyphs.items())
        if text
    ]
    blocks = []
    for at in range(0, len(rows), 100):
        part = rows[at : at + 100]
        blocks += [f"{len(part)} beginbfchar", *part, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CMapName /MD def /CMapType 2 def",
            "1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *blocks,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


def _tag(name):
    return int.from_bytes(name.encode(), "big")


def _stream(text):
    stream = StreamObject()
    stream.set_data(text.encode("ascii"))
    return stream.flate_encode()


def _numbers(*numbers):
    return ArrayObject([FloatObject(number) for number in numbers])


def _dict(**values):
    """A PDF dictionary; texts with a slash in front are names."""
    made = DictionaryObject()
    for key, value in values.items():
        is_name = type(value) is str
        made[NameObject(f"/{key}")] = NameObject(value) if is_name else value
    return made
