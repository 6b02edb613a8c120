"""The layer around the server: ids, probes and counts of every request."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from md_pure.md_inventory_core import door, metrics, request_id
from md_pure.md_inventory_core.door import Door, Served, client_address
from md_pure.md_inventory_core.health import (
    GIB,
    Check,
    Limits,
    Queue,
    Report,
    Status,
    judge_clock,
    judge_cron,
    judge_disk,
    judge_queues,
)

HERE = Path(__file__).resolve().parent
OUTSIDE = "from-outside-1"


class Ways:
    """A door with an application behind it, and what a WSGI server makes of both."""

    def __init__(self, behind_proxy=True):
        self.seen, self.ids, self.closed = [], [], False
        self.door = Door(
            self.serve,
            {"/probe": self.probe},
            behind_proxy=lambda: behind_proxy,
            observe=self.seen.append,
            clock=iter(range(1000)).__next__,
        )

    def serve(self, environ, start_response):
        self.ids.append(request_id.current())
        if environ["PATH_INFO"] == "/broken":
            raise RuntimeError("broken")
        headers = [("Content-Type", "text/plain"), ("x-request-id", "an app's own")]
        start_response("404 NOT FOUND", headers)
        return self

    def probe(self, _environ, start_response):
        start_response("200 OK", [])
        return [b"alive"]

    def __iter__(self):
        self.ids.append(request_id.current())
        yield b"pa"
        self.ids.append(request_id.current())
        yield b"ge"

    def close(self):
        assert self.seen, "a websocket's conversation is not part of the answer's time"
        self.ids.append(request_id.current())
        self.closed = True

    def get(self, path="/page", outside=OUTSIDE):
        """(status, headers, body) as the client gets them."""
        got = []
        environ = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
        environ["HTTP_X_REQUEST_ID"] = outside
        parts = self.door(environ, lambda *answer: got.append(answer))
        body = b"".join(parts)
        parts.close()
        [(status, headers)] = got
        return status, headers, body


@pytest.fixture
def ways():
    request_id.end()
    return Ways()


def test_one_id_from_the_first_moment_to_the_last(ways):
    status, headers, body = ways.get()
    assert (status, body, ways.closed) == ("404 NOT FOUND", b"page", True)
    assert headers == [("Content-Type", "text/plain"), ("X-Request-Id", OUTSIDE)]
    assert ways.ids == [OUTSIDE] * 4
    assert request_id.current() is None


def test_an_id_from_outside_counts_only_behind_a_proxy_and_in_form():
    _status, headers, _body = Ways(behind_proxy=False).get()
    assert dict(headers)["X-Request-Id"] != OUTSIDE
    _status, headers, _body = Ways().get(outside="a\r\nSet-Cookie: x=1")
    assert re.fullmatch(r"[0-9a-f]{32}", dict(headers)["X-Request-Id"])


def test_probes_never_reach_the_application(ways):
    assert ways.get("/probe")[2] == b"alive"
    assert ways.ids == []
    assert ways.get("/probe/")[2] == b"page"


def test_every_answer_is_observed_once(ways):
    ways.get()
    ways.get("/probe")
    with pytest.raises(RuntimeError):
        ways.get("/broken")
    assert ways.seen == [
        Served("/page", "GET", 404, 1),
        Served("/probe", "GET", 200, 1),
        Served("/broken", "GET", 500, 1),
    ]
    assert request_id.current() is None


@pytest.mark.parametrize(
    ("forwarded", "proxy", "address"),
    [
        ("", True, "10.0.0.1"),
        ("1.2.3.4", False, "10.0.0.1"),
        ("1.2.3.4", True, "1.2.3.4"),
        ("6.6.6.6, 1.2.3.4", True, "1.2.3.4"),
    ],
)
def test_address_of_the_client(forwarded, proxy, address):
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(environ, proxy) == address


# -- metrics ----------------------------------------------------------------------


def scrape(report=None, figures=()):
    """{family: metric} of a scrape, read by Prometheus' own parser."""
    report = report or Report((Check("database", Status.WARN),))
    snapshot = metrics.Snapshot(report, figures, {"version": "19.0.1.0.0"})
    text = metrics.render(snapshot, os.getpid()).decode()
    return {family.name: family for family in text_string_to_metric_families(text)}


def value(families, family, **labels):
    [found] = [
        sample.value
        for sample in families[family].samples
        if sample.labels == labels and not sample.name.endswith(("_created", "_sum"))
    ]
    return found


def test_every_family_is_ours_has_a_help_and_a_type():
    metrics.observe(Served("/shop", "GET", 200, 0.2))
    families = scrape()
    assert len(families) >= 10
    for name, family in families.items():
        assert name.startswith("md_")
        assert re.fullmatch(r"[a-z_]+", name)
        assert len(family.documentation) > 10
        assert family.type != "unknown"


