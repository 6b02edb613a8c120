"""Draw the icons of the addons: `python tools/icons.py` (needs Pillow).

One family: a rounded square with a soft gradient, a white glyph, a tint of the same
colour for its second tone. Drawn four times as large and scaled down, so that curves
are smooth. The output depends on nothing but this file.
"""

from pathlib import Path

from PIL import Image, ImageDraw

ADDONS = Path(__file__).resolve().parents[1] / "addons"
SIZE = 128
SCALE = 4
WHITE = (255, 255, 255, 255)


class Canvas:
    """A drawing in the units of the finished icon (0-128), on one rounded square."""

    def __init__(self, top, bottom):
        """Fill the square from colour `top` to colour `bottom`."""
        side = SIZE * SCALE
        self.base = bottom
        self.tint = tuple(round(c + (255 - c) * 0.62) for c in top) + (255,)
        self.deep = tuple(round(c * 0.82) for c in bottom) + (255,)
        mask = Image.new("L", (side, side), 0)
        box = (4 * SCALE, 4 * SCALE, side - 4 * SCALE - 1, side - 4 * SCALE - 1)
        ImageDraw.Draw(mask).rounded_rectangle(box, radius=28 * SCALE, fill=255)
        ramp = Image.linear_gradient("L").resize((side, side))
        filled = Image.composite(
            Image.new("RGB", (side, side), bottom),
            Image.new("RGB", (side, side), top),
            ramp,
        )
        self.image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        self.image.paste(filled, (0, 0), mask)
        self.draw = ImageDraw.Draw(self.image)

    def box(self, x1, y1, x2, y2, colour=WHITE, radius=4):
        """Draw a filled rectangle with round corners."""
        corners = (x1 * SCALE, y1 * SCALE, x2 * SCALE - 1, y2 * SCALE - 1)
        self.draw.rounded_rectangle(corners, radius=radius * SCALE, fill=colour)

    def dot(self, x, y, radius, colour=WHITE):
        """Draw a filled circle."""
        self.box(x - radius, y - radius, x + radius, y + radius, colour, radius)

    def shape(self, points, colour=WHITE):
        """Draw a filled polygon."""
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def stroke(self, points, width, colour=WHITE):
        """Draw a line with round ends and joints."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=colour, width=width * SCALE, joint="curve")
        for x, y in points:
            self.dot(x, y, width / 2, colour)

    def finished(self):
        """Return the icon in its final size."""
        return self.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def printer(icon):
    """A printer with paper above and a printed receipt below."""
    icon.box(42, 28, 86, 56, icon.tint, 5)
    icon.box(26, 46, 102, 86, WHITE, 9)
    icon.dot(90, 58, 3.5, icon.base)
    icon.box(38, 70, 90, 77, icon.deep, 3.5)
    icon.shape([(43, 74), (85, 74), (85, 104), (43, 104)], icon.tint)
    icon.box(43, 94, 85, 106, icon.tint, 4)
    icon.box(51, 83, 77, 87, icon.deep, 2)
    icon.box(51, 92, 69, 96, icon.deep, 2)


def boxes(icon):
    """Three boxes, stacked like goods on a pallet."""
    for x, y, colour in ((45, 26, WHITE), (25, 62, icon.tint), (65, 62, WHITE)):
        icon.box(x, y, x + 38, y + 34, colour, 5)
        icon.box(x + 14, y, x + 24, y + 13, icon.base, 1.5)
    icon.box(25, 99, 103, 105, icon.tint, 3)


def till(icon):
    """A till: display, keys, drawer, and a receipt coming out."""
    icon.box(34, 22, 66, 60, icon.tint, 4)
    icon.box(41, 30, 59, 34, icon.deep, 2)
    icon.box(41, 38, 54, 42, icon.deep, 2)
    icon.box(74, 30, 100, 44, WHITE, 4)
    icon.box(84, 42, 90, 54, WHITE, 1)
    icon.shape([(34, 50), (94, 50), (102, 86), (26, 86)])
    icon.box(31, 48, 97, 58, WHITE, 5)
    for row, y in enumerate((59, 70)):
        for column in range(4):
            x = 41 - row * 1.5 + column * (12.5 + row)
            icon.box(x, y, x + 8, y + 6, icon.base, 2)
    icon.box(24, 84, 104, 104, WHITE, 6)
    icon.box(55, 91, 73, 96, icon.deep, 2.5)


def cart(icon):
    """A cart with two arrows: orders come in, stock goes out."""
    icon.stroke([(22, 40), (34, 40), (45, 80), (90, 80)], 6)
    icon.shape([(38, 50), (103, 50), (94, 73), (44, 73)])
    icon.stroke([(40, 52), (101, 52), (93, 71), (45, 71)], 5)
    icon.dot(53, 95, 7)
    icon.dot(84, 95, 7)
    icon.stroke([(56, 38), (56, 24)], 6, icon.tint)
    icon.shape([(45, 32), (67, 32), (56, 44)], icon.tint)
    icon.stroke([(82, 42), (82, 30)], 6, icon.tint)
    icon.shape([(71, 34), (93, 34), (82, 21)], icon.tint)


def chart(icon):
    """Three rising bars and a trend above them."""
    icon.box(28, 72, 46, 102, icon.tint, 4)
    icon.box(55, 60, 73, 102, WHITE, 4)
    icon.box(82, 48, 100, 102, WHITE, 4)
    icon.stroke([(34, 54), (58, 42), (68, 44), (92, 27)], 5, icon.tint)
    icon.dot(34, 54, 5, WHITE)
    icon.dot(92, 27, 5, WHITE)


ICONS = {
    "md_hw_proxy": (printer, (92, 107, 130), (52, 64, 84)),
    "md_inventory_core": (boxes, (45, 182, 160), (13, 122, 115)),
    "md_pos_ext": (till, (250, 158, 74), (217, 99, 28)),
    "md_ecommerce_sync": (cart, (104, 128, 246), (59, 73, 199)),
    "md_reports": (chart, (222, 98, 150), (166, 46, 108)),
}


def main():
    """Write static/description/icon.png of every addon."""
    for addon, (glyph, top, bottom) in ICONS.items():
        icon = Canvas(top, bottom)
        glyph(icon)
        target = ADDONS / addon / "static" / "description" / "icon.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        icon.finished().save(target, optimize=True)
        print(target.relative_to(ADDONS.parent))


if __name__ == "__main__":
    main()
