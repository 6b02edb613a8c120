"""What must never stand in a log: card numbers, passwords, tokens."""

import re

from .card_numbers import mask_cards

HIDDEN = "***"
# `password=x`, `"access_token": "x"`, `pin: 1234`; a name may have words before it
# (`csrf_token`), but "pin" only as a word of its own ("spin", "pinned" are no secrets).
_NAME = (
    r"(?:[A-Za-z0-9_-]*(?:passwords?|passwd|secret|token|api[_-]?key)"
    r"|(?:[A-Za-z0-9]+[_-])*pin(?:_code)?)"
)
_VALUE = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"',;&)}\]]+)"""
_PAIR = re.compile(
    rf"""(?<![A-Za-z0-9_-])({_NAME}["']?\s*(?:=|:)\s*)({_VALUE})""", re.IGNORECASE
)
# In a header or a message about one: everything behind the scheme.
_BEARER = re.compile(r"\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{4,}", re.IGNORECASE)
_AUTHORIZATION = re.compile(
    r"""(\bauthorization["']?\s*[:=]\s*["']?)(?!bearer\b|basic\b)[^\s"',;]+""",
    re.IGNORECASE,
)
# Words without which no expression above can match: most lines have none of them.
_SUSPICIOUS = re.compile(
    r"pass|secret|token|api[_-]?key|pin|bearer|basic|authorization", re.IGNORECASE
)
_MANY_DIGITS = re.compile(r"(?:[0-9][ -]?){14}")


def mask(text: str) -> str:
    """``text`` as it may be written down: without card numbers and secrets."""
    if _MANY_DIGITS.search(text):
        text = mask_cards(text)
    return mask_secrets(text) if _SUSPICIOUS.search(text) else text


def mask_secrets(text: str) -> str:
    """``text`` with the values of passwords, PINs, tokens and credentials hidden."""
    text = _BEARER.sub(rf"\1 {HIDDEN}", text)
    text = _AUTHORIZATION.sub(rf"\1{HIDDEN}", text)
    return _PAIR.sub(_hide, text)


def _hide(match: re.Match) -> str:
    """The pair with its value hidden, in the quotes it had."""
    name, value = match.groups()
    quote = value[0] if value[0] in "\"'" else ""
    return f"{name}{quote}{HIDDEN}{quote}"
