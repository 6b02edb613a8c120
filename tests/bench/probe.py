"""Runs inside Odoo, one process for each side: does cases and measures them.

`python -m tests.bench.probe ODOO-OPTIONS`. The first line on standard output says how
long loading the registry took; then each line read is a question, each answered by one
line. It ends when its standard input does.
"""

import gc
import json
import os
import resource
import sys
import time
import traceback

import odoo.modules.module
from odoo import SUPERUSER_ID, api, sql_db
from odoo.orm.registry import Registry
from odoo.service.server import load_server_wide_modules
from odoo.tools import config

from . import cases, profile, stats, world

COUNTERS = {
    "cpu_ms": lambda: 1000 * time.process_time(),
    "own_cpu_ms": lambda: 1000 * time.thread_time(),  # without background work
    "queries": lambda: sql_db.sql_counter,
}


class Bench:
    """The cases at work on this side."""

    def __init__(self, registry):
        self.registry = registry
        self.cases = cases.load()
        self.running = {}

    def __enter__(self):
        self.cr = self.registry.cursor()
        env = api.Environment(self.cr, SUPERUSER_ID, {})
        world.ensure(env)
        self.cr.commit()
        person = world.user(env)
        company = person.company_id.ids
        context = {**person.context_get(), "allowed_company_ids": company}
        self.env = api.Environment(self.cr, person.id, context)
        return self

    def __exit__(self, *_error):
        self.cr.close()

    def setup(self, case, **_more):
        """Make an instance of a case and let it set up."""
        self.running[case] = self.cases[case]()
        self.running[case].setup(self.env)
        self.cr.commit()
        return {}

    def teardown(self, case, **_more):
        """Let a case clean up; forget it."""
        self.cr.rollback()
        instance = self.running.pop(case, None)
        if instance:
            instance.teardown(self.env)
            self.cr.commit()
        return {}

    def measure(self, case, size):
        """One measurement: {figure: value per unit}."""
        return self._prepared(case, size, self._measure)

    def profile(self, case, size):
        """The same under a profiler: {time: text, queries: {statement: per unit}}."""
        return self._prepared(case, size, profile.profile)

    def _prepared(self, case, size, how):
        instance = self.running[case]
        instance.prepare(self.env, size)
        self.cr.commit()
        gc.collect()
        gc.disable()  # a collection in one of the two would be counted as its cost
        try:
            answer = how(lambda: instance.run(self.env, size), size)
            self.cr.commit()
        finally:
            gc.enable()
        return answer

    @staticmethod
    def _measure(call, size):
        figures = stats.measure(call, size, COUNTERS)
        figures.setdefault("per_s", 1000 / figures["ms"])
        return figures

    def answer(self, do, **question):
        """Do what is asked; an error is an answer too."""
        try:
            return getattr(self, do)(**question)
        except Exception:  # noqa: BLE001 - the case is at fault, others go on
            self.cr.rollback()
            return {"error": traceback.format_exc()}


def load(database):
    """Load the registry; return it with what that took."""
    load_server_wide_modules()
    found = []
    figures = stats.measure(lambda: found.append(Registry.new(database)), 1, COUNTERS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found[0], {**figures, "peak_mb": peak}


def main():
    """Answer questions until there are none."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints goes to the log

    def say(answer):
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    config.parse_config(sys.argv[1:], setup_logging=True)
    odoo.modules.module.initialize_sys_path()
    registry, took = load(config["db_name"][0])
    say(took)
    bench = None
    for line in sys.stdin:
        if bench is None:
            bench = Bench(registry)
            bench.__enter__()
        say(bench.answer(**json.loads(line)))
    if bench:
        bench.__exit__()


if __name__ == "__main__":
    main()
