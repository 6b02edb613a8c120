"""The running shop: start, find, stop, and prove that it answers."""

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

from . import odoo, paths, postgres, tls
from .ui import Fail, step

PIDFILE = paths.STATE / "odoo.pid"
LOG = paths.LOGS / "odoo.log"


def reached_at():
    """Host name under which this machine reaches the address we listen on."""
    address = paths.address()
    return "localhost" if address in ("127.0.0.1", "0.0.0.0") else address


def answers(port, path="/web/health", secure=False, timeout=5, at=None):
    """Whether a server on ``port`` answers ``path`` with 200."""
    scheme = "https" if secure else "http"
    # The probe asks whether somebody answers; who it is, tills check with our CA.
    context = ssl._create_unverified_context() if secure else None
    try:
        with urllib.request.urlopen(
            f"{scheme}://{at or reached_at()}:{port}{path}",
            timeout=timeout,
            context=context,
        ) as reply:
            return reply.status == 200
    except (OSError, urllib.error.URLError, ValueError):
        return False


def is_free(port):
    """Whether nobody listens on ``port``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # the address Odoo binds
        except OSError:
            return False
    return True


def free_port():
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def running():
    """What was written down by `start` when our server runs, else {}."""
    try:
        record = json.loads(PIDFILE.read_text(encoding="utf-8"))
        pid = record["pid"]
        words = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")  # noqa: SIM115
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    if str(paths.DATA).encode() not in words:  # the number belongs to somebody else
        return {}
    return record


def check_port():
    """Fail when somebody else uses the port, before minutes are spent."""
    port = paths.port()
    if not running():
        tls.stop()  # a proxy that outlived its server holds the port
    if not is_free(port) and running().get("port") != port:
        raise Fail(
            f"Port {port} is taken by another program",
            f"Stop that program or choose another port: make run PORT={port + 11}",
        )


def start(database):
    """Serve ``database`` on the chosen port, unless it is served there already."""
    port, secure = paths.port(), paths.tls()
    pg = postgres.settings()
    wanted = {
        "db": database,
        "port": port,
        "tls": secure,
        "address": paths.address(),
        "postgres": f"{pg['PGHOST']}:{pg['PGPORT']}",
        "odoo": str(paths.odoo_source()),
    }
    now = running()
    same = now and {key: now.get(key) for key in wanted} == wanted
    if same and answers(port, secure=secure):
        return
    if now:
        stop()
    check_port()
    with step(f"Odoo on port {port}"):
        inner = free_port() if secure else port
        LOG.parent.mkdir(parents=True, exist_ok=True)
        options = ["--logfile", str(LOG)]
        options += ["--http-interface", "127.0.0.1" if secure else paths.address()]
        options += ["--proxy-mode"] if secure else []
        log_format = os.environ.get("MD_LOG_FORMAT") or "json"
        with (paths.LOGS / "odoo.out").open("ab") as out:
            process = subprocess.Popen(
                odoo.command(*options, database=database, port=inner),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=odoo.environment(MD_LOG_FORMAT=log_format),
                cwd=paths.ROOT,
                start_new_session=True,
            )
        record = json.dumps({**wanted, "pid": process.pid, "at": reached_at()})
        PIDFILE.write_text(record, encoding="utf-8")
        wait(process, inner, "localhost" if secure else reached_at())
        if secure:
            tls.start(port, inner)


def wait(process, port, at=None):
    """Wait until the server answers, or say why it ended."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if answers(port, "/web/login", timeout=60, at=at):
            return
        time.sleep(0.2)
    raise Fail("Odoo does not answer", "See odoo.log and odoo.out in .stack/log")


def stop():
    """Stop our server and its proxy; True when something was running."""
    tls.stop()
    now = running()
    if now:
        end(now["pid"])
    PIDFILE.unlink(missing_ok=True)
    return bool(now)


def end(pid):
    """End a process: ask first, then insist."""
    for sign, seconds in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if gone(pid):
                return
            time.sleep(0.1)


def gone(pid):
    """Whether a process ended (a zombie counts as ended)."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stream:
            return stream.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def forget():
    """Remove what was fetched and made, databases included."""
    for folder in (paths.STATE, paths.VENV, paths.ROOT / "node_modules"):
        shutil.rmtree(folder, ignore_errors=True)
