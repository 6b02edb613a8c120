"""A served shop whose database goes away, hangs, and comes back."""

import json
import re
import subprocess
import time
import urllib.error
import urllib.request

import pytest
from tools.stack import odoo, postgres, server
from tools.stack.database import fresh
from wire import Wire

NAME = "md_wire"
TOKEN = "a-token-of-this-test"
PATIENCE = 30  # seconds until a state must be reached; tests go on as soon as it is
# lib/probe gives up after 4 seconds; what is left is the machine's
READY_SECONDS = 8


class Shop:
    """The server, and questions to it."""

    def __init__(self, port, process):
        self.port = port
        self.process = process

    def get(self, path, timeout=READY_SECONDS, data=None, **headers):
        """(status, headers, body) of an answer, whatever the status is."""
        url = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(url, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as reply:
                return reply.status, reply.headers, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def wait_until(self, path, status):
        """Ask until the answer has this status; fail when it never has."""
        until, last = time.monotonic() + PATIENCE, None
        while time.monotonic() < until:
            assert self.process.poll() is None, "the server ended"
            try:
                last = self.get(path)
            except OSError as error:
                last = (0, {}, str(error))
            if last[0] == status:
                return last
            time.sleep(0.4)  # below the rate limit of 30 in 10 seconds
        raise AssertionError(f"{path} never answered {status}; last: {last}")


@pytest.fixture(scope="module")
def wire():
    fresh(NAME)
    pg = postgres.settings()
    yield Wire(pg["PGHOST"], pg["PGPORT"])
    postgres.drop(NAME)


@pytest.fixture(scope="module")
def shop(wire, tmp_path_factory):
    """A server of its own, without cron, that reaches PostgreSQL by the wire alone."""
    port, log = server.free_port(), tmp_path_factory.mktemp("shop") / "odoo.log"
    options = ["--db_host", "127.0.0.1", "--db_port", str(wire.port)]
    options += ["--max-cron-threads=0", "--proxy-mode", "--logfile", str(log)]
    process = subprocess.Popen(
        odoo.command(*options, database=NAME, port=port),
        env=odoo.environment(MD_METRICS_TOKEN=TOKEN, MD_LOG_FORMAT="json"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    shop = Shop(port, process)
    shop.log = log
    shop.wait_until("/md/health/ready", 200)
    yield shop
    wire.mend()
    process.terminate()
    assert process.wait(timeout=30) is not None


def assert_json_without_trace(headers, body):
    assert headers["Content-Type"] == "application/json"
    assert headers["Set-Cookie"] is None
    assert "Traceback" not in body
    return json.loads(body)


def test_database_down_and_back_without_a_restart(shop, wire):
    pid = shop.process.pid
    wire.cut()
    status, headers, body = shop.wait_until("/md/health/ready", 503)
    told = assert_json_without_trace(headers, body)
    assert told == {"status": "fail", "checks": {"database": {"status": "fail"}}}
    status, headers, body = shop.get("/md/health/live", timeout=2)
    assert (status, json.loads(body)) == (200, {"status": "pass"})

    bad = {"Cookie": "session_id=../../etc/passwd", "X-Odoo-Database": "nobodys"}
    status, headers, body = shop.get("/md/health/ready", **bad)
    assert status == 503
    assert_json_without_trace(headers, body)

    status, _headers, body = shop.get("/md/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    assert re.search(r"^md_ready 0\.0$", body, re.MULTILINE)

    wire.mend()
    shop.wait_until("/md/health/ready", 200)
    assert shop.get("/web/login", timeout=60)[0] == 200
    assert shop.process.pid == pid


def test_database_hangs_and_goes_on(shop, wire):
    wire.clog()
    began = time.monotonic()
    status, headers, body = shop.wait_until("/md/health/ready", 503)
    assert time.monotonic() - began < READY_SECONDS
    assert_json_without_trace(headers, body)
    began = time.monotonic()
    assert shop.get("/md/health/live")[0] == 200
    assert time.monotonic() - began < 2, "live must not wait for the database"
    began = time.monotonic()
    assert shop.get("/md/health/ready")[0] == 503
    assert time.monotonic() - began < 2, "only the first caller waits"
    wire.mend()
    shop.wait_until("/md/health/ready", 200)


def test_lines_of_the_log_carry_the_requests_id(shop):
    identifier = "wire-test-0123456789"
    wrong = {"db": NAME, "login": "admin", "password": "4111111111111111"}
    status, headers, _body = shop.get(
        "/web/session/authenticate",
        data=json.dumps({"params": wrong}).encode(),
        **{"X-Request-Id": identifier, "Content-Type": "application/json"},
    )
    assert (status, headers["X-Request-Id"]) == (200, identifier)
    lines = shop.log.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if line.startswith("{")]
    mine = [r for r in records if r.get("request_id") == identifier]
    assert any("Login failed" in r["message"] for r in mine), records[-3:]
    assert all(r["db"] == NAME for r in mine)
    # whose database was down says so once per measurement, without a trace
    down = [r for r in records if r["message"].startswith("Not ready")]
    assert down
    assert not any("exc" in r for r in down)
