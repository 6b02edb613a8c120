"""Malformed input: a valid case with one value spoiled."""

from copy import deepcopy

DECIMALS = ("qty", "unit_price", "percent", "amount", "price", "min_amount", "min_qty")
BAD_DECIMALS = (
    *("", "-1", "+1", "1.", ".5", "1e3", "1,5", " 1", "1 ", "0x10", "NaN", "\u09e7"),
    *("1.23456", "1234567890123456", "--1", "100.001", 5, 1.5, True, {}, ["1"]),
)
BAD_VALUES = (True, 7, -1, 1.5, "", "x y", "zzz", {}, [[]], [None], {"a": 1}, "\n")
BAD_INTEGERS = (True, "1", 1.5, -1, 0, 1.0, None, [], {})
BAD_NOWS = (None, 0, "", "2026-11-22", "2026-13-01T00:00:00Z", "2026-11-22T16:30:00z")
BAD_ZONES = ("Asia/Atlantis", "", "+06:00", "asia/dhaka", "Asia/Dhaka ", 6, "../UTC")


def places(value, path=()):
    """All (path, value) inside a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield (*path, key), item
        if isinstance(item, (dict, list)):
            yield from places(item, (*path, key))


def put(value, path, item):
    """Set what stands at a path."""
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = item


def remove(value, path):
    """Take away what stands at a path."""
    for key in path[:-1]:
        value = value[key]
    del value[path[-1]]


def spoil(rnd, case):
    """Return a copy of (basket, promotions, now) with one value spoiled."""
    case = list(deepcopy(case))
    found = list(places(case))
    path, old = rnd.choice(found)
    key = path[-1]
    kind = rnd.randrange(6)
    if len(path) == 1 and key == 2:
        case[2] = rnd.choice(BAD_NOWS)
    elif kind == 0 and len(path) > 1:
        remove(case, path)
    elif key == "tz":
        put(case, path, rnd.choice(BAD_ZONES))
    elif key in DECIMALS and isinstance(old, str):
        put(case, path, rnd.choice(BAD_DECIMALS))
    elif isinstance(old, int):
        put(case, path, rnd.choice(BAD_INTEGERS))
    elif isinstance(old, list) and old and kind == 1:
        put(case, path, [*old, deepcopy(old[0])])
    else:
        put(case, path, rnd.choice(BAD_VALUES))
    return case
