"""The running shop: start, find, stop, and prove that it answers."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

from . import odoo, paths, tls
from .ui import Fail, step

PIDFILE = paths.STATE / "odoo.pid"
LOG = paths.LOGS / "odoo.log"


def answers(port, path="/web/health", secure=False, timeout=5):
    """Whether a server on ``port`` answers ``path`` with 200."""
    scheme = "https" if secure else "http"
    # The probe asks whether somebody answers; who it is, tills check with our CA.
    context = ssl._create_unverified_context() if secure else None
    try:
        with urllib.request.urlopen(
            f"{scheme}://localhost:{port}{path}", timeout=timeout, context=context
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
    """{pid, port, database, tls} of our server when it runs, else {}."""
    try:
        pid, port, database, secure = PIDFILE.read_text(encoding="utf-8").split()
        words = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")  # noqa: SIM115
    except (OSError, ValueError):
        return {}
    if str(paths.DATA).encode() not in words:  # the number belongs to somebody else
        return {}
    return {"pid": int(pid), "port": int(port), "db": database, "tls": secure == "1"}


def check_port():
    """Fail when somebody else uses the port, before minutes are spent."""
    port = paths.port()
    if not is_free(port) and running().get("port") != port:
        raise Fail(
            f"Port {port} is taken by another program",
            f"Stop that program or choose another port: make run PORT={port + 11}",
        )


def start(database):
    """Serve ``database`` on the chosen port, unless it is served there already."""
    port, secure = paths.port(), paths.tls()
    now = running()
    same = now and (now["port"], now["db"], now["tls"]) == (port, database, secure)
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
        with (paths.LOGS / "odoo.out").open("ab") as out:
            process = subprocess.Popen(
                odoo.command(*options, database=database, port=inner),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=odoo.environment(),
                cwd=paths.ROOT,
                start_new_session=True,
            )
        record = f"{process.pid} {port} {database} {int(secure)}"
        PIDFILE.write_text(record, encoding="utf-8")
        wait(process, inner)
        if secure:
            tls.start(port, inner)


def wait(process, port):
    """Wait until the server answers, or say why it ended."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if answers(port, "/web/login", timeout=60):
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
