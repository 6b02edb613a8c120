"""One subject of the throttle, tried again and again."""

from datetime import UTC, datetime, timedelta

from md_pure.md_inventory_core import throttle
from md_pure.md_inventory_core.throttle import Count, Rule

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC).replace(tzinfo=None)
ONE = Rule(5, forgives=True)
SHARED = Rule(5, lock=300, longest=300)
NOTHING = {}.get


def after(seconds):
    """The moment so long after noon."""
    return NOON + timedelta(seconds=seconds)


class Subject:
    """One subject, tried again and again by one rule."""

    def __init__(self, rule):
        self.rules = {"it": rule}
        self.counts = {"it": Count()}

    @property
    def count(self):
        return self.counts["it"]

    def begin(self, now):
        verdict = throttle.begin(self.counts, self.rules, now)
        self.counts = dict(verdict.counts)
        return verdict

    def fail(self, now):
        self.counts, locked = throttle.failed(self.counts, self.rules, now)
        return bool(locked)

    def succeed(self, now):
        self.counts = throttle.succeeded(self.counts, self.rules, now)

    def try_wrong(self, now):
        """Seconds to wait, 0 when it was tried (and failed)."""
        verdict = self.begin(now)
        if verdict.allowed:
            self.fail(now)
        return verdict.wait
