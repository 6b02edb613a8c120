"""Coupons for one use: a number that a till can trust without asking anybody.

A code says which coupon of which promotion it is, until when and for whom, and carries
the server's Ed25519 signature (RFC 8032): 16 + 64 bytes, as 128 signs of the alphabet
of Crockford's base 32 after "MDC". That is a small QR code, or a text for a file.

[!] Twin of md_pos_ext/static/src/app/utils/coupons.js: same rules, same vectors (in
tests/vectors/coupons). Letters that look like digits are not used; who types them means
the digit.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BEGIN = "MDC"
VERSION = 1
SIZE, SIGNATURE = 16, 64
LENGTH = (SIZE + SIGNATURE) * 8 // 5
CONTEXT = b"md-coupon:"  # so that a signature of something else is none
FIRST_DAY = date(2020, 1, 1)
IDLE = str.maketrans("", "", " \t\r\n-")
ALIKE = str.maketrans("OIL", "011")
ONLINE = 1  # bit: only with a server


@dataclass(frozen=True, slots=True)
class Coupon:
    """What a code says; ``number``, ``promotion``, ``customer``: ids on the server.

    ``until``: the last day, None: for ever. ``customer`` 0: whoever brings it.
    """

    number: int
    promotion: int
    until: date | None = None
    customer: int = 0
    online: bool = False


def normalise(text):
    """Return a code as it is compared."""
    return (text or "").translate(IDLE).upper().translate(ALIKE)


def is_coupon(text):
    """Return whether a text wants to be a coupon: one of these or a damaged one."""
    return normalise(text).startswith(BEGIN) and len(normalise(text)) > LENGTH // 2


def payload(coupon):
    """Return the 16 bytes that are signed.

    :raises OverflowError: of a number that has no room
    """
    days = (coupon.until - FIRST_DAY).days + 1 if coupon.until else 0
    return b"".join(
        (
            bytes([VERSION << 4 | (ONLINE if coupon.online else 0), 1]),
            coupon.number.to_bytes(5, "big"),
            coupon.promotion.to_bytes(4, "big"),
            days.to_bytes(2, "big"),
            coupon.customer.to_bytes(3, "big"),
        )
    )


def public_key(seed):
    """Return the 32 bytes with which signatures of a seed (32 bytes) are checked."""
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def code(coupon, seed):
    """Return a coupon's code: the same each time."""
    body = payload(coupon)
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return BEGIN + _text(body + key.sign(CONTEXT + body))


def read(text, key):
    """Return the `Coupon` of a code that the owner of the public key has signed.

    :raises ValueError: "form" or "signature"
    """
    plain = normalise(text)
    signs = plain[len(BEGIN) :]
    if not plain.startswith(BEGIN) or len(signs) != LENGTH or set(signs) - set(SIGNS):
        raise ValueError("form")
    found = _bytes(signs)
    body, signature = found[:SIZE], found[SIZE:]
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, CONTEXT + body)
    except InvalidSignature:
        raise ValueError("signature") from None
    if body[0] >> 4 != VERSION:
        raise ValueError("form")
    days = int.from_bytes(body[11:13], "big")
    return Coupon(
        number=int.from_bytes(body[2:7], "big"),
        promotion=int.from_bytes(body[7:11], "big"),
        until=FIRST_DAY + timedelta(days=days - 1) if days else None,
        customer=int.from_bytes(body[13:16], "big"),
        online=bool(body[0] & ONLINE),
    )


def _text(data):
    number = int.from_bytes(data, "big")
    return "".join(
        SIGNS[number >> 5 * place & 31] for place in range(LENGTH - 1, -1, -1)
    )


def _bytes(signs):
    number = 0
    for sign in signs:
        number = number << 5 | SIGNS.index(sign)
    return number.to_bytes(SIZE + SIGNATURE, "big")


def packed(numbers):
    """Return numbers as tills get them: each as its distance to the one before.

    Sorted, in base 36, with commas between: ten thousand neighbours are 20 kB.
    """
    found, last = [], 0
    for number in sorted(set(numbers)):
        found.append(_base36(number - last))
        last = number
    return ",".join(found)


def _base36(number):
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = digits[number % 36]
    while number := number // 36:
        text = digits[number % 36] + text
    return text
