"""Runs `make` the way a newcomer does, on ground that is broken on purpose."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What a single test sets; where Odoo and the database server are, tests take over.
OURS = ("PORT", "BIND", "DB", "TLS", "PYTHONPATH")


def clean_environment(**extra):
    """The caller's environment without what this test run itself has set."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in OURS and not key.startswith(("MAKE", "MFLAGS"))
    }
    return {**kept, **extra}


@pytest.fixture
def make():
    """Call `make -s TARGET` and return (status, stdout, last line of stderr)."""

    def call(target, folder=ROOT, stdin=None, timeout=120, **variables):
        done = subprocess.run(
            ["make", "-s", target],
            cwd=folder,
            env=clean_environment(**variables),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        # make adds a line of its own about the failed recipe
        lines = [
            line for line in done.stderr.splitlines() if not line.startswith("make: *")
        ]
        return done.returncode, done.stdout, lines

    return call


@pytest.fixture
def taken_port():
    """A port that somebody listens on."""
    with socket.socket() as server:
        server.bind(("0.0.0.0", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def bare_clone(tmp_path):
    """The project's files without anything fetched or made."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if name.startswith(("tools/", "Makefile", "requirements", "odoo.conf")):
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    return tmp_path
