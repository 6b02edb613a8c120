"""Figures in the text format of Prometheus; docs/operations.md lists them.

Requests are counted where they are served. With several worker processes, set
PROMETHEUS_MULTIPROC_DIR to an empty folder: the processes share their counts there, and
each of them answers with the sum. Everything else is measured when it is asked for.
"""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import psutil
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    InfoMetricFamily,
)
from prometheus_client.multiprocess import MultiProcessCollector

from .door import Served
from .health import Report, Status

CONTENT_TYPE = CONTENT_TYPE_LATEST
SHARED_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
# First match wins. Few classes, whatever is asked for: each is a row in every scrape.
ROUTES = (
    ("health", re.compile(r"/md/(health|metrics)\b")),
    ("static", re.compile(r"/[^/]+/static/|/web/(assets|image|content)\b|/favicon")),
    ("websocket", re.compile(r"/websocket\b|/bus/")),
    ("api", re.compile(r"/md/api/|/json/2/|/jsonrpc\b|/xmlrpc\b")),
    ("hardware", re.compile(r"/hw_proxy/|/md_hw/")),
    ("till", re.compile(r"/pos\b|/pos-self|/web/dataset/call_kw/pos\.")),
    ("rpc", re.compile(r"/web/dataset/|/web/action/|/mail/")),
    ("login", re.compile(r"/web/(login|session|signup|reset_password)\b")),
    ("backoffice", re.compile(r"/odoo\b|/web\b|/report/")),
    ("shop", re.compile(r"/shop\b|/payment\b|/my\b|/$")),
)
OTHER = "other"
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

if folder := os.environ.get(SHARED_VARIABLE):
    os.makedirs(folder, exist_ok=True)  # counting would break without it
_counted = CollectorRegistry()
REQUESTS = Counter(
    "md_http_requests",
    "HTTP requests answered, by class of route, method and status.",
    ("route", "method", "status"),
    registry=_counted,
)
DURATION = Histogram(
    "md_http_request_duration_seconds",
    "Time until the answer was sent, by class of route and of status.",
    ("route", "status"),
    buckets=BUCKETS,
    registry=_counted,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its labels, or several of one name."""

    name: str
    help: str
    samples: Mapping[tuple[str, ...], float]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is measured when somebody asks: the report, and figures beyond it."""

    report: Report
    figures: tuple[Figure, ...] = ()
    build: Mapping[str, str] = field(default_factory=dict)


def route_class(path: str) -> str:
    """Which part of the shop a path belongs to."""
    return next((name for name, known in ROUTES if known.match(path)), OTHER)


def observe(served: Served):
    """Count one answered request."""
    route, status = route_class(served.path), str(served.status)
    method = served.method if served.method in METHODS else OTHER
    REQUESTS.labels(route, method, status).inc()
    DURATION.labels(route, f"{status[0]}xx").observe(served.seconds)


def render(snapshot: Snapshot, server_pid: int) -> bytes:
    """The whole scrape.

    :param server_pid: process whose children, with itself, are the server.
    """
    registry = CollectorRegistry()
    if os.environ.get(SHARED_VARIABLE):
        MultiProcessCollector(registry)
    else:
        registry.register(_counted)
    registry.register(_Collector(lambda: _families(snapshot, server_pid)))
    return generate_latest(registry)


class _Collector:
    """What prometheus_client asks for families."""

    def __init__(self, collect):
        self.collect = collect


def _families(snapshot: Snapshot, server_pid: int) -> Iterable:
    yield InfoMetricFamily(
        "md_build", "Versions that are served.", value=dict(snapshot.build)
    )
    yield from _processes(server_pid)
    yield from _judgement(snapshot.report)
    for figure in (*_measured(snapshot.report), *snapshot.figures):
        family = GaugeMetricFamily(figure.name, figure.help, labels=figure.labels)
        for labels, value in figure.samples.items():
            family.add_metric(labels, value)
        yield family


def _judgement(report: Report) -> Iterable[GaugeMetricFamily]:
    yield GaugeMetricFamily(
        "md_ready", "1 when /md/health/ready answers 200.", value=report.ready
    )
    family = GaugeMetricFamily(
        "md_check_status",
        "1 at the status that a check has.",
        labels=("check", "status"),
    )
    for check in report.checks:
        for status in Status:
            family.add_metric((check.name, status), check.status is status)
    yield family


def _measured(report: Report) -> Iterable[Figure]:
    """What the checks measured; nothing of a check that could not."""
    values = {check.name: check.values for check in report.checks}
    cron, clock = values.get("cron", {}), values.get("clock", {})
    queues = values.get("queues", {}).get("queues", {})
    free = values.get("disk", {}).get("free_bytes", {})
    for name, text, labels, samples in (
        ("cron_lag_seconds", "Lateness of the latest job.", (), _one(cron, "lag_s")),
        (
            "cron_failing_jobs",
            "Active jobs whose last run failed.",
            (),
            {(): len(cron["failing"])} if "failing" in cron else {},
        ),
        (
            "queue_oldest_age_seconds",
            "Age of the oldest work that waits.",
            ("queue",),
            {(name,): queue["oldest"] for name, queue in queues.items()},
        ),
        (
            "queue_depth",
            "Work that waits.",
            ("queue",),
            {(name,): queue["count"] for name, queue in queues.items()},
        ),
        (
            "disk_free_bytes",
            "Free space of the file store and of the database's folder.",
            ("place",),
            {(place,): size for place, size in free.items()},
        ),
        (
            "clock_difference_seconds",
            "By how much the database's clock is ahead of the server's.",
            (),
            _one(clock, "difference_s"),
        ),
    ):
        if samples:
            yield Figure(f"md_{name}", text, samples, labels)


def _one(values: Mapping, name: str) -> dict[tuple, float]:
    return {(): values[name]} if name in values else {}


def _processes(pid: int) -> Iterable:
    """CPU, memory and start of the server: all its processes together."""
    root = psutil.Process(pid)
    cpu, resident, files, count = 0.0, 0, 0, 0
    for process in [root, *root.children(recursive=True)]:
        try:
            with process.oneshot():
                times, memory = process.cpu_times(), process.memory_info()
                opened = process.num_fds()
        except psutil.Error:  # it ended just now; its parent has its CPU time
            continue
        # those that ended count with their parent, so that the sum never goes back
        cpu += times.user + times.system + times.children_user + times.children_system
        resident, files, count = resident + memory.rss, files + opened, count + 1
    yield CounterMetricFamily(
        "md_process_cpu_seconds", "CPU time of the server's processes.", value=cpu
    )
    for name, text, value in (
        (
            "resident_memory_bytes",
            "Resident memory of the server's processes.",
            resident,
        ),
        ("open_files", "Open file descriptors of the server's processes.", files),
        ("count", "Processes of the server.", count),
        ("start_time_seconds", "Start of the server, Unix time.", root.create_time()),
    ):
        yield GaugeMetricFamily(f"md_process_{name}", text, value=value)
