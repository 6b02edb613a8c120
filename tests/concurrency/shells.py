"""Processes with an Odoo shell, to be killed at will: forked, Odoo loaded once."""

import json
import os
import select
import signal
import socket
import subprocess
from pathlib import Path

from tools.stack import odoo

NAME = "md_kill"  # the database of one test after the other
HERE = Path(__file__).resolve().parent
START = """
import sys
sys.path.insert(0, {here!r})
from shell_host import serve
serve(env, {path!r})
"""
PATIENCE = 120  # seconds for a shell to end when it has closed its output


class Host:
    """Forks shells on a database; see `shell_host`.

    It has no connections: the database may be dropped and cloned from the template
    again, under the same name, while no shell runs.
    """

    def __init__(self, database, folder):
        path = str(folder / f"{database}.calls")
        words = ("shell", "--shell-interface", "python", "--log-level=critical")
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
            listening.bind(path)
            listening.listen()
            listening.settimeout(PATIENCE)
            self.process = subprocess.Popen(
                odoo.command(*words, database=database),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
                env=odoo.environment(),
                start_new_session=True,
            )
            self.process.stdin.write(START.format(here=str(HERE), path=path))
            self.process.stdin.close()
            self.calls = listening.accept()[0]

    def shell(self, script):
        """Start a shell that runs ``script``."""
        pipes = [os.pipe() for _each in range(3)]
        (read, script_end), (out, out_end), (errors, errors_end) = pipes
        theirs = [read, out_end, errors_end]
        socket.send_fds(self.calls, [b'["fork"]'], theirs)
        number = json.loads(self.calls.recv(1000))
        for end in theirs:
            os.close(end)
        return Shell(self, number, script_end, out, errors, script)

    def wait(self, number, hang):
        """How a shell ended; None when it did not yet."""
        self.calls.send(json.dumps(["wait", number, hang]).encode())
        return json.loads(self.calls.recv(1000))

    def end(self):
        """Let the process go."""
        self.calls.close()
        self.process.wait(PATIENCE)


class Shell:
    """A process with an Odoo shell, in a group of its own."""

    def __init__(self, host, number, script_end, out, errors, script):
        self.host, self.number, self.status = host, number, None
        self.stdout, self.stderr = os.fdopen(out), os.fdopen(errors)
        with os.fdopen(script_end, "w") as stream:
            stream.write(script)

    def poll(self):
        """How it ended; None while it runs."""
        if self.status is None:
            self.status = self.host.wait(self.number, hang=False)
        return self.status

    def wait_for(self, beginning):
        """Read lines until one begins so; False when the process ended before."""
        return any(line.startswith(beginning) for line in self.stdout)

    def kill(self):
        """End the process as a power cut does."""
        os.killpg(self.number, signal.SIGKILL)
        self._reap()

    def end(self):
        """Wait for the end; return (status, output, errors)."""
        out, errors = self.stdout.read(), self.stderr.read()
        return self._reap(), out, errors

    def _reap(self):
        if self.status is None:
            ended = os.pidfd_open(self.number)
            try:
                assert select.select([ended], [], [], PATIENCE)[0], "it does not end"
            finally:
                os.close(ended)
            self.poll()
        return self.status
