"""A label as a list of things to draw, all in dots of one resolution from top left.

One drawing serves the picture, the PDF and the printer: what is seen is printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from . import codes, layout
from .errors import LabelError
from .layout import Layout
from .runs import runs
from .shaping import Line
from .texts import Fitter

POINT = 72  # to the inch
DIGITS = 7.5  # points of the letters under a code
MOST_MODULE = {layout.CARTON: 0, layout.SHELF: 0.4, layout.ITEM: 0.4}


@dataclass(frozen=True, slots=True)
class Text:
    """A shaped line; ``y`` is its base line."""

    line: Line
    size: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What stands on a label of ``width`` x ``height`` dots.

    ``bars``: (x, y, width, height) in whole dots. ``strokes``: (x, y, x, y, width).
    ``pictures``: (PNG or JPEG, (x, y, width, height)). ``notes``: what people should
    know, ("cut", field) or ("missing", letters).
    """

    width: int
    height: int
    dpi: int
    texts: tuple[Text, ...] = ()
    bars: tuple[tuple[int, int, int, int], ...] = ()
    strokes: tuple[tuple[float, float, float, float, float], ...] = ()
    pictures: tuple[tuple[bytes, tuple[int, int, int, int]], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Sheet:
    """A drawing in the making."""

    dpi: int
    fitter: Fitter
    texts: list = field(default_factory=list)
    bars: list = field(default_factory=list)
    strokes: list = field(default_factory=list)
    pictures: list = field(default_factory=list)
    notes: list = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says: texts by field, and what its code carries."""

    texts: Mapping[str, str]
    barcode: str = ""
    lot: str = ""
    expiry: date | None = None
    logo: bytes = b""


def draw(plan: Layout, label: Label, fitter: Fitter) -> Drawing:
    """Draw a label.

    :raises LabelError: the code does not fit, or is none
    """
    width, height = plan.dots
    sheet = _Sheet(plan.dpi, fitter)
    filled = {name for name, text in label.texts.items() if text}
    filled |= {"barcode"} if label.barcode else set()
    filled |= {"logo"} if label.logo else set()
    for area, box in layout.boxes(plan, filled):
        if area.field == "barcode":
            _code(sheet, plan, label, area, box)
        elif area.field == "logo":
            sheet.pictures.append((label.logo, box))
        else:
            _text(sheet, area, label.texts[area.field], box)
    return Drawing(
        width,
        height,
        plan.dpi,
        tuple(sheet.texts),
        tuple(sheet.bars),
        tuple(sheet.strokes),
        tuple(sheet.pictures),
        tuple(dict.fromkeys(sheet.notes)),
    )


def turned(drawing: Drawing, **changes) -> Drawing:
    """The drawing with something else."""
    return replace(drawing, **changes)


def _text(sheet, area, text, box):
    left, top, width, height = box
    scale = sheet.dpi / POINT
    largest, least = area.largest * scale, area.least * scale
    fitted = sheet.fitter.fit(
        text, width, height, largest, least, area.lines, area.bold
    )
    if fitted.cut and area.whole:
        raise LabelError("no_room", field=area.field, text=text)
    if fitted.cut:
        sheet.notes.append(("cut", area.field))
    if fitted.missing:
        sheet.notes.append(("missing", "".join(fitted.missing)))
    step = fitted.size * 1.22
    top += max(height - step * len(fitted.lines), 0) / 2
    for number, line in enumerate(fitted.lines):
        length = line.width * fitted.size
        shift = {"left": 0, "center": 0.5, "right": 1}[area.align]
        x = left + (width - length) * shift
        y = top + number * step + fitted.size * 0.96
        sheet.texts.append(Text(line, fitted.size, x, y))
        if area.struck:
            thick = max(fitted.size / 12, 1)
            y -= fitted.size * 0.3
            sheet.strokes.append((x, y + thick * 2, x + length, y - thick * 2, thick))


def _code(sheet, plan, label, area, box):
    left, top, width, height = box
    code = codes.encode(label.barcode, plan.symbology, label.lot, label.expiry)
    digits = DIGITS * sheet.dpi / POINT * (1.4 if plan.kind == layout.CARTON else 1)
    under = 0 if code.square else int(digits * 1.25)
    bearer = 0
    if code.kind == codes.ITF14:
        bearer = max(layout.to_dots(0.6, sheet.dpi), 2)
    left, width, fit = _fitted(code, box, height - under - 2 * bearer, plan)
    shift = {"left": 0, "center": 0.5, "right": 1}[area.align]
    left += int((width - fit.width) * shift)
    high = fit.step if code.square else height - under - 2 * bearer
    start = top + bearer
    if code.square:
        start += max((height - fit.width) // 2, 0) + fit.quiet[0]
    for number, row in enumerate(code.rows):
        y = start + number * high
        x = left + fit.quiet[0]
        for module, group in runs(row):
            length = len(group) * fit.step
            if module == "1":
                sheet.bars.append((x, y, length, high))
            x += length
    if bearer:  # what keeps a slanted beam from reading a part of the code
        sheet.bars.append((left, top, fit.width, bearer))
        sheet.bars.append((left, start + high, fit.width, bearer))
    if under:
        below = start + high + bearer
        _digits(sheet, code.text, (left, below, fit.width, under), digits)


def _fitted(code, box, high, plan):
    """(left, width, fit): in its box, or wider where the label's margin can be a part
    of the quiet zone and the bars get wider by it.
    """
    left, _top, width, _height = box
    most, margin = MOST_MODULE.get(plan.kind, 0), layout.to_dots(plan.margin, plan.dpi)
    edge = plan.dots[0]
    spans = left == margin and left + width == edge - margin and not code.square
    if not spans:
        return left, width, codes.fit(code, width, high, plan.dpi, most)
    wide = codes.fit(code, edge, high, plan.dpi, most)
    if wide.width <= width:
        return left, width, wide
    return 0, edge, wide


def _digits(sheet, text, box, size):
    left, top, width, height = box
    least = min(size, 5 * sheet.dpi / POINT)
    fitted = sheet.fitter.fit(text, width, height, size, least)
    [line] = fitted.lines
    if line.glyphs:
        x = left + (width - line.width * fitted.size) / 2
        sheet.texts.append(Text(line, fitted.size, x, top + height * 0.86))
