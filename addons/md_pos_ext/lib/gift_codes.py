"""Codes of gift cards: 16 signs, 75 bits of chance and a sign that finds typing errors.

[!] Twin of static/src/app/utils/gift_codes.js: same rules, same vectors (in
tests/vectors/gift_codes). Letters that look like digits are not used; who types them
means the digit.
"""

import hashlib

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
MOST = 1000  # codes of one line
ALIKE = str.maketrans("OIL", "011")
IDLE = str.maketrans("", "", " -\t\r\n")


def normalise(text):
    """Return a code as it is compared: capitals, no spaces and dashes."""
    return (text or "").translate(IDLE).upper().translate(ALIKE)


def check_sign(body):
    """Return the last sign of a code: Luhn's sum, modulo 32."""
    total, factor = 0, 2
    for sign in reversed(body):
        value = SIGNS.index(sign) * factor
        total += value // len(SIGNS) + value % len(SIGNS)
        factor = 3 - factor
    return SIGNS[-total % len(SIGNS)]


def problem(text):
    """Return why a text is no code: empty, length, sign or check; None of a code."""
    code = normalise(text)
    if not code:
        return "empty"
    if any(sign not in SIGNS for sign in code):
        return "sign"
    if len(code) != LENGTH:
        return "length"
    return None if check_sign(code[:-1]) == code[-1] else "check"


def made_of(chance):
    """Return the code of 15 random bytes."""
    body = "".join(SIGNS[byte % len(SIGNS)] for byte in chance[: LENGTH - 1])
    return body + check_sign(body)


def printed(code):
    """Return a code as it is printed: 4 groups."""
    code = normalise(code)
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def digest(code):
    """Return what is kept of a code: nobody can tell the code from it."""
    return hashlib.sha256(f"md-gift:{normalise(code)}".encode()).hexdigest()


def hint(code):
    """Return the signs by which people tell cards apart: the last four."""
    return normalise(code)[-GROUP:]


def marks_of(vals):
    """Return values of a record with what is kept of the codes that a till made.

    What is no list of codes was not made by a till just now: it is left as it was.
    """
    if "md_gift_codes" not in vals:
        return dict(vals)
    codes, rest = vals["md_gift_codes"], dict(vals)
    del rest["md_gift_codes"]
    if not isinstance(codes, list) or not codes or len(codes) > MOST:
        return rest
    if any(not isinstance(code, str) or problem(code) for code in codes):
        return rest
    return {**rest, "md_gift_codes": [[digest(code), hint(code)] for code in codes]}
