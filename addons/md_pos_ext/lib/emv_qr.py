"""QR codes that a merchant shows, as EMVCo defines them (QRCPS-MPM 1.1): Bangla QR.

[!] `build` has a twin in static/src/app/utils/emv_qr.js: same texts, same vectors
(tests/vectors/emv_qr). A merchant is a dict: ``accounts`` [[tag, value]] of tags 02 to
51, ``name``, ``city``, ``category``, ``country``, ``currency`` (three digits).
Amounts are in smallest units of the currency.
"""

import re
import unicodedata

FIRST_ACCOUNT, FIRST_TEMPLATE, LAST_ACCOUNT = 2, 26, 51
LONGEST = {"name": 25, "city": 15, "bill": 25, "till": 25, "amount": 13}
LONGEST_VALUE, LONGEST_TEXT = 99, 512
LINE = re.compile(r"(\d\d)(?:\.(\d\d))?\s*=\s*(.*)")
ASCII = re.compile(r"[ -~]*")
# Letters that are no letter with a mark.
LETTERS = {"đ": "d", "Đ": "D", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ß": "ss"}
LETTERS |= {"æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ı": "i"}
LETTERS |= {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}


class QrError(ValueError):
    """What is wrong with a code: ``problem``, ``field`` and ``value``, not in words."""

    def __init__(self, problem, field, value=None):
        super().__init__(f"{field}: {problem} {value or ''}".strip())
        self.problem, self.field, self.value = problem, field, value


def build(merchant, amount, digits, bill="", till=""):
    """Return the text of a code for one payment.

    :param digits: decimals of the currency
    :param bill: number of the receipt; ``till``: its till; the last 25 characters count
    :raises QrError: for what a code cannot carry
    """
    own = checked(merchant)
    more = _nested(("01", tail(bill, "bill")), ("07", tail(till, "till")))
    fields = [
        ("00", "01"),
        ("01", "12"),
        *sorted(own["accounts"]),
        ("52", own["category"]),
        ("53", own["currency"]),
        ("54", money(amount, digits)),
        ("58", own["country"]),
        ("59", own["name"]),
        ("60", own["city"]),
    ]
    if more:
        fields.append(("62", more))
    text = "".join(_field(tag, value) for tag, value in fields) + "6304"
    if len(text) + 4 > LONGEST_TEXT:
        raise QrError("long", "text", len(text) + 4)
    return f"{text}{crc(text):04X}"


def checked(merchant):
    """Return a merchant as a code says it.

    :raises QrError: for what a code cannot carry
    """
    accounts = [tuple(row) for row in merchant["accounts"]]
    if not accounts:
        raise QrError("missing", "accounts")
    for tag, value in accounts:
        _check_account(tag, value)
    return {
        "accounts": accounts,
        "name": _short(plain(merchant["name"], "name"), "name"),
        "city": _short(plain(merchant["city"], "city"), "city"),
        "category": _match(merchant["category"], r"\d{4}", "category"),
        "country": _match(merchant["country"], r"[A-Z]{2}", "country"),
        "currency": _match(merchant["currency"], r"\d{3}", "currency"),
    }


def money(amount, digits):
    """Return an amount above 0 as a code says it: 1000.50."""
    if amount <= 0:
        raise QrError("amount", "amount", amount)
    whole, part = divmod(amount, 10**digits)
    text = f"{whole}.{part:0{digits}d}" if digits else str(whole)
    return _short(text, "amount")


def plain(text, field):
    """Return a text in letters that codes carry: é is e, ঢা is refused."""
    marked = unicodedata.normalize("NFKD", "".join(LETTERS.get(c, c) for c in text))
    bare = "".join(c for c in marked if unicodedata.category(c) != "Mn")
    strange = next(
        (c for c in bare if not ASCII.fullmatch(c) and not c.isspace()), None
    )
    if strange:
        raise QrError("letters", field, strange)
    return " ".join(bare.split())


def tail(text, field):
    """Return the end of a number that fits, without what codes do not carry."""
    return re.sub(r"[^ -~]", "", text)[-LONGEST[field] :].strip()


def crc(text):
    """Return CRC-16/CCITT-FALSE of a text: polynomial 1021, begins with FFFF."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _bit in range(8):
            value = value << 1 ^ 0x1021 if value & 0x8000 else value << 1
        value &= 0xFFFF
    return value


def accounts_of(text):
    """Return [[tag, value]] of lines such as ``26.00 = com.bank`` and ``15 = 12345``.

    :raises QrError: naming the line
    """
    tags = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = LINE.fullmatch(line.strip())
        if not found:
            raise QrError("line", "accounts", number)
        tag, sub, value = found.groups()
        _add(tags.setdefault(tag, {}), sub, value.strip(), number)
    rows = [[tag, _joined(parts)] for tag, parts in sorted(tags.items())]
    for tag, value in rows:
        _check_account(tag, value)
    return rows


def decode(text):
    """Return [(tag, value)] of a code's text.

    :raises QrError: when it is none, or its check sum is another
    """
    rows = _split(text, "text")
    if [tag for tag, _value in rows[:1]] != ["00"]:
        raise QrError("format", "text")
    if rows[-1][0] != "63" or not re.fullmatch(r"[0-9A-Fa-f]{4}", rows[-1][1]):
        raise QrError("crc", "text")
    if int(rows[-1][1], 16) != crc(text[:-4]):
        raise QrError("crc", "text", rows[-1][1])
    return rows


def merchant_of(text):
    """Return the merchant of a printed code, ``accounts`` as lines of text.

    :raises QrError: when the text is no such code
    """
    rows = decode(text.strip())
    known, lines = dict(rows), []
    for tag, value in rows:
        if not FIRST_ACCOUNT <= int(tag) <= LAST_ACCOUNT:
            continue
        if int(tag) < FIRST_TEMPLATE:
            lines.append(f"{tag} = {value}")
            continue
        lines += [f"{tag}.{sub} = {own}" for sub, own in _split(value, "accounts")]
    names = {"name": "59", "city": "60", "category": "52", "country": "58"}
    own = {field: known.get(tag, "") for field, tag in names.items()}
    return {**own, "currency": known.get("53", ""), "accounts": "\n".join(lines)}


def _split(text, field):
    rows, at = [], 0
    while at < len(text):
        head = text[at : at + 4]
        if not re.fullmatch(r"[0-9]{4}", head):
            raise QrError("format", field, at + 1)
        value = text[at + 4 : at + 4 + int(head[2:])]
        if len(value) != int(head[2:]):
            raise QrError("format", field, at + 1)
        rows.append((head[:2], value))
        at += 4 + len(value)
    return rows


def _add(parts, sub, value, number):
    if not value or sub in parts or (None in parts or (sub is None and parts)):
        raise QrError("line", "accounts", number)
    parts[sub] = value


def _joined(parts):
    if None in parts:
        return parts[None]
    return _nested(*sorted(parts.items()))


def _nested(*pairs):
    return "".join(_field(tag, value) for tag, value in pairs if value)


def _field(tag, value):
    if len(value) > LONGEST_VALUE:
        raise QrError("long", tag, len(value))
    return f"{tag}{len(value):02d}{value}"


def _check_account(tag, value):
    if not re.fullmatch(r"[0-9]{2}", tag):
        raise QrError("tag", "accounts", tag)
    if not FIRST_ACCOUNT <= int(tag) <= LAST_ACCOUNT:
        raise QrError("tag", "accounts", tag)
    if not value or not ASCII.fullmatch(value):
        raise QrError("letters", "accounts", tag)
    if len(value) > LONGEST_VALUE:
        raise QrError("long", "accounts", tag)
    if int(tag) >= FIRST_TEMPLATE and _split(value, "accounts")[0][0] != "00":
        raise QrError("template", "accounts", tag)


def _short(text, field):
    if not text:
        raise QrError("missing", field)
    if len(text) > LONGEST[field]:
        raise QrError("long", field, len(text))
    return text


def _match(text, pattern, field):
    if not re.fullmatch(pattern, text or "", re.ASCII):
        raise QrError("form", field, text)
    return text
