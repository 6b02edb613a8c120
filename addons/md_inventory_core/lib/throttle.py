"""How many wrong passwords, PINs, codes and keys are borne, and how long a lock lasts.

Each *subject* (an address, a login from an address, an approving user) has a count. A
try is taken before the secret is compared and settled after it, so that tries that run
side by side cannot be more than are left. After ``tries`` failures within ``window``
seconds the subject is locked. A rule whose lock may grow allows one single try after a
lock; if that fails too, the next lock lasts twice as long. A success forgets the count
where the rule says so. Where a rule has an end, failures in a row count whatever the
time between them: so many, and the secret is to be replaced, however slow the guesses.

Times are the database's, in UTC. When its clock jumps

* back: a lock lasts at most its own duration from then on, and no failure counts for
  longer than a window from then on;
* forth: a lock ends at the time that it named, but since the count stays beside it,
  whoever comes then has a single try (rules whose lock grows), not a new set of them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MOST_TRIES = 100
# A try that nobody settled (its process died) counts as a failure after this time.
PATIENCE = timedelta(seconds=60)
# Where somebody logged in within this time, locks of outsiders do not matter.
KNOWN_FOR = timedelta(days=30)
# So many times the longest lock without a failure, and the earlier locks are forgotten.
MEMORY_FACTOR = 4


@dataclass(frozen=True, slots=True)
class Rule:
    """What is borne from one subject; seconds.

    :param tries: failures within ``window`` that lock.
    :param lock: how long the first lock lasts; each next one twice as long, up to
        ``longest``. Equal: every lock lasts so long, the count begins anew after it.
    :param forgives: a success clears the count; it belongs to one person alone.
    :param spares_known: no concern of who is known: who had a success by a subject of
        the same try that forgives.
    :param ends: failures without a success in between, whatever the time, after which
        the secret no longer counts; 0: never.
    """

    tries: int
    window: int = 900
    lock: int = 60
    longest: int = 900
    forgives: bool = False
    spares_known: bool = False
    ends: int = 0

    @property
    def grows(self) -> bool:
        """Whether a next lock lasts longer than the first."""
        return self.longest > self.lock

    def duration(self, level: int) -> timedelta:
        """How long the lock number ``level`` in a row lasts; the first is 1."""
        doubled = self.lock * 2 ** min(max(level - 1, 0), 30)
        return timedelta(seconds=min(doubled, self.longest))


@dataclass(frozen=True, slots=True)
class Count:
    """What is known of a subject: its failures, tries under way, lock, last success.

    ``streak``: failures since the last success, counted where the rule has an end.
    """

    failures: tuple[datetime, ...] = ()
    pending: tuple[datetime, ...] = ()
    level: int = 0
    until: datetime | None = None
    good_at: datetime | None = None
    streak: int = 0

    def ended(self, rule: Rule) -> bool:
        """Whether the secret failed too often to be believed again."""
        return 0 < rule.ends <= self.streak

    def wait(self, now: datetime) -> int:
        """Whole seconds until the lock ends; 0 when there is none."""
        if self.until is None or self.until <= now:
            return 0
        return math.ceil((self.until - now).total_seconds())

    def room(self, rule: Rule) -> int:
        """How many more tries may begin now, were it not locked."""
        allowed = 1 if self.level else rule.tries - len(self.failures)
        return max(0, allowed - len(self.pending))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a try may begin: ``wait`` seconds of a lock, or ``busy`` with others."""

    counts: Mapping[str, Count]
    wait: int = 0
    busy: bool = False

    @property
    def allowed(self) -> bool:
        """Whether it was taken; then it must be settled by `failed` or `succeeded`."""
        return not self.wait and not self.busy


def scope_of(subject: str) -> str:
    """The part of a subject that names its rule: ``ip`` of ``ip:192.0.2.1``."""
    return subject.partition(":")[0]


def concerned(
    counts: Mapping[str, Count], rules: Mapping[str, Rule], now: datetime
) -> list[str]:
    """Subjects that a try counts for: all, but for the known those who spare them."""
    known = any(
        rules[subject].forgives
        and count.good_at is not None
        and now - count.good_at < KNOWN_FOR
        for subject, count in counts.items()
    )
    return [s for s in counts if not (known and rules[s].spares_known)]


