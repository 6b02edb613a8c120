"""PINs and badges of people who approve at somebody else's screen."""

import secrets
from enum import StrEnum
from hashlib import sha256

SHORTEST, LONGEST = 4, 8
ROW = 2 * "0123456789"  # 0 follows 9
# Chosen so often that they are guessed first.
COMMON = frozenset({"2580", "0852", "1004", "1007", "6969", "4200", "159753", "147258"})
# Without signs that are misread or that a scanner's keyboard layout moves.
BADGE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWX"
BADGE_LENGTH = 20  # 98 bits: a plain digest of it cannot be searched through


class Weakness(StrEnum):
    """Why a PIN is not taken."""

    FORM = "form"
    SAME = "same"
    RUN = "run"
    REPEAT = "repeat"
    COMMON = "common"


def weakness(pin: str) -> Weakness | None:
    """Why ``pin`` is refused; None when it is good enough behind a lock-out."""
    if not (SHORTEST <= len(pin) <= LONGEST and pin.isascii() and pin.isdigit()):
        return Weakness.FORM
    if len(set(pin)) == 1:
        return Weakness.SAME
    if pin in ROW or pin in ROW[::-1]:
        return Weakness.RUN
    half = len(pin) // 2
    if len(set(pin)) == 2 or (len(pin) % 2 == 0 and pin[:half] == pin[half:]):
        return Weakness.REPEAT
    return Weakness.COMMON if pin in COMMON else None


def new_badge() -> str:
    """A random code for a badge, fit for Code 128 and Code 39."""
    return "".join(secrets.choice(BADGE_SIGNS) for _place in range(BADGE_LENGTH))


def badge_digest(code: str) -> str:
    """What is kept of a badge's code: SHA-256, in hex digits."""
    return sha256(code.strip().upper().encode()).hexdigest()
