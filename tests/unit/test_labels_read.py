"""Labels are read: from the PDF and from the ZPL, clean and damaged.

PDFium and Zebrash draw what was made, ZXing reads it: none of them made the label.
docs/labels.md has the table of what was measured.
"""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from label_damage import CAMERA, DAMAGES, damaged
from label_samples import SHIPPED, drawn, rendered
from md_pure.md_inventory_core.labels import pdf, raster, zpl

pytestmark = pytest.mark.slow
TRIES = 4
# Of all labels with this damage, on paper and on the roll: what really holds.
FLOORS = {
    "none": 1.0,
    "blur": 0.98,
    "slant": 0.9,
    "dim and grain": 0.98,
    "heavy grain": 0.7,
    "crease": 0.95,
    "scratches": 0.95,
    "all at once": 0.95,
}


@pytest.fixture(scope="module")
def drawings():
    return {name: drawn(*sample[:2]) for name, sample in SHIPPED.items()}


@pytest.fixture(scope="module")
def pictures(drawings):
    made = raster.pictures(drawings.values())
    return dict(zip(drawings, made, strict=True))


@pytest.fixture(scope="module")
def on_roll(pictures, tmp_path_factory):
    """What a printer draws of the ZPL, both ways of packing it."""
    folder = tmp_path_factory.mktemp("zpl")
    texts, sizes = [], []
    for packed in (False, True):
        for name, picture in pictures.items():
            texts.append(zpl.label(picture, packed=packed))
            plan = SHIPPED[name][0]
            sizes.append((plan.width, plan.height, 8))
    files = [Image.open(file).convert("L") for file in rendered(texts, sizes, folder)]
    names = list(pictures)
    half = len(names)
    return (
        dict(zip(names, files[:half], strict=True)),
        dict(zip(names, files[half:], strict=True)),
    )


@pytest.fixture(scope="module")
def on_paper():
    """The PDF as an office printer gets it, as sharp as the camera sees."""
    made = {}
    for name, (plan, label, _expected) in SHIPPED.items():
        made[name] = on_page(drawn(replace(plan, dpi=600), label), CAMERA)
    return made


def on_page(drawing, dpi):
    page = pypdfium2.PdfDocument(pdf.roll([(drawing, 1)]))[0]
    return page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def answers(picture):
    """What is read from a picture; a leading zero of UPC-A is none of its digits."""
    found = {code.text for code in zxingcpp.read_barcodes(picture)}
    return found | {text[1:] for text in found if len(text) == 13 and text[0] == "0"}


def test_printer_draws_what_the_preview_shows(pictures, on_roll):
    for printed in on_roll:
        for name, picture in pictures.items():
            shown = printed[name].crop((0, 0, *picture.size))
            other = ImageChops.difference(shown, picture.convert("L"))
            # white beside the label only
            assert other.getbbox() is None, name
            ink = printed[name].point(lambda level: 255 - level).getbbox()
            assert ink[2] <= picture.width and ink[3] <= picture.height, name


def test_bars_of_the_pdf_are_whole_dots(drawings, pictures):
    for name, drawing in drawings.items():
        page = on_page(drawing, drawing.dpi)
        for x, y, width, height in drawing.bars:
            box = (x, y, x + width, y + height)
            assert page.crop(box).getextrema()[1] <= 8, name
        ink = sum(width * height for _x, _y, width, height in drawing.bars)
        assert pictures[name].convert("L").histogram()[0] >= ink


def test_readers_get_the_number(on_roll, on_paper, record_property):
    for damage in DAMAGES:
        read = tried = 0
        places = (("ZPL", on_roll[0], 203), ("PDF", on_paper, CAMERA))
        for place, pictures, dpi in places:
            for name, (_plan, _label, expected) in SHIPPED.items():
                tries = TRIES if damage != "none" else 1
                got = sum(
                    expected in answers(damaged(pictures[name], dpi, damage, str(n)))
                    for n in range(tries)
                )
                read, tried = read + got, tried + tries
                record_property(f"{name}, {place}, {damage}", f"{got}/{tries}")
        assert read / tried >= FLOORS[damage], damage
