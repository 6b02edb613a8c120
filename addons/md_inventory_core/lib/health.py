"""What "ready" means: the limits, and the judgement on each thing that was measured.

Nothing is measured here. ``md.health`` measures, these functions decide, `Report` is
what callers are told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum

GIB = 1024**3
PASS_WARN_SECONDS = 15 * 60  # all is compared every five minutes


class Status(StrEnum):
    """Outcome of a check; the report's is the worst one of its checks."""

    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"


BADNESS = {Status.PASS: 0, Status.WARN: 1, Status.FAIL: 2}


@dataclass(frozen=True, slots=True)
class Limits:
    """From which value on a check warns or fails; seconds and bytes."""

    cron_lag_warn: float = 15 * 60
    # longer than a job may run (limit_time_real_cron): a job at work is not late
    cron_lag_fail: float = 60 * 60
    disk_free_warn: float = 2 * GIB
    disk_free_fail: float = GIB / 4
    clock_warn: float = 2
    clock_fail: float = 30

    @classmethod
    def from_parameters(cls, given: Mapping[str, str]) -> "Limits":
        """Limits with some replaced; what is no positive number is left as it was."""
        known = {field.name for field in fields(cls)}
        return cls(
            **{
                name: float(text)
                for name, text in given.items()
                if name in known and text.replace(".", "", 1).isdecimal()
            }
        )


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    :param values: numbers and names for those who may see them.
    :param advice: what to do; empty when the check passed.
    """

    name: str
    status: Status
    values: Mapping = field(default_factory=dict)
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """Work that waits: how much, and how long the oldest of it does (seconds).

    ``None`` as a limit: this queue alone never warns or fails.
    """

    name: str
    oldest: float = 0
    count: int = 0
    warn_after: float | None = None
    fail_after: float | None = None

    @property
    def status(self) -> Status:
        """An empty queue passes; otherwise the age of its oldest work decides."""
        return _above(self.oldest, self.warn_after, self.fail_after, self.count > 0)


@dataclass(frozen=True, slots=True)
class Report:
    """All checks of one moment."""

    checks: tuple[Check, ...]

    @property
    def status(self) -> Status:
        """The worst status; nothing checked is no good sign."""
        return worst((check.status for check in self.checks), Status.FAIL)

    @property
    def ready(self) -> bool:
        """Whether customers may be sent here; a warning does not keep them away."""
        return self.status is not Status.FAIL

    def public(self) -> dict:
        """What anybody may know."""
        checks = {check.name: {"status": check.status} for check in self.checks}
        return {"status": self.status, "checks": checks}

    def full(self) -> dict:
        """What holders of the token may know."""
        checks = {}
        for check in self.checks:
            checks[check.name] = {"status": check.status, **check.values}
            if check.advice:
                checks[check.name]["advice"] = check.advice
        return {"status": self.status, "checks": checks}


def worst(statuses: Iterable[Status], none: Status = Status.PASS) -> Status:
    """The worst of them; ``none`` when there is none."""
    return max(statuses, key=BADNESS.__getitem__, default=none)


def failed(name: str, advice: str) -> Report:
    """Report of a server that could not even be looked at."""
    return Report((Check(name, Status.FAIL, advice=advice),))


def judge_database(in_recovery: bool, read_only: bool, seconds: float) -> Check:
    """A database that takes no writes sells nothing."""
    advice = ""
    if in_recovery:
        advice = "The server is a standby or still recovering: promote it, or wait."
    elif read_only:
        advice = "default_transaction_read_only is on: find out why before undoing it."
    values = {"round_trip_s": round(seconds, 4)}
    return Check("database", Status.FAIL if advice else Status.PASS, values, advice)


def judge_modules(pending: Mapping[str, str], stale: Mapping[str, tuple]) -> Check:
    """Modules half way between two versions.

    :param pending: {module: state} of those to install, upgrade or remove.
    :param stale: {module: (version in the database, version on disk)} that differ.
    """
    values, advice = {}, ""
    if pending:
        values["pending"] = dict(pending)
        advice = "Finish it: restart with -u for these modules, or cancel it in Apps."
    if stale:
        values["stale"] = {n: f"{db} -> {disk}" for n, (db, disk) in stale.items()}
        advice = advice or f"Update the database: odoo -u {','.join(sorted(stale))}"
    return Check("modules", Status.FAIL if advice else Status.PASS, values, advice)


def judge_cron(late: Mapping[str, float], failing: Mapping[str, int], limits: Limits):
    """Scheduled jobs that are late ({job: seconds}) or failed last ({job: times}).

    A job that fails only warns: it must not close the shop.
    """
    lag = max(late.values(), default=0.0)
    status = _above(lag, limits.cron_lag_warn, limits.cron_lag_fail)
    advice = ""
    if status is not Status.PASS:
        job = max(late, key=late.get)
        advice = f"{job} is late: are cron threads running (max_cron_threads)?"
    elif failing:
        status = Status.WARN
        advice = f"See the log about {', '.join(sorted(failing))}."
    values = {"lag_s": round(lag, 1), "failing": dict(failing)}
    return Check("cron", status, values, advice)


def judge_queues(queues: Iterable[Queue]) -> Check:
    """Work that waits too long."""
    queues = list(queues)
    status = worst(queue.status for queue in queues)
    slow = [queue.name for queue in queues if queue.status is not Status.PASS]
    values = {
        "queues": {
            queue.name: {"status": queue.status, **_figures(queue)} for queue in queues
        }
    }
    advice = f"Look at {', '.join(slow)}: nobody works on them." if slow else ""
    return Check("queues", status, values, advice)


def judge_claims(
    drift: Mapping[str, int], found: Mapping[str, int], age: float | None = None
) -> Check:
    """Findings of the reconciliation that are open, {kind: count}.

    Drift warns: the shop sells on while people look. What is short is their business.

    :param age: seconds since all was looked at; None when nobody is to look
    """
    told = []
    if drift:
        told.append(f"Look at Retail > Reconciliation: {', '.join(sorted(drift))}.")
    if age is not None and age > PASS_WARN_SECONDS:
        told.append(
            f"No whole pass of the reconciliation for {age / 60:.0f} minutes: see "
            "Retail > Reconciliation Passes whether it goes on, the log, and whether "
            "cron threads are running (max_cron_threads)."
        )
    values = {"findings": dict(found)}
    if age is not None:
        values["pass_age_s"] = round(age, 1)
    status = Status.WARN if told else Status.PASS
    return Check("claims", status, values, " ".join(told))


def judge_disk(free: Mapping[str, int], limits: Limits) -> Check:
    """Bytes free per place."""
    least = min(free.values(), default=0)
    status = Status.PASS
    if least < limits.disk_free_fail:
        status = Status.FAIL
    elif least < limits.disk_free_warn:
        status = Status.WARN
    advice = "" if status is Status.PASS else "Free some space before writes fail."
    return Check("disk", status, {"free_bytes": dict(free)}, advice)


def judge_clock(difference: float, limits: Limits) -> Check:
    """Seconds by which the database's clock is ahead (or, below 0, behind) of ours."""
    status = _above(abs(difference), limits.clock_warn, limits.clock_fail)
    advice = "" if status is Status.PASS else "Set both clocks by NTP."
    return Check("clock", status, {"difference_s": round(difference, 3)}, advice)


def _above(value, warn, fail, counts=True) -> Status:
    if counts and fail is not None and value > fail:
        return Status.FAIL
    if counts and warn is not None and value > warn:
        return Status.WARN
    return Status.PASS


def _figures(queue: Queue) -> dict:
    kept = asdict(queue)
    del kept["name"]
    return {**kept, "oldest": round(queue.oldest, 1)}
