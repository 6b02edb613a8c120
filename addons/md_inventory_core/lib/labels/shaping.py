"""Text as glyphs: joined letters, marks, right-to-left, more scripts in one line."""

import unicodedata
from dataclasses import dataclass

import uharfbuzz

from .fonts import Face, FontBook
from .runs import runs

RIGHT = ("R", "AL")
JOINERS = "\u200c\u200d"
MARKS = ("Mn", "Mc", "Me")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a font, placed in units of one font size from the line's start.

    ``text`` is what it stands for; "" for further glyphs of the same letters.
    """

    face: Face
    number: int
    x: float
    y: float
    advance: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A shaped line; lengths in units of one font size."""

    glyphs: tuple[Glyph, ...]
    width: float
    missing: tuple[str, ...] = ()


EMPTY = Line((), 0.0)


def shape(text: str, book: FontBook, bold: bool = False) -> Line:
    """Shape one line of text, in the order in which it is seen."""
    text = plain(text)
    if not text:
        return EMPTY
    glyphs, at, missing = [], 0.0, []
    for face, run, right in _runs(text, book, bold, missing):
        for glyph in _shaped(face, run, right, at):
            glyphs.append(glyph)
            at += glyph.advance
    return Line(tuple(glyphs), at, tuple(dict.fromkeys(missing)))


def plain(text: str) -> str:
    """Without line ends, tabs, control characters and doubled blanks."""
    kept = (
        letter
        if letter in JOINERS or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
        else " "
        for letter in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(kept).split())


def _shaped(face: Face, run: str, right: bool, at: float):
    """Glyphs of letters of one font and direction, from ``at`` on."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if right else "ltr"
    uharfbuzz.shape(face.font, buffer)
    infos, upem = buffer.glyph_infos, face.upem
    starts = sorted({info.cluster for info in infos}) + [len(run)]
    ends = dict(zip(starts, starts[1:], strict=False))
    said = set()
    for info, place in zip(infos, buffer.glyph_positions, strict=True):
        start = info.cluster
        text = "" if start in said else run[start : ends[start]]
        said.add(start)
        advance = place.x_advance / upem
        x, y = at + place.x_offset / upem, place.y_offset / upem
        yield Glyph(face, info.codepoint, x, y, advance, text)
        at += advance


def _runs(text, book, bold, missing):
    """(font, letters, whether right-to-left) in the order in which they are seen."""
    faces = _faces(text, book, bold, missing)
    base, rights = _directions(text)
    keyed = zip(zip(faces, rights, strict=True), text, strict=True)
    found = [
        (face, "".join(letter for _key, letter in group), right)
        for (face, right), group in runs(keyed, lambda pair: pair[0])
    ]
    if base:
        found.reverse()
    # what runs against the line keeps its own order
    ordered = []
    for right, group in runs(found, lambda run: run[2]):
        ordered += reversed(group) if right != base else group
    return ordered


def _faces(text, book, bold, missing):
    """The font of each letter; marks and what stands between stay with the last."""
    faces, last = [], None
    for letter in text:
        joins = letter in JOINERS
        weak = joins or unicodedata.category(letter) in MARKS or not letter.isalnum()
        if last and weak and (joins or ord(letter) in last.letters):
            faces.append(last)
            continue
        face = book.face(letter, bold)
        if not face:
            if letter not in JOINERS:
                missing.append(letter)
            face = last or book.base(bold)
        faces.append(face)
        last = face
    return faces


def _directions(text):
    """(whether the line runs right-to-left, the same for each letter)."""
    strong = []
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        strong.append(
            True if kind in RIGHT else False if kind in ("L", "EN", "AN") else None
        )
    letters = (unicodedata.bidirectional(letter) for letter in text)
    base = next((kind in RIGHT for kind in letters if kind in ("L", *RIGHT)), False)
    rights, before = [], base
    for index, right in enumerate(strong):
        if right is None:
            after = next((s for s in strong[index:] if s is not None), base)
            right = before if before == after else base
        else:
            before = right
        rights.append(right)
    return base, rights
