"""What `make doctor` looks at on the machine: port, programs, disk, memory, clock."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from . import paths, server
from .doctor import ADVICE, PROBLEM, advice, judge, ok, problem

GIB = 2**30
COLD_GB, WARM_GB, EASY_GB = 6, 1, 3  # as `make run` demands, and to work without worry
MEMORY_PROBLEM, MEMORY_ADVICE = 1 * GIB, 3 * GIB
CLOCK_SECONDS = 2
OLDEST = datetime(2026, 1, 1, tzinfo=UTC)  # no machine with this code is older
LISTENING = "0A"  # in /proc/net/tcp


def port():
    """Whether the shop's port is free, ours, or somebody else's."""
    number, now = paths.port(), server.running()
    if now and now.get("port") == number:
        yield ok("port", f"{number} serves database {now['db']} (process {now['pid']})")
    elif server.is_free(number):
        elsewhere = f"; the shop runs on {now['port']}" if now else ""
        yield ok("port", f"{number} is free{elsewhere}")
    else:
        yield problem(
            "port",
            f"{number} is taken by {listener(number) or 'a program of another user'}",
            f"Stop that program or choose another port: make run PORT={number + 11}",
        )


def listener(number):
    """Name and number of the process that listens on a port; None when hidden."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with suppress(OSError):
            for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
                words = line.split()
                if int(words[1].rpartition(":")[2], 16) == number:
                    inodes |= (
                        {f"socket:[{words[9]}]"} if words[3] == LISTENING else set()
                    )
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if any(os.readlink(file) in inodes for file in (process / "fd").iterdir()):
                name = (process / "comm").read_text(encoding="utf-8").strip()
                return f"{name} (process {process.name})"
    return None


def versions():
    """Python, the tools that `make` calls, Odoo as pinned, node when there is one."""
    mine = ".".join(map(str, sys.version_info[:3]))
    yield judge(
        "python",
        mine,
        (
            not (3, 11) <= sys.version_info[:2] <= (3, 13),
            PROBLEM,
            "Use Python 3.11, 3.12 or 3.13: make run PYTHON=python3.11",
        ),
    )
    for name in ("make", "git"):
        found = version_of(name)
        missing = f"Install it: apt-get install {name}"
        yield judge(name, found or "missing", (not found, PROBLEM, missing))
    yield odoo()
    node = version_of("node")
    old = bool(node) and int(re.search(r"\d+", node)[0]) < 20
    yield judge(
        "node",
        node or "none (only tests need it; `make test` brings its own)",
        (old, ADVICE, "Tests need Node.js 20 or newer"),
    )


def version_of(program):
    """First line of `program --version`; empty without the program."""
    path = paths.which(program)
    if not path:
        return ""
    done = subprocess.run(
        [path, "--version"], capture_output=True, text=True, timeout=5, check=False
    )
    return (done.stdout or done.stderr).partition("\n")[0].strip()


def odoo():
    """The Odoo that would be served, beside the one that is pinned."""
    lock = json.loads(Path(__file__).with_name("odoo.lock.json").read_text("utf-8"))
    pinned, source = lock["version"], paths.odoo_source()
    release = source / "odoo" / "release.py"
    if not release.exists():
        given = os.environ.get("ODOO_SRC")
        if given:
            return problem(
                "odoo", f"ODOO_SRC={given} holds no Odoo", "Correct ODOO_SRC"
            )
        todo = "`make run` fetches it"
        return advice("odoo", f"not here yet (pinned: {pinned})", todo)
    found = re.search(r"version_info = \((\d+), (\d+)", release.read_text("utf-8"))
    name = ".".join(found.groups()) if found else "unknown"
    whose = "ODOO_SRC" if os.environ.get("ODOO_SRC") else f"pinned: {pinned}"
    wrong = (name != "19.0", PROBLEM, "Name a folder with Odoo 19 in ODOO_SRC")
    return judge("odoo", f"{name} ({whose})", wrong)


def disk():
    """Free space where everything is kept."""
    free = shutil.disk_usage(paths.ROOT).free / GIB
    cold = not (paths.PYTHON.exists() and paths.odoo_source().exists())
    needed = COLD_GB if cold else WARM_GB
    yield judge(
        "disk",
        f"{free:.1f} GB free",
        (free < needed, PROBLEM, f"`make run` needs {needed} GB: free some space"),
        (free < EASY_GB, ADVICE, "Free some space before the database fills the rest"),
    )


def memory():
    """Memory that may still be used, by this machine or this container."""
    available, total = memory_bytes()
    todo = "Stop other programs, lower `workers` in odoo.conf, or add memory"
    yield judge(
        "memory",
        f"{available / GIB:.1f} of {total / GIB:.1f} GB available",
        (available < MEMORY_PROBLEM, PROBLEM, todo),
        (available < MEMORY_ADVICE, ADVICE, todo),
    )


def memory_bytes():
    """(available, total) bytes; a container's limit counts when it is lower."""
    table = Path("/proc/meminfo").read_text(encoding="ascii")
    value = {n: int(kb) * 1024 for n, kb in re.findall(r"(\w+):\s+(\d+) kB", table)}
    available, total = value["MemAvailable"], value["MemTotal"]
    with suppress(OSError, ValueError):
        group = Path("/sys/fs/cgroup")
        limit = int((group / "memory.max").read_text("ascii"))
        used = int((group / "memory.current").read_text("ascii"))
        if limit < total:
            available, total = min(available, limit - used), limit
    return available, total


def clock():
    """The clock beside the file system's, its synchronisation and its time zone."""
    now = datetime.now(UTC)
    with tempfile.TemporaryFile(dir=paths.ROOT) as file:
        file.write(b"x")
        file.flush()
        difference = abs(os.fstat(file.fileno()).st_mtime - time.time())
    yield judge(
        "clock",
        f"{now:%Y-%m-%d %H:%M:%S} UTC, {difference:.1f} s from the file system's",
        (now < OLDEST, PROBLEM, "Set the clock, by NTP if possible"),
        (difference > CLOCK_SECONDS, PROBLEM, "Set both clocks by NTP"),
    )
    synchronised = ntp()
    told = {None: "", True: "NTP on, ", False: "no NTP, "}[synchronised]
    yield judge(
        "clock",
        f"{told}time zone {time.tzname[0]}; times are kept in UTC whatever it is",
        (synchronised is False, ADVICE, "Switch NTP on: timedatectl set-ntp true"),
    )


def ntp():
    """Whether the clock is kept right by NTP; None when nobody here knows."""
    if not shutil.which("timedatectl"):
        return None
    done = subprocess.run(
        ["timedatectl", "show", "-p", "NTPSynchronized", "--value"],
        capture_output=True,
        text=True,
        timeout=3,
        check=False,
    )
    return {"yes": True, "no": False}.get(done.stdout.strip())


CHECKS = (port, versions, disk, memory, clock)
