"""What stands where on a label: a box that is split again and again.

An area whose field is not wanted, or that has nothing to show, gives its room to the
others. So one arrangement serves every size of label.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

from .errors import LabelError

SHELF, ITEM, PRICE_TAG, CARTON = "shelf", "item", "price_tag", "carton"
PRICES = ("price", "old_price", "unit_price")
KINDS = (SHELF, ITEM, PRICE_TAG, CARTON)
RESOLUTIONS = (203, 300, 600)
# mm: (least, most)
WIDTHS, HEIGHTS, MARGINS = (20, 210), (12, 297), (0, 15)
LINE = 1.22  # height of a line of text in font sizes
# mm that bars need with what stands under them; more on cartons, where it is larger
CODE_HEIGHT = {CARTON: 11.0}
CODE_HEIGHTS = 8.5
MOST_DOTS = 6_000_000  # of one label: 100 x 150 mm at 600 dots per inch


@dataclass(frozen=True, slots=True)
class Area:
    """A field in its box; sizes of letters in points.

    ``weight``: its part of the room that its neighbours share with it.
    """

    field: str
    weight: float = 1
    largest: float = 12
    least: float = 5.5
    lines: int = 1
    bold: bool = False
    align: str = "left"
    struck: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is never cut: a price without its end is another one."""
        return self.field in PRICES


