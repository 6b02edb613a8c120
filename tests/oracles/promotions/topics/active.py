"""When a promotion runs: borders, weekdays, midnight, clock changes, exceptions."""

from .words import ANY, basket, promo, vector

ONE = basket("A 1x100")
BERLIN, DHAKA = "Europe/Berlin", "Asia/Dhaka"


def at(name, now, runs, **active):
    """A promotion of 10 % that runs at this instant, or not."""
    one = promo("P1", "unit", ANY, percent="10", active=active)
    return vector(name, "90.00" if runs else "100.00", ONE, one, now=now)


NIGHT = {"windows": [["22:00", "02:00"]], "tz": DHAKA}
SPRING = {"windows": [["02:30", "03:30"]], "tz": BERLIN}
AUTUMN = {"windows": [["02:15", "02:45"]], "tz": BERLIN}
FROM_TO = {"from": "2026-11-22T22:00", "to": "2026-11-23T00:00", "tz": DHAKA}

VECTORS = [
    at("no restriction at all", "2026-11-22T16:30:00Z", True),
    at("before from", "2026-11-22T15:59:59Z", False, **FROM_TO),
    at("from is inclusive", "2026-11-22T16:00:00Z", True, **FROM_TO),
    at("just before to", "2026-11-22T17:59:59Z", True, **FROM_TO),
    at("to is exclusive", "2026-11-22T18:00:00Z", False, **FROM_TO),
    at("from in UTC when no zone is given", "2026-11-22T22:00:00Z", True,
       **{"from": "2026-11-22T22:00"}),
    at("Sunday in the zone, Sunday in UTC", "2026-11-22T16:30:00Z", True,
       weekdays=[6], tz=DHAKA),
    at("Monday in the zone, Sunday in UTC", "2026-11-22T18:00:00Z", False,
       weekdays=[6], tz=DHAKA),
    at("Monday is 0", "2026-11-22T18:00:00Z", True, weekdays=[0], tz=DHAKA),
    at("empty weekdays are every day", "2026-11-22T18:00:00Z", True, weekdays=[]),
    at("a window starts inclusive", "2026-11-22T16:00:00Z", True, **NIGHT),
    at("just before a window", "2026-11-22T15:59:59Z", False, **NIGHT),
    at("a window past midnight", "2026-11-22T19:59:59Z", True, **NIGHT),
    at("a window ends exclusive", "2026-11-22T20:00:00Z", False, **NIGHT),
    at("except belongs to the day of the start: the evening", "2026-12-16T17:00:00Z",
       False, **NIGHT, **{"except": ["2026-12-16"]}),
    at("except belongs to the day of the start: after midnight",
       "2026-12-16T19:00:00Z", False, **NIGHT, **{"except": ["2026-12-16"]}),
    at("except belongs to the day of the start: the night before",
       "2026-12-15T19:00:00Z", True, **NIGHT, **{"except": ["2026-12-16"]}),
    at("from tests the instant inside a night", "2026-11-22T18:30:00Z", False,
       **NIGHT, **{"from": "2026-11-23T01:00"}),
    at("to tests the instant inside a night", "2026-11-22T19:30:00Z", False,
       **NIGHT, to="2026-11-23T01:00"),
    at("the whole day to 24:00", "2026-11-22T17:59:59Z", True,
       windows=[["00:00", "24:00"]], tz=DHAKA),
    at("an evening to 24:00, at midnight", "2026-11-22T18:00:00Z", False,
       windows=[["20:00", "24:00"]], tz=DHAKA),
    at("an evening to 00:00", "2026-11-22T17:59:59Z", True,
       windows=[["20:00", "00:00"]], tz=DHAKA),
    at("the second of two windows", "2026-11-22T12:00:00Z", True,
       windows=[["09:00", "10:00"], ["17:30", "18:30"]], tz=DHAKA),
    at("between two windows", "2026-11-22T10:00:00Z", False,
       windows=[["09:00", "10:00"], ["17:30", "18:30"]], tz=DHAKA),
    at("a skipped hour: the last second before it", "2026-03-29T00:59:59Z", False,
       **SPRING),
    at("a skipped hour: the half that exists", "2026-03-29T01:00:00Z", True, **SPRING),
    at("a skipped hour: its end", "2026-03-29T01:30:00Z", False, **SPRING),
    at("a window that is skipped whole", "2026-03-29T01:15:00Z", False,
       windows=[["02:00", "03:00"]], tz=BERLIN),
    at("a repeated hour: the first time", "2026-10-25T00:30:00Z", True, **AUTUMN),
    at("a repeated hour: between", "2026-10-25T00:50:00Z", False, **AUTUMN),
    at("a repeated hour: the second time", "2026-10-25T01:30:00Z", True, **AUTUMN),
    at("from in a skipped hour", "2026-03-29T01:00:00Z", True, tz=BERLIN,
       **{"from": "2026-03-29T02:30"}),
    at("to in a repeated hour ends it at first, then it runs again",
       "2026-10-25T01:10:00Z", True, tz=BERLIN, to="2026-10-25T02:30"),
    at("a zone of half an hour", "2026-11-22T18:29:00Z", True,
       windows=[["23:50", "24:00"]], tz="Asia/Kolkata"),
    at("a zone of three quarters", "2026-11-22T18:15:00Z", True, weekdays=[0],
       windows=[["00:00", "00:01"]], tz="Asia/Kathmandu"),
    at("from after to: never", "2026-11-22T18:15:00Z", False,
       **{"from": "2026-12-01T00:00", "to": "2026-11-01T00:00"}),
    at("a leap day", "2028-02-29T12:00:00Z", True, weekdays=[1],
       **{"from": "2028-02-29T12:00"}),
]  # fmt: skip
