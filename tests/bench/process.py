"""A process with Odoo in it, on one side, as the harness sees it."""

import contextlib
import json
import os
import select
import subprocess

from tools.stack import odoo, paths

from .sweep import start

PATIENCE = 600  # seconds for one answer


class CaseError(Exception):
    """A case went wrong inside Odoo; the text is its traceback."""


class Probe:
    """Odoo on one side; answers one line of JSON to each line of JSON."""

    def __init__(self, side):
        self.side = side
        log = paths.LOGS / f"bench-{side.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        words = odoo.arguments(side.database, ours=side.ours)
        with log.open("a", encoding="utf-8") as errors:
            self.process = start(
                [
                    *(str(paths.PYTHON), "-m", "tests.bench.probe", *words),
                    *("--log-level=warn", "--max-cron-threads=0"),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment(),
                cwd=paths.ROOT,
            )
        self.start = self._answer()

    def ask(self, **question):
        """Send a question and return the answer; raise CaseError when it failed."""
        with contextlib.suppress(OSError):  # it is gone: no answer comes either
            self.process.stdin.write(json.dumps(question).encode() + b"\n")
            self.process.stdin.flush()
        return self._answer()

    def _answer(self):
        pipe = self.process.stdout
        line = b""
        if select.select([pipe], [], [], PATIENCE)[0]:
            line = pipe.readline()
        if not line:
            self.close()
            raise CaseError(
                f"Odoo on side {self.side.name} ended or did not answer; "
                f"see .stack/log/bench-{self.side.name}.log"
            )
        answer = json.loads(line)
        if "error" in answer:
            raise CaseError(answer["error"])
        return answer

    @property
    def alive(self):
        """Whether it can be asked."""
        return self.process.poll() is None

    def close(self):
        """End it; it goes by itself when nobody can ask any more."""
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # what was to be sent has no reader
                pipe.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()


def environment():
    """Odoo's environment, the same on both sides: fixed hashes, compiled modules."""
    return odoo.environment(
        PYTHONPATH=os.pathsep.join([str(paths.odoo_source()), str(paths.ROOT)]),
        PYTHONHASHSEED=0,
        PYTHONDONTWRITEBYTECODE="",
        PYTHONPYCACHEPREFIX=paths.STATE / "pycache",
    )
