"""Which promotions were on sale at a time."""

from bisect import bisect_right
from collections import defaultdict

SOLD = ("approved", "running")


class Book:
    """Which promotions of a company were on sale when, and in which revision."""

    def __init__(self, rows, events, revisions):
        """Take [(id, code, name, state, active)], events, revisions, oldest first."""
        self.now = {row[0]: (row[3], row[4]) for row in rows}
        self.ids = {row[1]: row[0] for row in rows}
        self.names = {row[1]: row[2] for row in rows}
        self.events, self.revisions = defaultdict(list), defaultdict(list)
        for number, at, state, active, made in events:
            self.events[number].append((at, state, active, made))
        for number, rev, at in revisions:
            self.revisions[number].append((at, str(rev)))

    def _sold(self, number, time):
        """Whether it was on sale at a time: its state before the first change after."""
        state, active = self.now.get(number, (None, False))
        later = [row for row in self.events[number] if row[0] > time]
        for _at, before, was_active, made in reversed(later):
            if made:
                state = None
                continue
            state = before if before is not None else state
            active = was_active == "true" if was_active is not None else active
        return state in SOLD and active

    def _moments(self, number, begin, end):
        changes = (row[0] for row in self.events[number])
        return [begin, *(at for at in changes if begin < at <= end), end]

    def ever(self, code, begin, end):
        """Whether it was on sale at some moment of a time."""
        number = self.ids.get(code)
        moments = self._moments(number, begin, end)
        return any(self._sold(number, moment) for moment in moments)

    def always(self, code, begin, end):
        """Whether it was on sale all the time."""
        number = self.ids[code]
        moments = self._moments(number, begin, end)
        return all(self._sold(number, moment) for moment in moments)

    def revision(self, code, time):
        """The revision that held at a time; None before the first."""
        rows = self.revisions[self.ids.get(code)]
        place = bisect_right([at for at, _rev in rows], time)
        return rows[place - 1][1] if place else None
