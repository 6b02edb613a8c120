"""Drawings as pictures of black and white dots, as the print head burns them."""

import threading

import pypdfium2
from PIL import Image, ImageDraw

from . import pdf
from .drawing import Drawing, turned

# PDFium works for one thread at a time.
_ONE = threading.Lock()
AT_ONCE = 50  # drawings whose letters are drawn in one go


def pictures(drawings):
    """Yield the picture of each drawing: mode "1", dark dots are 0."""
    drawings = list(drawings)
    for at in range(0, len(drawings), AT_ONCE):
        yield from _pictures(drawings[at : at + AT_ONCE])


def _pictures(drawings: list[Drawing]):
    letters = [(turned(drawing, bars=()), 1) for drawing in drawings]
    with _ONE:
        book = pypdfium2.PdfDocument(pdf.roll(letters))
        try:
            # letters only: bars are whole dots, which no curve drawing may touch
            grey = [
                book[number].render(scale=d.dpi / pdf.POINT, grayscale=True).to_pil()
                for number, d in enumerate(drawings)
            ]
        finally:
            book.close()
    for drawing, picture in zip(drawings, grey, strict=True):
        yield _with_bars(drawing, picture)


def _with_bars(drawing, grey):
    paper = Image.new("L", (drawing.width, drawing.height), pdf.LIGHT)
    paper.paste(grey.convert("L"), (0, 0))
    picture = paper.point(lambda level: 0 if level < 140 else 255, mode="1")
    pen = ImageDraw.Draw(picture)
    for x, y, width, height in drawing.bars:
        pen.rectangle((x, y, x + width - 1, y + height - 1), fill=0)
    return picture
