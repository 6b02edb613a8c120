"""Databases and servers of the journeys' own, beside whatever `make run` serves."""

import contextlib
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.stack import database, odoo, paths, postgres, server
from tools.testing import layers

WARM = "md_e2e_warm"  # with all assets built; cloned, never served
BUILD_ASSETS = "env['ir.qweb']._pregenerate_assets_bundles()\nenv.cr.commit()\n"
LOAD_SLICE = """
env['md.data.import'].create({{
    'kind': 'slice',
    'store_count': {stores}, 'item_count': {items}, 'day_count': {days},
}})
env['md.data.import'].run_and_report('slice')
env.cr.commit()
"""
BAD_MARKS = (" ERROR ", " CRITICAL ")
ENTRY = re.compile(r"^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,)", re.MULTILINE)
OURS = re.compile(r'"md_\w+"')
ENDING = "Initiating shutdown"
MET = "could not serialize access due to concurrent update"


@dataclass
class Served:
    """A database and the address under which a browser finds it."""

    database: str
    url: str
    log: Path

    def sql(self, statement):
        """What one SQL statement prints."""
        return postgres.execute(statement, database=self.database)

    def rows(self, statement):
        """The rows of a query, each a tuple of texts."""
        lines = self.sql(statement).splitlines()
        return [tuple(line.split("|")) for line in lines]

    def number(self, statement):
        """The one number that a query answers with."""
        return float(self.sql(statement) or 0)

    def log_errors(self):
        """What the server itself reports as an error, each with what follows it.

        Two transactions of core that met (presence, pending e-mails) are excused: core
        tries again. Where one of our tables is named they are not. Nor counts what a
        server says after it was told to end: a job of core in the middle of its work
        (the order by e-mail, with its PDF) finds its connection closed.
        """
        text = self.log.read_text(encoding="utf-8", errors="replace")
        text = text.partition(ENDING)[0]
        entries = ENTRY.split(text)
        return [
            entry[:2000]
            for entry in entries
            if any(mark in entry.partition("\n")[0] for mark in BAD_MARKS)
            and (MET not in entry or OURS.search(entry))
        ]


def make_warm():
    """A clone of the template in which no journey waits for assets to be built."""
    database.fresh(WARM)
    layers.cure_assets(WARM)
    # core's weekly job takes minutes of CPU; a server that ends meanwhile logs an error
    postgres.execute(
        "UPDATE ir_cron SET nextcall = nextcall + interval '7 days' "
        "WHERE cron_name = 'Disable unused snippets assets'",
        database=WARM,
    )
    database.script(WARM, BUILD_ASSETS)


def make_database(name):
    """A new database ``name``, warm and without data."""
    postgres.drop(name)
    postgres.clone(WARM, name, lasting=False)


def load_slice(name, stores=1, items=60, days=1):
    """Bring a little of the real data in, the way `make run` does."""
    script = LOAD_SLICE.format(stores=stores, items=items, days=days)
    return database.script(name, script)


@contextlib.contextmanager
def serve(name, *options, port=None):
    """Serve database ``name``, on a free port if none; yield (port, log); end it."""
    port = port or server.free_port()
    log = layers.RESULTS / f"{name}-{port}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen(
            odoo.command(*options, database=name, port=port),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=odoo.environment(),
            cwd=paths.ROOT,
        )
        try:
            server.wait(process, port)
            yield port, log
        finally:
            server.end(process.pid)
            process.wait()


@contextlib.contextmanager
def plain(name):
    """Serve ``name`` over http; fail at the end if the server logged an error."""
    with serve(name) as (port, log):
        site = Served(name, f"http://localhost:{port}", log)
        yield site
    errors = site.log_errors()
    assert not errors, "\n".join(errors)