@dataclass(frozen=True, slots=True)
class Split:
    """Areas below each other, or with ``across`` beside each other."""

    parts: tuple["Area | Split", ...]
    weight: float = 1
    across: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of label in a size (mm) at a resolution (dots per inch)."""

    kind: str
    width: float
    height: float
    dpi: int
    fields: frozenset[str]
    margin: float = 1.5
    symbology: str = "auto"

    def check(self) -> "Layout":
        """Return it, or say what is not sane.

        :raises LabelError: "bad_size" (what, least, most)
        """
        for what, (least, most) in (
            ("width", WIDTHS),
            ("height", HEIGHTS),
            ("margin", MARGINS),
        ):
            if not least <= getattr(self, what) <= most:
                raise LabelError("bad_size", what=what, least=least, most=most)
        if self.dpi not in RESOLUTIONS:
            raise LabelError("bad_size", what="dpi", least=203, most=600)
        width, height = self.dots
        if width * height > MOST_DOTS:
            raise LabelError("bad_size", what="dots", least=1, most=MOST_DOTS)
        if 4 * self.margin > min(self.width, self.height):
            most = min(self.width, self.height) / 4
            raise LabelError("bad_size", what="margin", least=0, most=most)
        return self

    @property
    def dots(self) -> tuple[int, int]:
        """Width and height."""
        return to_dots(self.width, self.dpi), to_dots(self.height, self.dpi)


def to_dots(length: float, dpi: int) -> int:
    """Whole dots of a length in mm."""
    return int(length / 25.4 * dpi + 1e-6)


def fields_of(kind: str) -> tuple[str, ...]:
    """All fields that a kind of label can show."""
    return tuple(_fields(TREES[kind]))


def _fields(node):
    if isinstance(node, Area):
        yield node.field
    else:
        for part in node.parts:
            yield from _fields(part)


def boxes(layout: Layout, filled: Collection[str]):
    """[(area, (left, top, width, height) in dots)] of the fields that are filled.

    :raises LabelError: "crowded" when they need more height than there is
    """
    margin = to_dots(layout.margin, layout.dpi)
    width, height = layout.dots
    shown = layout.fields & set(filled)
    box = (margin, margin, width - 2 * margin, height - 2 * margin)
    gap = max(to_dots(0.6, layout.dpi), 1)
    tree = TREES[layout.kind]
    needed = _least(tree, shown, gap, layout)
    if needed > box[3]:
        dot = 25.4 / layout.dpi
        raise LabelError("crowded", needed=needed * dot, given=box[3] * dot)
    return list(_placed(tree, box, shown, gap, layout))


def _placed(node, box, shown, gap, layout):
    if isinstance(node, Area):
        yield node, box
        return
    left, top, width, height = box
    parts = [part for part in node.parts if _shows(part, shown)]
    if not parts:
        return
    room = (width if node.across else height) - gap * (len(parts) - 1)
    least = [0 if node.across else _least(p, shown, gap, layout) for p in parts]
    at = 0
    for part, size in zip(parts, _shared(parts, least, room), strict=True):
        if node.across:
            inner = (left + at, top, size, height)
        else:
            inner = (left, top + at, width, size)
        yield from _placed(part, inner, shown, gap, layout)
        at += size + gap


def _shared(parts, least, room):
    """The room of each part: by weight, but what it needs at least. The last one takes
    what is left.
    """
    fixed: dict[int, int] = {}
    while True:
        free = [n for n in range(len(parts)) if n not in fixed]
        total = sum(parts[n].weight for n in free)
        rest = room - sum(fixed.values())
        sizes = {n: int(rest * parts[n].weight / total) for n in free}
        short = {n: least[n] for n in free if sizes[n] < least[n]}
        if not short or len(short) == len(free):
            break
        fixed |= short
    sizes = [(fixed | sizes)[n] for n in range(len(parts))]
    sizes[-1] = room - sum(sizes[:-1])
    return sizes


def _least(node, shown, gap, layout):
    """The dots in height that an area or a split needs."""
    if isinstance(node, Area):
        if node.field == "logo":
            return 0
        if node.field == "barcode":
            height = CODE_HEIGHT.get(layout.kind, CODE_HEIGHTS)
            return to_dots(height, layout.dpi)
        return math.ceil(node.least * LINE * layout.dpi / 72)
    parts = [part for part in node.parts if _shows(part, shown)]
    needed = [_least(part, shown, gap, layout) for part in parts]
    if node.across:
        return max(needed, default=0)
    return sum(needed) + gap * max(len(parts) - 1, 0)


def _shows(node, shown):
    return any(field in shown for field in _fields(node))


TREES = {
    SHELF: Split(
        (
            Split(
                (
                    Area("name", 4, largest=17, least=7, lines=2, bold=True),
                    Area("logo", 1, align="right"),
                ),
                weight=11,
                across=True,
            ),
            Split(
                (
                    Area("variant", 2, largest=9),
                    Area("brand", 1, largest=9, align="right"),
                ),
                weight=4,
                across=True,
            ),
            Split(
                (
                    Split(
                        (
                            Area("barcode", 10, align="left"),
                            Area("sku", 2.4, largest=8),
                        ),
                        weight=11,
                    ),
                    Split(
                        (
                            Area(
                                "old_price", 3, largest=14, align="right", struck=True
                            ),
                            Area("price", 9, largest=48, bold=True, align="right"),
                            Area("unit_price", 3, largest=10, align="right"),
                        ),
                        weight=10,
                    ),
                ),
                weight=19,
                across=True,
            ),
        )
    ),
    ITEM: Split(
        (
            Split(
                (
                    Area("name", 4, largest=12, least=6, lines=2, bold=True),
                    Area("logo", 1, align="right"),
                ),
                weight=8,
                across=True,
            ),
            Split(
                (
                    Area("variant", 4, largest=8),
                    Area("brand", 3, largest=8, align="right"),
                ),
                weight=3,
                across=True,
            ),
            Split(
                (
                    Area("sku", 1, largest=8),
                    Area("old_price", 1, largest=9, align="right", struck=True),
                    Area("price", 1.3, largest=15, bold=True, align="right"),
                ),
                weight=5,
                across=True,
            ),
            Area("barcode", 13, align="center"),
        )
    ),
    PRICE_TAG: Split(
        (
            Split(
                (
                    Area(
                        "name",
                        4,
                        largest=15,
                        least=7,
                        lines=2,
                        bold=True,
                        align="center",
                    ),
                    Area("logo", 1, align="right"),
                ),
                weight=8,
                across=True,
            ),
            Split(
                (
                    Area("variant", 2, largest=9),
                    Area("brand", 1, largest=9, align="right"),
                ),
                weight=3,
                across=True,
            ),
            Area("old_price", 6, largest=20, align="center", struck=True),
            Area("price", 14, largest=60, bold=True, align="center"),
            Area("unit_price", 3, largest=9, align="center"),
            Area("sku", 2.6, largest=8, align="center"),
            Area("barcode", 12, align="center"),
        )
    ),
    CARTON: Split(
        (
            Split(
                (
                    Area("name", 4, largest=22, least=9, lines=3, bold=True),
                    Area("logo", 1, align="right"),
                ),
                weight=12,
                across=True,
            ),
            Split(
                (
                    Area("variant", 2, largest=12),
                    Area("brand", 1, largest=12, align="right"),
                ),
                weight=5,
                across=True,
            ),
            Split(
                (
                    Area("quantity", 3, largest=18, bold=True),
                    Area("sku", 2, largest=12, align="right"),
                ),
                weight=6,
                across=True,
            ),
            Split(
                (
                    Area("lot", 1, largest=12),
                    Area("expiry", 1, largest=12, align="right"),
                ),
                weight=5,
                across=True,
            ),
            Area("barcode", 26, align="center"),
        )
    ),
}
