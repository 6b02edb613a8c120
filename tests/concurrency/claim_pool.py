"""Forked processes that work off attempts, and are killed; run inside Odoo.

As Odoo's own server does, they are forked without connections, and each attempt runs in
a transaction of its own that is run again on a serialization failure.
"""

import faulthandler
import json
import os
import random
import selectors
import signal
import time
from contextlib import suppress

from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import UserError
from odoo.service.model import retrying

from odoo.addons.md_inventory_core.services.md_background import (
    worker as background,
)

SIZE = 16
LONGEST = 0.6  # seconds after which one that is to be killed is killed
PATIENCE = 120  # seconds without any answer: they hang


class Worker:
    """A process that does one attempt after the other, told and answering by pipes."""

    def __init__(self, work):
        orders, self.orders = os.pipe()
        self.answers, answers = os.pipe()
        self.process = os.fork()
        if not self.process:
            try:
                self._serve(work, os.fdopen(orders), answers)
            finally:
                os._exit(0)
        os.close(orders)
        os.close(answers)
        self.attempt, self.dies_at, self.dead = None, None, False

    def _serve(self, work, orders, answers):
        os.close(self.orders)
        os.close(self.answers)
        faulthandler.register(signal.SIGUSR1)
        for line in orders:
            try:
                outcome = work(json.loads(line))
            except Exception as error:  # noqa: BLE001 - the test tells what is allowed
                outcome = f"error {error!r}"
            os.write(answers, (json.dumps(outcome) + "\n").encode())

    def start(self, attempt, dies_at=None):
        """Hand it an attempt; it is to be killed at ``dies_at``, finished or not."""
        self.attempt, self.dies_at = attempt, dies_at
        os.write(self.orders, (json.dumps(attempt) + "\n").encode())

    def answer(self):
        """The outcome of its attempt; None when it died before."""
        line = b""
        while not line.endswith(b"\n"):
            if not (piece := os.read(self.answers, 65536)):
                return None
            line += piece
        return json.loads(line)

    def end(self):
        """Let it go; what it was told it has done, or never will."""
        self.kill()
        os.close(self.orders)
        os.close(self.answers)
        os.waitpid(self.process, 0)

    def kill(self):
        """As a power cut does."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)


class Pool:
    """Works off attempts in many processes at once; what was killed comes again.

    ``kills`` is the chance of an attempt to be killed at a random moment. A worker is
    forked by the first attempt that needs one more, and after each death.
    """

    def __init__(self, work, *, size=SIZE, kills=0.0, seed=0):
        background.rest()
        sql_db.close_all()
        self.work, self.size, self.kills = work, size, kills
        self.chance = random.Random(seed)
        self.selector, self.idle, self.busy = selectors.DefaultSelector(), [], []
        self.killed = 0

    def run(self, attempts):
        """[outcome] in the order of ``attempts``."""
        waiting, outcomes = list(enumerate(attempts))[::-1], {}
        while len(outcomes) < len(attempts):
            while waiting and len(self.busy) < self.size:
                self._start(waiting.pop())
            for worker in self._ready():
                self.busy.remove(worker)
                number, attempt = worker.attempt
                if (answer := worker.answer()) is None:
                    waiting.append((number, attempt))
                else:
                    outcomes[number] = answer
                if answer is None or worker.dead:
                    self._bury(worker)
                else:
                    self.idle.append(worker)
        return [outcomes[number] for number in range(len(attempts))]

    def end(self):
        """Let all workers go."""
        for worker in [*self.idle, *self.busy]:
            worker.end()

    def _start(self, attempt):
        worker = self.idle.pop() if self.idle else self._fork()
        dies = self.chance.random() < self.kills
        moment = time.monotonic() + self.chance.uniform(0, LONGEST)
        worker.start(attempt, moment if dies else None)
        self.busy.append(worker)

    def _fork(self):
        worker = Worker(lambda attempt: self.work(*attempt[1]))
        self.selector.register(worker.answers, selectors.EVENT_READ, worker)
        return worker

    def _ready(self):
        """Workers that answered or died; the moribund are killed in time."""
        doomed = [worker for worker in self.busy if worker.dies_at]
        first = min((worker.dies_at for worker in doomed), default=None)
        patience = PATIENCE if first is None else max(0, first - time.monotonic())
        ready = [key.data for key, _mask in self.selector.select(patience)]
        if not ready and first is None:
            self._hang()
        for worker in doomed:
            if worker not in ready and worker.dies_at <= time.monotonic():
                worker.dies_at, worker.dead = None, True
                self.killed += 1
                worker.kill()
        return ready

    def _hang(self):
        """Have each say where it is, for whoever reads the test's output."""
        for worker in self.busy:
            os.kill(worker.process, signal.SIGUSR1)
        raise TimeoutError(f"no answer to {[worker.attempt for worker in self.busy]}")

    def _bury(self, worker):
        self.selector.unregister(worker.answers)
        worker.end()


def deed(registry, function, *arguments):
    """``function(env, ...)`` as a request runs it: repeated when others were faster.

    What it refuses is "refused", and undone.
    """
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        try:
            return retrying(lambda: function(env, *arguments), env)
        except UserError:
            cr.rollback()
            return "refused"
