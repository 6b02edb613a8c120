"""Faults of when a promotion holds, and its words for the engine."""

from datetime import date, timedelta

from .faults import Fault

MIDNIGHT = 24 * 60
LONG = 400  # days: whoever runs longer meets every weekday


def clock(minute):
    """Minute of the day as the engine writes it."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def look(terms):
    """List of `Fault`s of dates, weekdays and windows."""
    found = []
    if terms.begins and terms.ends and terms.ends <= terms.begins:
        found.append(Fault("ends_first"))
    found += _windows(terms.windows)
    if not found and _never(terms):
        found.append(Fault("never"))
    return found


def _windows(windows):
    found, spans = [], []
    for begin, end in windows:
        told = {"window": f"{clock(begin)}-{clock(end)}"}
        if not 0 <= begin < MIDNIGHT or not 0 <= end <= MIDNIGHT:
            found.append(Fault("window_clock", told))
        elif begin == end or (begin == 0 and end == MIDNIGHT):
            found.append(Fault("window_empty", told))
        else:
            till = end if end > begin else end + MIDNIGHT
            spans.append((begin, till, told["window"]))
    for n, (begin, till, name) in enumerate(spans):
        for other in spans[n + 1 :]:
            # one may reach into the other's next day
            if any(
                begin < other[1] + turn and other[0] + turn < till
                for turn in (-MIDNIGHT, 0, MIDNIGHT)
            ):
                found.append(Fault("windows_meet", {"window": name, "other": other[2]}))
    return found


def _never(terms):
    """Whether no day between start and end is one of its days."""
    if not terms.begins or not terms.ends:
        return False
    day, last = (date.fromisoformat(t[:10]) for t in (terms.begins, terms.ends))
    if terms.ends.endswith("T00:00"):
        last -= timedelta(days=1)
    if any(end < begin for begin, end in terms.windows):
        day -= timedelta(days=1)  # a window of the day before reaches into it
    if (last - day).days > LONG:
        return False
    while day <= last:
        right = not terms.weekdays or day.weekday() in terms.weekdays
        if right and day.isoformat() not in terms.excepted:
            return False
        day += timedelta(days=1)
    return True


def active(terms):
    """The engine's ``active``; {} when it always holds."""
    found = {
        "from": terms.begins,
        "to": terms.ends,
        "weekdays": sorted(terms.weekdays),
        "windows": [[clock(b), clock(e)] for b, e in terms.windows],
        "except": sorted(terms.excepted),
    }
    found = {key: value for key, value in found.items() if value}
    return {**found, "tz": terms.tz} if found else {}
