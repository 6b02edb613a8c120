"""When rules are due, by the clocks of where they work."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core.schedule import DAILY, HOURLY, next_moment


def at(*parts):
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("schedule", "after", "hour", "zone", "due"),
    [
        (HOURLY, at(2026, 11, 22, 21, 30), 0, "UTC", at(2026, 11, 22, 22)),
        (HOURLY, at(2026, 11, 22, 23), 0, "UTC", at(2026, 11, 23)),
        (DAILY, at(2026, 11, 22, 21, 30), 9, "Asia/Dhaka", at(2026, 11, 23, 3)),
        (DAILY, at(2026, 11, 23, 3), 9, "Asia/Dhaka", at(2026, 11, 24, 3)),
        (DAILY, at(2026, 11, 23, 2, 59), 9, "Asia/Dhaka", at(2026, 11, 23, 3)),
        # the clocks go forward and back
        (DAILY, at(2027, 3, 27, 12), 6, "Europe/Berlin", at(2027, 3, 28, 4)),
        (DAILY, at(2027, 3, 27, 12), 2, "Europe/Berlin", at(2027, 3, 28, 1)),
        (DAILY, at(2027, 10, 30, 12), 6, "Europe/Berlin", at(2027, 10, 31, 5)),
    ],
)
def test_when_it_is_due(schedule, after, hour, zone, due):
    assert next_moment(schedule, after, hour, zone) == due


@given(
    st.datetimes(at(2026, 1, 1), at(2028, 1, 1)),
    st.integers(0, 23),
    st.sampled_from(["UTC", "Asia/Dhaka", "Europe/Berlin", "America/St_Johns"]),
)
def test_every_day_once(after, hour, zone):
    due = next_moment(DAILY, after, hour, zone)
    assert timedelta(0) < due - after <= timedelta(hours=25)
    there = due.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    assert there.hour in (hour, hour + 1)
    again = next_moment(DAILY, due, hour, zone)
    assert timedelta(hours=23) <= again - due <= timedelta(hours=25)