def test_requests_are_counted_by_class_method_and_status():
    labels = {"route": "till", "method": "POST", "status": "503"}
    metrics.observe(Served("/pos/ui/1", "POST", 503, 0.3))
    before = value(scrape(), "md_http_requests", **labels)
    metrics.observe(Served("/pos/ui/2", "POST", 503, 0.3))
    metrics.observe(Served("/pos/ui/2", "NONSENSE", 503, 0.3))
    families = scrape()
    assert value(families, "md_http_requests", **labels) == before + 1
    assert value(families, "md_http_requests", **{**labels, "method": "other"}) == 1
    buckets = {
        sample.labels["le"]: sample.value
        for sample in scrape()["md_http_request_duration_seconds"].samples
        if sample.labels.get("route") == "till" and "le" in sample.labels
    }
    assert buckets["0.25"] == 0
    assert buckets["0.5"] == buckets["+Inf"] > 0


def test_report_and_figures():
    report = Report((Check("cron", Status.FAIL), Check("disk", Status.PASS)))
    figure = metrics.Figure("md_active_sessions", "Sessions.", {(): 3.0})
    families = scrape(report, (figure,))
    assert value(families, "md_ready") == 0
    assert value(families, "md_check_status", check="cron", status="fail") == 1
    assert value(families, "md_check_status", check="cron", status="pass") == 0
    assert value(families, "md_check_status", check="disk", status="pass") == 1
    assert value(families, "md_active_sessions") == 3
    assert value(families, "md_process_resident_memory_bytes") > 2**20
    spent = os.times()
    cpu = value(scrape(), "md_process_cpu_seconds")
    assert spent.user + spent.system <= cpu + 0.02, "clock ticks of 10 ms"
    assert value(families, "md_build_info", version="19.0.1.0.0") == 1


def test_what_checks_measured_is_a_figure_too():
    waiting = Queue("data_imports", oldest=12.5, count=3)
    report = Report(
        (
            judge_cron({"a": 7.0}, {"b": 2, "c": 1}, Limits()),
            judge_queues([waiting]),
            judge_disk({"data_dir": 5 * GIB}, Limits()),
            judge_clock(-0.25, Limits()),
        )
    )
    families = scrape(report)
    assert value(families, "md_cron_lag_seconds") == 7
    assert value(families, "md_cron_failing_jobs") == 2
    assert value(families, "md_queue_oldest_age_seconds", queue="data_imports") == 12.5
    assert value(families, "md_queue_depth", queue="data_imports") == 3
    assert value(families, "md_disk_free_bytes", place="data_dir") == 5 * GIB
    assert value(families, "md_clock_difference_seconds") == -0.25


SHARED = """
import os, sys
sys.path.insert(0, {here!r})
import conftest
from md_pure.md_inventory_core import metrics
from md_pure.md_inventory_core.door import Served
from md_pure.md_inventory_core.health import Report
if sys.argv[1] == "serve":
    metrics.observe(Served("/shop", "GET", 200, 0.2))
else:
    snapshot = metrics.Snapshot(Report(()))
    sys.stdout.buffer.write(metrics.render(snapshot, os.getpid()))
"""


def test_worker_processes_count_together(tmp_path):
    def process(word):
        return subprocess.run(
            [sys.executable, "-c", SHARED.format(here=str(HERE)), word],
            env={**os.environ, metrics.SHARED_VARIABLE: str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    for _worker in range(3):
        process("serve")
    found = list(text_string_to_metric_families(process("render")))
    families = {family.name: family for family in found}
    labels = {"route": "shop", "method": "GET", "status": "200"}
    assert value(families, "md_http_requests", **labels) == 3


@given(st.text())
def test_whatever_is_asked_for_belongs_to_one_of_few_classes(path):
    known = {name for name, _pattern in metrics.ROUTES} | {metrics.OTHER}
    assert metrics.route_class(path) in known


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "shop"),
        ("/shop/tea-7", "shop"),
        ("/shopping", "other"),
        ("/web/login", "login"),
        ("/odoo/action-7", "backoffice"),
        ("/web/assets/1/x.js", "static"),
        ("/md_pos_ext/static/src/x.js", "static"),
        ("/web/dataset/call_kw/pos.order/sync", "till"),
        ("/web/dataset/call_kw/res.partner/read", "rpc"),
        ("/md/api/v1/orders", "api"),
        ("/md/health/ready", "health"),
        ("/websocket", "websocket"),
        ("/hw_proxy/hello", "hardware"),
    ],
)
def test_route_classes(path, route):
    assert metrics.route_class(path) == route


def test_header_is_the_one_that_proxies_know():
    assert door.HEADER == "X-Request-Id"
