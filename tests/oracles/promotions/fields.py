"""Reading one field of the input; each refusal starts with the field's path."""

import re
from datetime import datetime

DECIMAL = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
IDENTITY = re.compile(r"[A-Za-z0-9._:-]+")


class Malformed(ValueError):
    """The input breaks the contract; the message starts with the path."""

    def __init__(self, path, why):
        super().__init__(f"{path}: {why}")


def whole(value, path):
    """Return an object (dict) or refuse."""
    if not isinstance(value, dict):
        raise Malformed(path, "is not an object")
    return value


class Fields:
    """An object of the input and where it stands in it."""

    def __init__(self, value, path):
        self.value, self.path = whole(value, path), path

    def at(self, key):
        """Path of a key."""
        return f"{self.path}.{key}"

    def get(self, key):
        """Value of a key; null, absent and [] are all None."""
        value = self.value.get(key)
        return None if value is None or value == [] else value

    def need(self, key):
        """Value of a key that must be given."""
        value = self.get(key)
        if value is None:
            raise Malformed(self.at(key), "is missing")
        return value

    def object(self, key):
        """Fields of an object; of an empty one when not given."""
        value = self.get(key)
        return Fields({} if value is None else value, self.at(key))

    def objects(self, key):
        """Fields of each object of a list, one after the other."""
        for number, value in enumerate(self.list(key)):
            yield Fields(value, f"{self.at(key)}[{number}]")

    def list(self, key):
        """A list; empty when not given."""
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Malformed(self.at(key), "is not a list")
        return value

    def some(self, key):
        """A list with at least one entry."""
        self.need(key)
        return self.list(key)

    def text(self, key, default=None):
        """A string."""
        value = self.get(key)
        if value is None:
            return default
        return text(value, self.at(key))

    def remark(self, key):
        """A string, perhaps empty; "" when not given."""
        value = self.get(key)
        if value is not None and not isinstance(value, str):
            raise Malformed(self.at(key), "is not text")
        return value or ""

    def texts(self, key):
        """A list of strings."""
        found = self.list(key)
        for number, value in enumerate(found):
            text(value, f"{self.at(key)}[{number}]")
        return found

    def identity(self, key):
        """An id."""
        value = text(self.need(key), self.at(key))
        if not IDENTITY.fullmatch(value):
            raise Malformed(self.at(key), "is not an id")
        return value

    def flag(self, key):
        """true or false (also when not given)."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            raise Malformed(self.at(key), "is neither true nor false")
        return bool(value)

    def word(self, key, *words):
        """One of some words; the first when not given."""
        value = self.get(key)
        if value is None:
            return words[0]
        if text(value, self.at(key)) not in words:
            raise Malformed(self.at(key), f"is none of {', '.join(words)}")
        return value

    def integer(self, key, least, default=None):
        """A JSON integer >= least."""
        value = self.get(key)
        if value is None:
            return default
        return integer(value, self.at(key), least)

    def decimal(self, key, places, negative=False):
        """A decimal string as an integer of 10 ** -places; None when not given."""
        value = self.get(key)
        if value is None:
            return None
        return decimal(value, self.at(key), places, negative)

    def percent(self, key):
        """A percentage in basis points; None when not given."""
        value = self.decimal(key, 2)
        if value is not None and not 0 < value <= 10_000:
            raise Malformed(self.at(key), "is not above 0 and at most 100")
        return value

    def instant(self, key):
        """A UTC instant; None when not given."""
        value = self.get(key)
        return None if value is None else instant(value, self.at(key))


def text(value, path):
    """A string that says something, or a refusal."""
    if not isinstance(value, str) or not value:
        raise Malformed(path, "is not text")
    return value


def integer(value, path, least):
    """A JSON integer; 1.0 is 1, true is not."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise Malformed(path, f"is not an integer of at least {least}")
    return value


def decimal(value, path, places, negative=False):
    """A decimal string as an integer of 10 ** -places."""
    match = DECIMAL.fullmatch(text(value, path))
    if not match or len(value) > 15 or (match[1] and not negative):
        raise Malformed(path, "is not a decimal number")
    fraction = match[3] or ""
    if len(fraction) > places:
        raise Malformed(path, f"has more than {places} decimals")
    number = int(match[2] + fraction.ljust(places, "0"))
    return -number if match[1] else number


def stamp(value, path, shape, form):
    """A date or time of exactly this shape."""
    if not re.fullmatch(shape, text(value, path), re.ASCII):
        raise Malformed(path, "has not the right form")
    try:
        return datetime.strptime(value, form)  # noqa: DTZ007 (wall time)
    except ValueError:
        raise Malformed(path, "is not in the calendar") from None


def instant(value, path):
    """A UTC instant, naive."""
    shape = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    return stamp(value, path, shape, "%Y-%m-%dT%H:%M:%SZ")
