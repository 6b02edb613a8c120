"""GTIN-8, -12, -13 and -14: the numbers below the bars, as GS1 defines them.

A GTIN is text, never a number: leading zeros count. Nothing is guessed or repaired
here; who reads what people type removes separators first. The browser's twin is
md_pos_ext/static/src/app/utils/gtin.js: same rules, same messages, same test vectors.

Source: GS1 General Specifications, section 7.9 (check digit calculations).
"""

GTIN_LENGTHS = (8, 12, 13, 14)
NORMAL_LENGTH = 14

# Not str.isdigit(): that also accepts the digits of other scripts, which no scanner
# sends and no search would find.
_DIGITS = frozenset("0123456789")


def check_digit(payload: str) -> int:
    """Return the check digit (0-9) of a GTIN given without it.

    Raises ValueError unless `payload` is 7, 11, 12 or 13 digits.
    """
    _require_digits(payload)
    if len(payload) + 1 not in GTIN_LENGTHS:
        raise ValueError(
            f"{len(payload)} digits, but a GTIN without its check digit has"
            " 7, 11, 12 or 13"
        )
    return _check_digit(payload)


def validate(code: str) -> str:
    """Return `code` unchanged if it is a GTIN, else raise ValueError saying why not."""
    _require_digits(code)
    if len(code) not in GTIN_LENGTHS:
        raise ValueError(f"{len(code)} digits, but a GTIN has 8, 12, 13 or 14")
    if not code.strip("0"):
        raise ValueError("all digits are zero")
    expected = _check_digit(code[:-1])
    if code[-1] != str(expected):
        raise ValueError(f"the check digit is {code[-1]}, but should be {expected}")
    return code


def normalise(code: str) -> str:
    """Return the one 14-digit form under which equal GTINs of any length compare equal.

    Raises ValueError like `validate`.
    """
    return validate(code).zfill(NORMAL_LENGTH)


def _check_digit(payload: str) -> int:
    """Weight the digits 3, 1, 3, ... from the right; the check digit fills up to 10."""
    total = sum(
        int(digit) * (1 if index % 2 else 3)
        for index, digit in enumerate(reversed(payload))
    )
    return -total % 10


def _require_digits(text: str) -> None:
    """Raise ValueError unless `text` is a non-empty string of the digits 0-9."""
    if not isinstance(text, str):
        raise ValueError("the code is not text")
    if not text:
        raise ValueError("the code is empty")
    for position, character in enumerate(text, start=1):
        if character not in _DIGITS:
            raise ValueError(
                f"character {position} (U+{ord(character):04X}) is not a digit 0-9"
            )
