"""Leaves nothing behind, however the bench ends.

A process of its own (`python -m tests.bench.sweep`) reads a pipe that only the bench
holds. When the bench is gone, finished or killed, it ends the processes it was told of
and drops the temporary databases. The lock against a second bench is held by both.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time

from tools.stack import paths, postgres
from tools.stack.ui import STREAM, Fail

from .databases import TEMPORARY

LOCK = paths.STATE / "bench.lock"


class Sweeper:
    """``with Sweeper():`` one bench at a time, swept at its end."""

    pipe = None

    def __enter__(self):
        with LOCK.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Fail(
                    "Another bench is at work here", "Wait until it has ended"
                ) from None
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.sweep"],
                stdin=subprocess.PIPE,
                text=True,
                pass_fds=(lock.fileno(),),
                start_new_session=True,
                cwd=paths.ROOT,
            )
        Sweeper.pipe = self.process.stdin
        return self

    def __exit__(self, *_error):
        Sweeper.pipe = None
        self.process.stdin.close()
        self.process.wait()


def start(words, **options):
    """Start a program in a session of its own that does not outlive the bench."""
    process = subprocess.Popen(words, start_new_session=True, **options)
    if Sweeper.pipe:
        Sweeper.pipe.write(f"{process.pid} {birth(process.pid)}\n")
        Sweeper.pipe.flush()
    return process


def birth(pid):
    """When a process began; with its number this names it for ever. "" when gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stream:
            fields = stream.read().rsplit(")", 1)[1].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def end_all(known):
    """End the sessions of [(pid, birth)] still there: ask first, then insist."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for pid, began in known:
            if began and birth(pid) == began:
                os.killpg(pid, sign)
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if not any(began and birth(pid) == began for pid, began in known):
                return
            time.sleep(0.1)


def main():
    """Wait until the bench is gone, then sweep."""
    known = []
    for line in sys.stdin:
        pid, _space, began = line.rstrip("\n").partition(" ")
        known.append((int(pid), began))
    end_all(known)
    STREAM["progress"] = sys.stderr
    for name in TEMPORARY:
        postgres.drop(name)


if __name__ == "__main__":
    main()
