"""Reading JSON values: each reader says where a wrong one stands.

A reader gets the object, the key and the path of the object; ``None``, a missing key
and ``[]`` all mean "not given". Numbers leave as integers: money in the smallest unit
of its currency, percent in basis points, quantities in thousandths.
"""

import re
from datetime import datetime

DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z", re.ASCII)
IDENTITY = re.compile(r"[A-Za-z0-9._:-]+\Z", re.ASCII)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)
LONGEST = 15  # characters of a decimal
LARGEST = 2**53 - 1  # what JavaScript's numbers hold


def fault(path, words):
    """Return the error of the contract: the path, a colon, what is wrong."""
    return ValueError(f"{path}: {words}")


def given(value):
    """Whether a value is there: neither missing, nor null, nor an empty list."""
    return value is not None and value != []


def mapping(value, path):
    """Return ``value``, which must be an object."""
    if not isinstance(value, dict):
        raise fault(path, "must be an object")
    return value


def sub(holder, key, path):
    """Return an optional object; an empty one when it is not given."""
    value = holder.get(key)
    return mapping(value, f"{path}.{key}") if given(value) else {}


def items(holder, key, path):
    """Return an optional list."""
    value = holder.get(key)
    if not given(value):
        return []
    if not isinstance(value, list):
        raise fault(f"{path}.{key}", "must be a list")
    return value


def required(holder, key, path):
    """Return a value that must be given."""
    value = holder.get(key)
    if not given(value):
        raise fault(f"{path}.{key}", "is missing")
    return value


def text_at(value, path):
    """Return ``value``, which must be a text that is not empty."""
    if not isinstance(value, str) or not value:
        raise fault(path, "must be a text")
    return value


def text(holder, key, path):
    """Return a text that must be given."""
    return text_at(required(holder, key, path), f"{path}.{key}")


def optional_text(holder, key, path):
    """Return a text, or None."""
    value = holder.get(key)
    return text_at(value, f"{path}.{key}") if given(value) else None


def words(holder, key, path):
    """Return a text that may be empty, and is when it is not given."""
    value = holder.get(key)
    if not given(value):
        return ""
    if not isinstance(value, str):
        raise fault(f"{path}.{key}", "must be a text")
    return value


def texts(holder, key, path):
    """Return a list of texts, empty when it is not given."""
    found = items(holder, key, path)
    return [text_at(v, f"{path}.{key}[{n}]") for n, v in enumerate(found)]


def identity(holder, key, path, known):
    """Return an id, which must not be among ``known``; it is added to them."""
    value = text(holder, key, path)
    if not IDENTITY.match(value):
        raise fault(f"{path}.{key}", "holds a character that an id may not have")
    if value in known:
        raise fault(f"{path}.{key}", "is there twice")
    known.add(value)
    return value


def flag(holder, key, path):
    """Return a truth value, false when it is not given."""
    value = holder.get(key)
    if not given(value):
        return False
    if not isinstance(value, bool):
        raise fault(f"{path}.{key}", "must be true or false")
    return value


def whole(value, path, least):
    """Return a JSON integer (1.0 is 1, true is not) of at least ``least``."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise fault(path, "must be a whole number")
    if not least <= value <= LARGEST:
        raise fault(path, f"must be at least {least}")
    return value


def integer(holder, key, path, least, default=None):
    """Return an integer of at least ``least``; without a default it must be given."""
    value = holder.get(key)
    if not given(value) and default is not None:
        return default
    return whole(required(holder, key, path), f"{path}.{key}", least)


def optional_integer(holder, key, path, least):
    """Return an integer, or None."""
    value = holder.get(key)
    return whole(value, f"{path}.{key}", least) if given(value) else None


def choice(holder, key, path, words):
    """Return one of ``words``; the first when it is not given."""
    value = holder.get(key)
    if not given(value):
        return words[0]
    if not isinstance(value, str) or value not in words:
        raise fault(f"{path}.{key}", f"must be one of {', '.join(words)}")
    return value


def decimal(value, path, decimals, signed=False):
    """Return a decimal string as an integer with ``decimals`` places."""
    right = isinstance(value, str) and len(value) <= LONGEST and DECIMAL.match(value)
    if not right or (value[0] == "-" and not signed):
        raise fault(path, "must be a decimal number in a text")
    left, _point, places = value.partition(".")
    if len(places) > decimals:
        raise fault(path, f"has more than {decimals} decimals")
    return int(left + places.ljust(decimals, "0"))


def money(holder, key, path, digits):
    """Return an amount in the smallest unit; it must be given."""
    return decimal(required(holder, key, path), f"{path}.{key}", digits)


def optional_money(holder, key, path, digits):
    """Return an amount in the smallest unit, or None."""
    value = holder.get(key)
    return decimal(value, f"{path}.{key}", digits) if given(value) else None


def percent_at(value, path):
    """Return a percentage as basis points, more than 0 and at most 10,000."""
    points = decimal(value, path, 2)
    if not 0 < points <= 10000:
        raise fault(path, "must be more than 0 and at most 100")
    return points


def instant(value, path):
    """Return a UTC instant as given, after a look at whether there is such a one."""
    right = isinstance(value, str) and INSTANT.match(value)
    if right:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            right = False
    if not right:
        raise fault(path, "must be a time like 2026-11-22T16:30:00Z")
    return value