def begin(
    counts: Mapping[str, Count], rules: Mapping[str, Rule], now: datetime
) -> Verdict:
    """Take one try on every subject, or on none when one is locked or has no room."""
    counts = {s: settle(count, rules[s], now) for s, count in counts.items()}
    subjects = concerned(counts, rules, now)
    if wait := max((counts[s].wait(now) for s in subjects), default=0):
        return Verdict(counts, wait=wait)
    if any(not counts[s].room(rules[s]) for s in subjects):
        return Verdict(counts, busy=True)
    taken = {s: replace(counts[s], pending=(*counts[s].pending, now)) for s in subjects}
    return Verdict(counts | taken)


def failed(
    counts: Mapping[str, Count], rules: Mapping[str, Rule], now: datetime
) -> tuple[dict[str, Count], list[str]]:
    """Settle a try that failed: the counts, and the subjects that it locked."""
    counts = _settled_try(counts, rules, now)
    after = {
        s: _count_failure(counts[s], rules[s], now)
        for s in concerned(counts, rules, now)
    }
    locked = [s for s in after if after[s].wait(now) and not counts[s].wait(now)]
    return counts | after, locked


def succeeded(
    counts: Mapping[str, Count], rules: Mapping[str, Rule], now: datetime
) -> dict[str, Count]:
    """Settle a try that succeeded; a secret that came to its end meanwhile stays so."""
    counts = _settled_try(counts, rules, now)
    return counts | {
        s: Count(
            pending=counts[s].pending,
            good_at=now,
            streak=counts[s].streak if counts[s].ended(rules[s]) else 0,
        )
        for s in concerned(counts, rules, now)
        if rules[s].forgives
    }


def ended(
    before: Mapping[str, Count], after: Mapping[str, Count], rules: Mapping[str, Rule]
) -> list[str]:
    """Subjects whose secret came to its end between two states."""
    return [
        s
        for s, count in after.items()
        if count.ended(rules[s]) and not before[s].ended(rules[s])
    ]


def given_back(
    counts: Mapping[str, Count], rules: Mapping[str, Rule], now: datetime
) -> dict[str, Count]:
    """Settle a try that was neither: the check itself broke off."""
    return _settled_try(counts, rules, now)


def settle(count: Count, rule: Rule, now: datetime) -> Count:
    """The count as it is now: what is over is gone, whatever the clock did."""
    window, until, level = timedelta(seconds=rule.window), count.until, count.level
    if until is not None:
        until = min(until, now + rule.duration(level))  # the clock went back
        if now - until >= timedelta(seconds=MEMORY_FACTOR * rule.longest):
            until, level = None, 0
    settled = replace(
        count,
        failures=tuple(min(at, now) for at in count.failures if now - at < window),
        pending=tuple(min(at, now) for at in count.pending if now - at < PATIENCE),
        until=until,
        level=level,
    )
    for _lost in range(len(count.pending) - len(settled.pending)):
        settled = _count_failure(settled, rule, now)
    return settled


def _settled_try(counts, rules, now):
    """The counts as they are now, with one try less under way.

    The oldest try of the person; by its time it is found with the other subjects too.
    Where there is none of that time, the oldest of theirs, but not with subjects that
    spare the known: if this one was known when it began, they have not taken it.
    """
    counts = {s: settle(count, rules[s], now) for s, count in counts.items()}
    own = [count.pending for s, count in counts.items() if rules[s].forgives]
    began = min((times[0] for times in own if times), default=None)
    subjects = concerned(counts, rules, now)
    after = {}
    for subject, count in counts.items():
        times = list(count.pending)
        if began in times:
            times.remove(began)
        elif subject in subjects:
            del times[:1]
        after[subject] = replace(count, pending=tuple(times))
    return after


def _count_failure(count: Count, rule: Rule, now: datetime) -> Count:
    if rule.ends:
        count = replace(count, streak=min(count.streak + 1, rule.ends))
    if count.wait(now):
        return count  # a try that began before the lock
    failures = (*count.failures, now)
    if not count.level and len(failures) < rule.tries:
        return replace(count, failures=failures)
    level = count.level + 1
    until = now + rule.duration(level)
    return replace(count, failures=(), level=level if rule.grows else 0, until=until)
