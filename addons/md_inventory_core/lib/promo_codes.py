"""Codes of promotions that many may use: how they are compared, and what tills keep.

[!] Twin of md_pos_ext/static/src/app/utils/promo_codes.js: same rules, same vectors (in
tests/vectors/promo_codes). A till keeps marks: who reads them does not read the codes,
and has to try each guess with thousands of rounds of SHA-256. A short word can still be
guessed so; what nobody may guess is a coupon for one use (`lib/coupons.py`).
"""

import unicodedata
from functools import lru_cache
from hashlib import pbkdf2_hmac

ROUNDS = 4000
SIZE = 16  # bytes of a mark
IDLE = str.maketrans("", "", " \t\r\n-_.@#/‐‑‒–—")
ALIKE = str.maketrans("OIL", "011")


def normal(text):
    """Return a code as it is compared: capitals, no blanks, dashes and look-alikes."""
    plain = unicodedata.normalize("NFKC", text or "").upper()
    return plain.translate(IDLE).translate(ALIKE)


def normals(texts):
    """Return codes as they are compared, each once, in their order."""
    return list(dict.fromkeys(filter(None, map(normal, texts or ()))))


@lru_cache(maxsize=4096)
def _mark(code, salt):
    return "#" + pbkdf2_hmac("sha256", code.encode(), salt.encode(), ROUNDS, SIZE).hex()


def mark(text, salt):
    """Return what a till knows of a code; ``salt``: of this database."""
    return _mark(normal(text), salt)


def opened(contract):
    """Return a contract whose code is as it is compared."""
    return _with_coupon(contract, normal)


def sealed(contract, salt):
    """Return a contract as a till gets it: a mark instead of the code."""
    return _with_coupon(contract, lambda code: mark(code, salt))


def _with_coupon(contract, change):
    where = contract.get("where") or {}
    code = where.get("coupon")
    if not code or code.startswith("@"):  # opened by coupons for one use
        return contract
    return {**contract, "where": {**where, "coupon": change(code)}}
