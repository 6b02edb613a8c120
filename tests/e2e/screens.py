"""Pictures of the journeys: always in test-results, on request in docs/img."""

import io
import os

from PIL import Image
from tools.stack import paths
from tools.testing import layers

KEPT = layers.RESULTS / "screens"
DOCS = paths.ROOT / "docs" / "img"
LIMIT = 250_000  # bytes of a picture in the repository


def wanted_in_docs():
    """Whether the caller asked for new pictures in the documentation."""
    return os.environ.get("MD_SCREENSHOTS", "") not in ("", "0")


def take(page, name):
    """Picture what ``page`` shows now."""
    page.mouse.move(0, 0)
    data = page.screenshot(animations="disabled")
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.png").write_bytes(data)
    if wanted_in_docs():
        DOCS.mkdir(parents=True, exist_ok=True)
        (DOCS / f"{name}.png").write_bytes(small(data))


def small(data):
    """The same picture with few enough colours to weigh less than the limit."""
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        picture = Image.open(io.BytesIO(data)).convert("RGB").quantize(colours)
        picture.save(out, "PNG", optimize=True)
        if out.tell() < LIMIT:
            break
    return out.getvalue()
