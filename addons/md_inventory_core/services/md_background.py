import logging
import os
import threading
import time
from collections import defaultdict

from odoo import SUPERUSER_ID, api, models

_logger = logging.getLogger(__name__)
IDLE_SECONDS = 0.2  # a thread waits so long for more before it ends
GATHER_SECONDS = 0.1  # what comes meanwhile is done together


class Worker:
    """Threads of this process, at most one for each database, while there is work.

    What several transactions leave for the same method is put together. Nothing here
    is needed for correctness: whatever is lost with the process is found again by a
    scheduled job.
    """

    def __init__(self):
        self.more = threading.Condition()
        self.busy = threading.RLock()  # while a thread works
        self.work = defaultdict(lambda: defaultdict(set))  # {database: {call: items}}
        self.threads = {}

    def add(self, registry, model, method, items):
        """Call ``method(sorted items)`` of ``model`` soon, as superuser."""
        name = registry.db_name
        with self.more:
            self.work[name][model, method].update(items)
            if name in self.threads and self.threads[name].is_alive():
                self.more.notify_all()
                return
            thread = threading.Thread(
                target=self.run, args=(registry,), name=f"md.background.{name}"
            )
            thread.dbname = name
            self.threads[name] = thread
            thread.start()

    def run(self, registry):
        """Work until nothing is left and nothing comes for a while."""
        while self.has_more(registry.db_name):
            time.sleep(GATHER_SECONDS)
            while call := self.next(registry.db_name):
                with self.busy:
                    registry = self.work_off(registry, *call)

    def work_off(self, registry, call, items):
        """Do one thing; what goes wrong is logged. Return the registry as it is now."""
        model, method = call
        try:
            # as at the beginning of a request: what others changed is known
            registry = registry.check_signaling()
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                getattr(env[model], method)(sorted(items))
        except Exception:
            _logger.exception("%s.%s is left to the scheduled job", model, method)
        return registry

    def rest(self):
        """Wait until nothing is left to do: before all connections are closed."""
        for thread in list(self.threads.values()):
            thread.join()

    def has_more(self, name):
        """Whether there is something to do; else the thread ends."""
        with self.more:
            if not self.work[name]:
                self.more.wait(IDLE_SECONDS)
            if not self.work[name]:
                del self.threads[name]
                return False
            return True

    def next(self, name):
        """Something to do; None when there is nothing at the moment."""
        with self.more:
            return self.work[name].popitem() if self.work[name] else None


worker = Worker()
# Who forks waits until nobody works: a child would find locks (of the connection pool,
# of the log) taken for ever by a thread that it does not have.
os.register_at_fork(
    before=lambda: worker.busy.acquire(),
    after_in_parent=lambda: worker.busy.release(),
    after_in_child=lambda: worker.__init__(),
)


class MdBackground(models.AbstractModel):
    """Work that nobody waits for: soon, outside the request, together with others'."""

    _name = "md.background"
    _description = "Background Work"

    def _soon(self, model, method, items=()):
        """Call ``env[model].method(sorted items)`` after the caller's commit.

        At most once at a time in each process; items of several callers are put
        together. Not inside a test, nor while modules are being installed.
        """
        own, registry = self.env["md.own.transaction"], self.env.registry
        if not own._ends():
            return
        kept = own._until_commit(f"soon {model}.{method}", set)
        kept.update(items)
        own._after(
            f"soon {model}.{method}",
            lambda: registry.ready and worker.add(registry, model, method, kept),
        )
