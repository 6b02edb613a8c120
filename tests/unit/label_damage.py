"""What happens to labels: pictures of dots as a camera sees them, then damaged.

Every damage is drawn from a seed, so that a run is like the one before.
"""

import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

CAMERA = 406  # dots per inch


def seen(picture, dpi):
    """A label on a desk, as a camera sees it: grey, on white, with room around."""
    grey = picture.convert("L")
    size = (round(side * CAMERA / dpi) for side in grey.size)
    grey = grey.resize(tuple(size), Image.Resampling.BOX)
    desk = Image.new("L", (grey.width + 80, grey.height + 80), 225)
    desk.paste(grey, (40, 40))
    return desk


def none(picture, rng):
    return picture


def blurred(picture, rng):
    """Out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 2.0)))


def turned(picture, rng):
    """Held a little slanted."""
    angle = rng.uniform(-12, 12)
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=225)


def noisy(picture, rng, much=10):
    """A dark shop: grain and little contrast."""
    values = np.asarray(picture, dtype=float) * 0.55 + 40
    grain = np.random.default_rng(rng.randrange(2**32)).normal(0, much, values.shape)
    return Image.fromarray(np.clip(values + grain, 0, 255).astype("uint8"))


def very_noisy(picture, rng):
    """Darker than readers are made for."""
    return noisy(picture, rng, much=16)


def creased(picture, rng):
    """Folded: light and dark lines through the label, from side to side."""
    damaged = picture.copy()
    pen = ImageDraw.Draw(damaged)
    for level in (235, 60):
        left, right = (rng.uniform(0.1, 0.9) * picture.height for _side in range(2))
        pen.line((0, left, picture.width, right), fill=level, width=3)
    return damaged.filter(ImageFilter.GaussianBlur(0.6))


def scratched(picture, rng):
    """White scratches down the label, as a worn print head or a nail leaves."""
    damaged = picture.copy()
    pen = ImageDraw.Draw(damaged)
    for _scratch in range(2):
        x = rng.uniform(0.1, 0.9) * picture.width
        y = rng.uniform(0.1, 0.6) * picture.height
        end = y + picture.height * 0.25
        pen.line((x, y, x + rng.uniform(-25, 25), end), fill=240, width=3)
    return damaged


def worn(picture, rng):
    """Blurred, grainy, creased and slanted at once, each a little."""
    picture = creased(picture, rng)
    picture = picture.rotate(
        rng.uniform(-5, 5), Image.Resampling.BICUBIC, expand=True, fillcolor=225
    )
    picture = picture.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.0)))
    return noisy(picture, rng)


DAMAGES = {
    "none": none,
    "blur": blurred,
    "slant": turned,
    "dim and grain": noisy,
    "heavy grain": very_noisy,
    "crease": creased,
    "scratches": scratched,
    "all at once": worn,
}


def damaged(picture, dpi, damage, seed):
    """A picture with a damage; the same for the same seed."""
    return DAMAGES[damage](seen(picture, dpi), random.Random(f"{damage} {seed}"))
