"""What is ready and what is not; how often and how long one may ask."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from md_pure.md_inventory_core import health
from md_pure.md_inventory_core.health import Check, Limits, Queue, Report, Status
from md_pure.md_inventory_core.probe import Probe
from md_pure.md_inventory_core.rate_limit import RateLimit

LIMITS = Limits()
ADVICE_NEEDED = (Status.WARN, Status.FAIL)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@given(st.lists(st.sampled_from(Status), min_size=1))
def test_the_report_is_as_bad_as_its_worst_check(statuses):
    report = Report(tuple(Check(str(n), s) for n, s in enumerate(statuses)))
    assert report.status == max(statuses, key=health.BADNESS.get)
    assert report.ready == (Status.FAIL not in statuses)


def test_a_report_without_checks_is_not_ready():
    assert not Report(()).ready


def test_strangers_see_no_value_and_no_advice():
    report = Report((Check("disk", Status.WARN, {"free_bytes": 7}, "Free some."),))
    assert report.public() == {"status": "warn", "checks": {"disk": {"status": "warn"}}}
    assert report.full()["checks"]["disk"] == {
        "status": "warn",
        "free_bytes": 7,
        "advice": "Free some.",
    }


@pytest.mark.parametrize(
    ("check", "status"),
    [
        (health.judge_database(False, False, 0.1), Status.PASS),
        (health.judge_database(True, True, 0.1), Status.FAIL),
        (health.judge_database(False, True, 0.1), Status.FAIL),
        (health.judge_modules({}, {}), Status.PASS),
        (health.judge_modules({"sale": "to upgrade"}, {}), Status.FAIL),
        (health.judge_modules({}, {"md_x": ("1", "2")}), Status.FAIL),
        (health.judge_cron({}, {}, LIMITS), Status.PASS),
        (health.judge_cron({"a": 15 * 60}, {}, LIMITS), Status.PASS),
        (health.judge_cron({"a": 15 * 60 + 1}, {}, LIMITS), Status.WARN),
        (health.judge_cron({"a": 60 * 60}, {}, LIMITS), Status.WARN),
        (health.judge_cron({"a": 1, "b": 3601}, {}, LIMITS), Status.FAIL),
        (health.judge_cron({}, {"a": 9}, LIMITS), Status.WARN),
        (health.judge_disk({}, LIMITS), Status.FAIL),
        (health.judge_disk({"a": 3 * health.GIB}, LIMITS), Status.PASS),
        (health.judge_disk({"a": health.GIB, "b": 2**50}, LIMITS), Status.WARN),
        (health.judge_disk({"a": health.GIB // 8}, LIMITS), Status.FAIL),
        (health.judge_clock(-1.9, LIMITS), Status.PASS),
        (health.judge_clock(-2.1, LIMITS), Status.WARN),
        (health.judge_clock(31, LIMITS), Status.FAIL),
        (health.judge_claims({}, {"shortage": 2}), Status.PASS),
        (health.judge_claims({"counter": 1}, {"counter": 1}), Status.WARN),
        (health.judge_queues([]), Status.PASS),
        (health.judge_queues([Queue("q", 99, 1)]), Status.PASS),
        (health.judge_queues([Queue("q", 99, 0, 1, 2)]), Status.PASS),
        (health.judge_queues([Queue("q", 1.5, 1, 1, 2)]), Status.WARN),
        (health.judge_queues([Queue("q"), Queue("r", 3, 1, 1, 2)]), Status.FAIL),
    ],
)
def test_judgement(check, status):
    assert check.status is status
    assert bool(check.advice) == (status in ADVICE_NEEDED)


def test_advice_names_the_latest_job_and_the_module():
    check = health.judge_cron({"a (1)": 5000, "b (2)": 9000}, {}, LIMITS)
    assert "b (2)" in check.advice
    assert check.values["lag_s"] == 9000
    check = health.judge_modules({}, {"md_b": ("1", "2"), "md_a": ("1", None)})
    assert "-u md_a,md_b" in check.advice


def test_limits_from_parameters():
    given = {"clock_warn": "0.5", "cron_lag_warn": "60", "clock_fail": "-1", "x": "1"}
    limits = Limits.from_parameters(given | {"disk_free_warn": "much"})
    assert (limits.clock_warn, limits.cron_lag_warn) == (0.5, 60)
    assert (limits.clock_fail, limits.disk_free_warn) == (
        LIMITS.clock_fail,
        LIMITS.disk_free_warn,
    )


# -- probe ------------------------------------------------------------------------


def test_many_callers_cost_one_measurement():
    clock, calls = Clock(), []
    probe = Probe(lambda: calls.append(1) or len(calls), late=None, keep=2, clock=clock)
    assert [probe.ask() for _ in range(50)] == [1] * 50
    clock.now += 1.9
    assert probe.ask() == 1
    clock.now += 0.2
    assert probe.ask() == 2


def test_one_that_hangs_makes_nobody_wait_twice_and_starts_no_second():
    clock, go, started = Clock(), threading.Event(), []

    def hang():
        started.append(1)
        go.wait(10)
        return "measured"

    probe = Probe(hang, late=lambda: "late", patience=0.05, clock=clock)
    assert probe.ask() == "late"
    clock.now += 60
    probe.patience = (
        30  # is over since the clock moved: the second caller waits no more
    )
    assert probe.ask() == "late"
    assert len(started) == 1
    go.set()
    probe._future.result(timeout=10)
    assert probe.ask() == "measured"
    assert len(started) == 1


def test_a_failure_reaches_the_caller_and_the_next_measurement_may_succeed():
    clock, results = Clock(), [ValueError("no"), "yes"]

    def measure():
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    probe = Probe(measure, late=None, keep=2, clock=clock)
    with pytest.raises(ValueError, match="no"):
        probe.ask()
    clock.now += 3
    assert probe.ask() == "yes"


# -- rate limit -------------------------------------------------------------------


def test_so_many_at_once_then_evenly():
    clock = Clock()
    limit = RateLimit(3, 30, clock=clock)
    assert [limit.wait_for("a") for _ in range(5)] == [0, 0, 0, 10, 10]
    assert limit.wait_for("b") == 0
    clock.now += 4
    assert limit.wait_for("a") == 6
    clock.now += 6
    assert limit.wait_for("a") == 0
    assert limit.wait_for("a") == 10


@given(st.lists(st.floats(0, 5), max_size=200))
def test_never_more_than_the_bucket_and_its_refill(pauses):
    clock = Clock()
    limit, allowed = RateLimit(5, 10, clock=clock), 0
    for pause in pauses:
        clock.now += pause
        allowed += limit.wait_for("a") == 0
    assert allowed <= 5 + sum(pauses) * 0.5 + 1e-6


def test_memory_is_bounded_and_the_longest_quiet_is_forgotten():
    limit = RateLimit(1, 1000, callers=10, clock=Clock())
    assert limit.wait_for("first") == 0
    for number in range(1000):
        limit.wait_for(str(number))
    assert len(limit._buckets) == 10
    assert limit.wait_for("999") > 0
    assert limit.wait_for("first") == 0
