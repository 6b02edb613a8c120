"""Labels for the tests: the shipped layouts, and products in two languages."""

import json
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

from md_pure.md_inventory_core.labels import drawing, fonts, texts
from md_pure.md_inventory_core.labels.layout import Layout

ROOT = Path(__file__).resolve().parents[2]
RENDER = Path(__file__).with_name("zpl_png.mjs")
ENGLISH = {
    "name": "Mishti Doi, Premium Sweet Yoghurt",
    "variant": "500 g",
    "brand": "Aarong",
    "price": "৳ 1,250.00",
    "old_price": "৳ 1,490.00",
    "unit_price": "৳ 2,500.00 / kg",
    "sku": "DOI-500",
    "quantity": "Carton: 12 Units",
    "lot": "Lot: A-77",
    "expiry": "Best before: 2027-01-31",
}
BENGALI = ENGLISH | {"name": "মিষ্টি দই ক্ষীর শক্তি", "variant": "৫০০ গ্রাম"}
SHOWN = {
    "shelf": {"name", "variant", "price", "unit_price", "sku", "barcode"},
    "item": {"name", "variant", "price", "sku", "barcode"},
    "small item": {"name", "price", "barcode"},
    "price_tag": {"name", "old_price", "price", "barcode"},
    "carton": {"name", "variant", "quantity", "sku", "lot", "expiry", "barcode"},
}


def plan(name, width, height, dpi=203, symbology="auto", margin=1.5):
    """A layout as it is shipped; ``name`` is its kind, or a smaller one of it."""
    kind = name.split()[-1]
    shown = frozenset(SHOWN[name])
    return Layout(kind, width, height, dpi, shown, margin, symbology).check()


def label(barcode, says=ENGLISH, **more):
    return drawing.Label(says, barcode, **more)


LOT = {"lot": "A-77", "expiry": date(2027, 1, 31)}
# {what it is: (layout, label, what a reader must answer)}
SHIPPED = {
    "Shelf 70 x 36, EAN-13": (
        *(plan("shelf", 70, 36), label("2000000000015")),
        "2000000000015",
    ),
    "Item 50 x 29, EAN-13": (
        *(plan("item", 50, 29), label("5901234123457", BENGALI)),
        "5901234123457",
    ),
    "Small item 38 x 21, EAN-8": (
        *(plan("small item", 38, 21, margin=1), label("96385074")),
        "96385074",
    ),
    "Small item 38 x 21, EAN-13": (
        *(plan("small item", 38, 21, margin=1), label("5901234123457")),
        "5901234123457",
    ),
    "Item 50 x 29, Code 128": (
        *(plan("item", 50, 29), label("PANJABI-L-07")),
        "PANJABI-L-07",
    ),
    "Item 50 x 40, QR": (
        *(plan("item", 50, 40, symbology="qr"), label("5901234123457")),
        "5901234123457",
    ),
    "Price tag 63 x 38, UPC-A": (
        *(plan("price_tag", 63, 38), label("036000291452", BENGALI)),
        "036000291452",
    ),
    "Carton 99 x 67, ITF-14": (
        *(plan("carton", 99, 67), label("10012345678902")),
        "10012345678902",
    ),
    "Carton 99 x 67, GS1-128": (
        *(plan("carton", 99, 67), label("10012345678902", **LOT)),
        "(01)10012345678902(17)270131(10)A-77",
    ),
}


@cache
def fitter():
    """Fonts of the machine, and those that the stack fetched."""
    stack = ROOT / ".stack" / "debian" / "usr" / "share" / "fonts"
    return texts.Fitter(fonts.FontBook([stack, *fonts.folders()]))


def drawn(layout, what):
    return drawing.draw(layout, what, fitter())


def rendered(zpl, sizes, folder):
    """PNG files that an independent renderer makes of ZPL texts, one each.

    :param sizes: (mm wide, mm high, dots per mm) of each
    """
    job = folder / "job.json"
    pages = [
        {"zpl": text, "width": w, "height": h, "dpmm": d}
        for text, (w, h, d) in zip(zpl, sizes, strict=True)
    ]
    job.write_text(json.dumps(pages), encoding="utf-8")
    subprocess.run(["node", str(RENDER), str(job)], check=True, cwd=ROOT)
    return [folder / f"{number}.png" for number in range(len(pages))]
