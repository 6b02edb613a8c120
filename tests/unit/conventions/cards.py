"""No payment card number in a file of the project: programs, vectors, documents."""

import re
from pathlib import Path

from md_pure.md_inventory_core.card_numbers import find_cards

from . import tree

# Files that hold numbers published for testing, on purpose.
ALLOWED = {
    "addons/md_inventory_core/lib/card_numbers.py": "says how they are printed",
    "addons/md_inventory_core/tests/test_approval_ask.py": "a reason loses its number",
    "tests/e2e/shop.py": "the customer pays with the demo provider",
    "tests/stack/test_health_down.py": "the log loses it",
    "tests/unit/test_card_numbers.py": "what finds and masks them",
    "tests/unit/test_structured_log.py": "a log line loses it",
}
PLACES = ("addons/**/*", "tests/**/*", "tools/**/*", "docs/**/*", "docker/**/*")
DIGITS = re.compile(r"[0-9](?:[ -]?[0-9]){13}")
# Part of a word, a path or a number with a point: a check sum, a coordinate.
INSIDE = re.compile(r"[A-Za-z_/+=]$|[0-9]\.$"), re.compile(r"[A-Za-z_/+=.]\w")


def check_card_numbers(root: Path) -> list[str]:
    """No payment card number outside of the tests of what masks them."""
    return [
        f"{tree.place(root, path, number)} a {network} card number"
        for path in tree.files(root, *PLACES)
        if path.relative_to(root).as_posix() not in ALLOWED
        for number, network in _cards(tree.text(path))
    ]


def _cards(text: str) -> list[tuple[int, str]]:
    """(line, network) of each card number in a text."""
    if not DIGITS.search(text):
        return []
    before, after = INSIDE
    return [
        (number, found.network)
        for number, line in enumerate(text.splitlines(), 1)
        if DIGITS.search(line)
        for found in find_cards(line)
        if not before.search(line[: found.start]) and not after.match(line[found.end :])
    ]
