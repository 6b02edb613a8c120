"""SKU patterns: "{brand}-{style}-{colour:3}-{seq:4}" and what becomes of one."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

MOST_LENGTH = 64
SEQUENCE = "seq"
MOST_DIGITS = 9
_TOKEN = re.compile(r"\{([^{}]*)\}")
_KEY = re.compile(r"([a-z][a-z0-9_]*)(?::(\d+))?")
_PLAIN = re.compile(r"[A-Za-z0-9._/-]*")
_SEPARATORS = "-._/"


class PatternError(ValueError):
    """What is wrong with a pattern: ``why`` and with which part of it.

    ``why``: "unknown" key, "brace" without partner, "letters" not allowed, "twice" a
    sequence, "empty", "number" of letters or digits that cannot be.
    """

    def __init__(self, why: str, part: str):
        super().__init__(f"{why} {part}")
        self.why, self.part = why, part


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern: texts and keys in turn, each key with its number or 0."""

    parts: tuple[str | tuple[str, int], ...]

    @classmethod
    def parse(cls, text: str, known: Collection[str]) -> "Pattern":
        """Read a pattern.

        ``{key}`` stands for the value of that key, ``{key:3}`` for its first three
        characters, ``{seq:3}`` for a running number of at least three digits. Between
        keys stand letters, digits and - . _ /.

        :param known: the keys there are, beside ``seq``
        :raises PatternError: see there
        """
        parts, last = [], 0
        for match in _TOKEN.finditer(text):
            parts += [text[last : match.start()], _key(match[1], known)]
            last = match.end()
        parts.append(text[last:])
        for part in parts[::2]:
            if "{" in part or "}" in part:
                raise PatternError("brace", part)
            if not _PLAIN.fullmatch(part):
                raise PatternError("letters", part)
        keys = [key for key, _number in parts[1::2]]
        if keys.count(SEQUENCE) > 1:
            raise PatternError("twice", SEQUENCE)
        if not keys:
            raise PatternError("empty", text)
        return cls(tuple(part for part in parts if part))

    @property
    def keys(self) -> set[str]:
        """The keys that it uses, ``seq`` too."""
        return {part[0] for part in self.parts if isinstance(part, tuple)}

    def scope(self, values: Mapping[str, str]) -> str:
        """What is the same of all SKUs that share one running number."""
        return self._text(values, "#")

    def sku(self, values: Mapping[str, str], number: int = 0) -> str:
        """The SKU of these values, in capitals; ``number`` for ``{seq}``.

        What has no value leaves no doubled separator behind. Characters that are no
        letter, digit or separator are left out.
        """
        digits = next((p[1] for p in self.parts if p[0] == SEQUENCE), 0)
        return self._text(values, f"{number:0{digits or 1}d}")

    def _text(self, values, number):
        texts = []
        for part in self.parts:
            if isinstance(part, str):
                texts.append(part)
            elif part[0] == SEQUENCE:
                texts.append(number)
            else:
                text = re.sub(r"[^A-Za-z0-9]", "", values.get(part[0]) or "")
                texts.append(text[: part[1] or None])
        joined = re.sub(rf"([{_SEPARATORS}])[{_SEPARATORS}]+", r"\1", "".join(texts))
        return joined.strip(_SEPARATORS).upper()


def free_sku(wish: str, taken: Collection[str]) -> str:
    """``wish``, or with -2, -3 ... behind it, the first that is not in ``taken``."""
    number, found = 1, wish
    while found in taken:
        number += 1
        found = f"{wish}-{number}"
    return found


def _key(text: str, known: Collection[str]) -> tuple[str, int]:
    match = _KEY.fullmatch(text.strip())
    if not match or match[1] not in {*known, SEQUENCE}:
        raise PatternError("unknown", text)
    number = int(match[2] or 0)
    most = MOST_DIGITS if match[1] == SEQUENCE else MOST_LENGTH
    if match[2] and not 0 < number <= most:
        raise PatternError("number", text)
    return match[1], number
