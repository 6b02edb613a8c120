"""When something is due that is done every hour or every day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

HOURLY, DAILY = "hourly", "daily"


def next_moment(schedule: str, after: datetime, hour: int, zone: str) -> datetime:
    """The first moment after ``after``, both in UTC and without time zone.

    HOURLY: at the next full hour. DAILY: when a clock on the wall of ``zone`` shows
    ``hour``; an hour that a day leaves out is the one after it.
    """
    if schedule == HOURLY:
        return after.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    there = after.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    wall = there.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    for days in range(3):
        due = (wall + timedelta(days=days)).astimezone(UTC).replace(tzinfo=None)
        if due > after:
            return due
    raise ValueError(schedule)
