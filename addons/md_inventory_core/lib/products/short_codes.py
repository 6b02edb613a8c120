"""Short codes of names: "Dark Blue" is DB, "Medium" is MED, if nobody has them yet."""

import re
import unicodedata
from collections.abc import Collection

LENGTH = 3
MOST = 8


def short_code(name: str, taken: Collection[str], length: int = LENGTH) -> str:
    """A code of capital letters and digits for ``name`` that is not in ``taken``.

    Initials of several words, else the first letters; when taken, more letters, then a
    number behind. The same name and codes always give the same. A name without Latin
    letters and digits becomes a number.

    :param length: letters of a single word to begin with
    """
    words = _words(name)
    word = "".join(words)
    wishes = []
    if len(words) > 1 and all(one.isalpha() for one in words):
        wishes.append("".join(one[0] for one in words)[:MOST])
    wishes += [word[:end] for end in range(min(length, len(word)), MOST + 1)]
    for wish in wishes:
        if wish and wish not in taken:
            return wish
    base, number = word[: MOST - 3], 2 if word else 1
    while f"{base}{number}" in taken:
        number += 1
    return f"{base}{number}"


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.findall(r"[A-Z0-9]+", plain.upper())
