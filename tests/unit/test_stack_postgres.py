"""The embedded server's pid file after a crash."""

import os
import subprocess
import sys

import pytest
from tools.stack import postgres


@pytest.fixture
def pidfile(tmp_path, monkeypatch):
    """The pid file of a cluster that is nowhere else."""
    monkeypatch.setattr(postgres, "CLUSTER", tmp_path)
    return tmp_path / "postmaster.pid"


def test_pid_of_a_dead_process_is_forgotten(pidfile):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    pidfile.write_text(f"{dead.pid}\n{pidfile.parent}\n")
    postgres.forget_dead_server()
    assert not pidfile.exists()


def test_pid_that_now_belongs_to_somebody_else_is_forgotten(pidfile):
    pidfile.write_text(f"{os.getpid()}\n{pidfile.parent}\n")
    postgres.forget_dead_server()
    assert not pidfile.exists()


@pytest.mark.parametrize("over_a_link", [False, True])
def test_running_server_is_kept(pidfile, tmp_path, over_a_link):
    folder = str(pidfile.parent)
    if over_a_link:
        folder = str(tmp_path / "link")
        os.symlink(tmp_path, folder)
    code = "import sys; print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "-D", folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as server:
        server.stdout.readline()
        pidfile.write_text(f"{server.pid}\n{pidfile.parent}\n")
        postgres.forget_dead_server()
        assert pidfile.exists()
        server.stdin.close()


@pytest.mark.parametrize("text", ["", "\n"])
def test_file_being_written_is_left_alone(pidfile, text):
    pidfile.write_text(text)
    postgres.forget_dead_server()
    assert pidfile.exists()


def test_no_file_no_harm(pidfile):
    postgres.forget_dead_server()
    assert not pidfile.exists()
