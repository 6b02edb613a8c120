"""Pictures as ZPL II, the language of Zebra's and many others' label printers.

A label is sent as one compressed graphic (^GFA), codes included: their bars are whole
dots of this very print head, so the printer itself would draw the same ones, and what
the preview shows and the tests read is what is printed, in any language, on any
printer, with its fonts or without. Equal rows are one letter; equal labels are one
label with a number of copies (^PQ).

Where files of many different labels get long, the graphic is packed instead (:Z64:, a
third of the size): Zebra's printers read it since 2005, those of others not always.
"""

import base64
import binascii
import zlib

from PIL import Image, ImageChops

from .runs import runs

# How many times the next hex digit comes: G..Y are 1 to 19, g..z 20 to 400.
_ONES = {count: chr(ord("F") + count) for count in range(1, 20)}
_TWENTIES = {count * 20: chr(ord("f") + count) for count in range(1, 21)}


def label(picture: Image.Image, copies: int = 1, packed: bool = False) -> str:
    """One label in so many copies."""
    width, height = picture.size
    each, data = _bytes(picture)
    size = len(data)
    graphic = _packed(data) if packed else _lettered(data, each)
    words = [
        "^XA",
        f"^PW{width}^LL{height}^LH0,0^LS0",
        f"^FO0,0^GFA,{size},{size},{each},{graphic}^FS",
        f"^PQ{copies},0,1,N",
        "^XZ",
    ]
    return "\n".join(words) + "\n"


def _bytes(picture):
    """(bytes a row, all of them; 1 is dark)."""
    dark = ImageChops.invert(picture.convert("L")).convert("1", dither=0)
    return (picture.width + 7) // 8, dark.tobytes()


def _packed(data):
    """Deflated, in base64, with the check sum that the printer compares."""
    text = base64.b64encode(zlib.compress(data, 9))
    return f":Z64:{text.decode()}:{binascii.crc_hqx(text, 0):04X}"


def _lettered(data, each):
    """Rows as ZPL has them: "," the rest is 0, "!" the rest is F, ":" as before."""
    words, before = [], None
    for at in range(0, len(data), each):
        row = data[at : at + each].hex().upper()
        words.append(":" if row == before else _row(row, each * 2))
        before = row
    return "".join(words)


def _row(row, length):
    for end, sign in (("0", ","), ("F", "!")):
        kept = row.rstrip(end)
        if len(kept) < length - 1:
            return _digits(kept) + sign
    return _digits(row)


def _digits(row):
    words = []
    for digit, group in runs(row):
        count = len(group)
        words.append(_times(count) + digit if count > 2 else digit * count)
    return "".join(words)


def _times(count):
    """The letters for a number of times."""
    words = ""
    while count >= 420:
        words, count = words + "z", count - 400
    if count >= 20:
        words, count = words + _TWENTIES[count // 20 * 20], count % 20
    return words + (_ONES[count] if count else "")
