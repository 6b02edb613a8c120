"""When a promotion holds: local wall time of its zone, days and windows."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from . import fields

MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\Z", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\Z", re.ASCII)
ZONE = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*\Z", re.ASCII)
MIDNIGHT = 24 * 60


@dataclass(slots=True)
class Calendar:
    """``begins``/``ends`` are texts of local time, windows minutes of the day."""

    begins: str | None
    ends: str | None
    weekdays: frozenset
    windows: list
    excepted: frozenset
    zone: str

    @property
    def always(self):
        """Whether there is no restriction at all."""
        return not (
            self.begins or self.ends or self.weekdays or self.windows or self.excepted
        )

    def holds(self, at):
        """Whether an instant (UTC text) lies within."""
        if self.always:
            return True
        day, minute, wall = wall_time(at, self.zone)
        if self.begins and wall < self.begins:
            return False
        if self.ends and wall >= self.ends:
            return False
        if not self.windows:
            return self._day_counts(day)
        return any(self._within(window, day, minute) for window in self.windows)

    def _within(self, window, day, minute):
        begin, end = window
        if begin < end:
            return begin <= minute < end and self._day_counts(day)
        if minute >= begin:
            return self._day_counts(day)
        # what is left of yesterday's window belongs to yesterday
        return minute < end and self._day_counts(day - 1)

    def _day_counts(self, ordinal):
        if ordinal < 1:
            return False
        day = date.fromordinal(ordinal)
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        return day.isoformat() not in self.excepted


@lru_cache(maxsize=512)
def wall_time(at, zone):
    """Return (day as ordinal, minute of the day, text to the minute) in a zone."""
    moment = datetime.fromisoformat(at)
    if zone != "UTC":
        try:
            moment = moment.astimezone(ZoneInfo(zone))
        except OverflowError:  # at the very ends of the calendar
            moment = moment.replace(tzinfo=None)
    minute = moment.hour * 60 + moment.minute
    text = (
        f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"
        f"T{moment.hour:02d}:{moment.minute:02d}"
    )
    return moment.toordinal(), minute, text


def read_calendar(holder, path):
    """Return the calendar under ``active``."""
    value = fields.sub(holder, "active", path)
    path = f"{path}.active"
    begins = _moment(value, "from", path)
    ends = _moment(value, "to", path)
    weekdays = [
        _weekday(day, f"{path}.weekdays[{n}]")
        for n, day in enumerate(fields.items(value, "weekdays", path))
    ]
    windows = [
        _window(window, f"{path}.windows[{n}]")
        for n, window in enumerate(fields.items(value, "windows", path))
    ]
    excepted = [
        _day(day, f"{path}.except[{n}]")
        for n, day in enumerate(fields.items(value, "except", path))
    ]
    zone = _zone(value, path)
    return Calendar(
        begins, ends, frozenset(weekdays), windows, frozenset(excepted), zone
    )


def _moment(value, key, path):
    text = value.get(key)
    if not fields.given(text):
        return None
    if not isinstance(text, str) or not MINUTE.match(text) or not _exists(text):
        raise fields.fault(f"{path}.{key}", "must be a time like 2026-11-01T00:00")
    return text


def _exists(text):
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _weekday(value, path):
    day = fields.whole(value, path, 0)
    if day > 6:
        raise fields.fault(path, "must be 0 (Monday) to 6")
    return day


def _window(value, path):
    if not isinstance(value, list) or len(value) != 2:
        raise fields.fault(path, "must be a start and an end")
    begin, end = _clock(value[0], f"{path}[0]"), _clock(value[1], f"{path}[1]", True)
    if begin == end:
        raise fields.fault(path, "ends when it starts")
    return begin, end


def _clock(value, path, end=False):
    if end and value == "24:00":
        return MIDNIGHT
    found = CLOCK.match(value) if isinstance(value, str) else None
    if not found:
        raise fields.fault(path, "must be a time like 22:00")
    return int(found[1]) * 60 + int(found[2])


def _day(value, path):
    if not isinstance(value, str) or not DAY.match(value):
        raise fields.fault(path, "must be a date like 2026-12-16")
    try:
        date.fromisoformat(value)
    except ValueError:
        raise fields.fault(path, "is no date") from None
    return value


@lru_cache(maxsize=512)
def zone_exists(name):
    """Whether the time zone data know a zone of this name."""
    if not ZONE.match(name):
        return False
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _zone(value, path):
    name = fields.optional_text(value, "tz", path)
    if name is None:
        return "UTC"
    if not zone_exists(name):
        raise fields.fault(f"{path}.tz", "is no time zone")
    return name
