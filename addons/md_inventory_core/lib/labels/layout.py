"""What stands where on a label: a box that is split again and again.

An area whose field is not wanted, or that has nothing to show, gives its room to the
others. So one arrangement serves every size of label.
"""

from collections.abc import Collection
from dataclasses import dataclass

from .errors import LabelError

SHELF, ITEM, PRICE_TAG, CARTON = "shelf", "item", "price_tag", "carton"
PRICES = ("price", "old_price", "unit_price")
KINDS = (SHELF, ITEM, PRICE_TAG, CARTON)
RESOLUTIONS = (203, 300, 600)
# mm: (least, most)
WIDTHS, HEIGHTS, MARGINS = (20, 210), (12, 297), (0, 15)
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
    """[(area, (left, top, width, height) in dots)] of the fields that are filled."""
    margin = to_dots(layout.margin, layout.dpi)
    width, height = layout.dots
    shown = layout.fields & set(filled)
    box = (margin, margin, width - 2 * margin, height - 2 * margin)
    gap = max(to_dots(0.6, layout.dpi), 1)
    return list(_placed(TREES[layout.kind], box, shown, gap))


def _placed(node, box, shown, gap):
    if isinstance(node, Area):
        yield node, box
        return
    left, top, width, height = box
    parts = [part for part in node.parts if _shows(part, shown)]
    room = (width if node.across else height) - gap * (len(parts) - 1)
    total, at = sum(part.weight for part in parts), 0
    for index, part in enumerate(parts):
        size = int(room * part.weight / total)
        if index == len(parts) - 1:
            size = (width if node.across else height) - at
        if node.across:
            yield from _placed(part, (left + at, top, size, height), shown, gap)
        else:
            yield from _placed(part, (left, top + at, width, size), shown, gap)
        at += size + gap


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
