"""A text fitted into a box: wrapped, made smaller, only then cut with an ellipsis."""

from dataclasses import dataclass

from . import shaping
from .fonts import FontBook
from .layout import LINE
from .shaping import Line

ELLIPSIS = "…"
STEP = 0.94  # how much smaller is tried next
# Letters taken at most of a text that may have thousands: no label shows more.
MOST = 600


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of a text at a font size; ``cut`` when not all of it is there."""

    lines: tuple[Line, ...]
    size: float
    cut: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Letters that no font has."""
        return tuple(dict.fromkeys(m for line in self.lines for m in line.missing))


class Fitter:
    """Fits texts; what is fitted once is known."""

    def __init__(self, book: FontBook):
        self.book = book
        self._shaped: dict[tuple[str, bool], Line] = {}

    def line(self, text: str, bold: bool = False) -> Line:
        """A shaped line."""
        key = (text, bold)
        if key not in self._shaped:
            if len(self._shaped) > 20_000:
                self._shaped.clear()
            self._shaped[key] = shaping.shape(text, self.book, bold)
        return self._shaped[key]

    def fit(self, text, width, height, largest, least, most_lines=1, bold=False):
        """The largest `Fitted` that a box of this width and height takes.

        :param largest: font size that is tried first; ``least`` the last one
        """
        text = shaping.plain(text)
        whole = text[:MOST]
        size = max(min(largest, height / LINE), least)
        while True:
            most = max(min(most_lines, int(height / (size * LINE) + 1e-6)), 1)
            lines, rest = self._wrapped(whole, width / size, most, bold)
            if not rest and len(whole) == len(text):
                return Fitted(tuple(lines), size)
            if size <= least:
                break
            size = max(size * STEP, least)
        last = self._shortened(rest or whole, width / size, bold)
        return Fitted((*lines[: most - 1], last), size, cut=True)

    def _wrapped(self, text, width, most, bold):
        """(lines, what did not go into them but into the last with the rest)."""
        lines, words = [], text.split(" ")
        while words and len(lines) < most:
            count = self._words(words, width, bold)
            if not count:
                if len(words[0]) == 1 or len(lines) == most - 1:
                    break
                cut = self._letters(words[0], width, bold)
                if not cut:
                    break
                words[:1] = [words[0][:cut], words[0][cut:]]
                count = 1
            if count < len(words) and len(lines) == most - 1:
                break  # the last line takes the rest, cut
            lines.append(self.line(" ".join(words[:count]), bold))
            words = words[count:]
        return lines, " ".join(words)

    def _words(self, words, width, bold):
        """How many words go into a line."""
        count = 0
        while count < len(words):
            line = self.line(" ".join(words[: count + 1]), bold)
            if line.width > width:
                break
            count += 1
        return count

    def _letters(self, word, width, bold, end=""):
        """How many letters of a word go into a line, by whole letters with marks."""
        low, high = 0, len(word)
        while low < high:
            middle = (low + high + 1) // 2
            if shaping.shape(word[:middle] + end, self.book, bold).width <= width:
                low = middle
            else:
                high = middle - 1
        while low and low < len(word) and _joins(word, low):
            low -= 1
        return low

    def _shortened(self, text, width, bold):
        """A line of the beginning of a text, with an ellipsis."""
        kept = self._letters(text, width, bold, ELLIPSIS)
        line = self.line(text[:kept].rstrip() + ELLIPSIS, bold)
        return line if line.width <= width else shaping.EMPTY


def _joins(text, at):
    """Whether a letter belongs to the one before: marks, and what joins letters."""
    joiners = "\u09cd\u094d" + shaping.JOINERS
    kind = shaping.unicodedata.category(text[at])
    return kind in shaping.MARKS or text[at - 1] in joiners or text[at] in joiners
