"""A database in which claims are raced for, the process that races, and a watcher."""

import json
import os
import signal
import subprocess
import threading
from pathlib import Path

import psycopg2
from claim_laws import ALWAYS, BREACHES, JUDGE, LINGER, UNEXCUSED, broken
from tools.stack import odoo, postgres
from tools.stack.database import fresh

NAME = "md_race"
PAUSE = 0.05  # seconds between two looks
HERE = Path(__file__).resolve().parent
START = """
import sys
sys.path.insert(0, {here!r})
from claim_host import serve
serve(env, {pipe!r})
"""


class Shop:
    """A clone of the template that judges its own commits, and a process with Odoo."""

    def __init__(self, folder, name=NAME, modules=(), judge=JUDGE + LINGER):
        self.name = name
        fresh(name)
        # what survives a crash of the server is not looked at here; of a client, all
        postgres.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        # nothing waits for ever without saying so
        postgres.execute(f"ALTER DATABASE {name} SET statement_timeout = '120s'")
        if modules:
            self._install(modules)
        postgres.execute(judge, database=name)
        self.host = self._start(folder / f"{name}.pipe")
        self.connection = connect(name)

    def _install(self, modules):
        words = ("-i", ",".join(modules), "--stop-after-init", "--log-level=error")
        command = odoo.command(*words, database=self.name)
        subprocess.run(command, env=odoo.environment(), check=True)

    def _start(self, pipe):
        os.mkfifo(pipe)
        words = ("shell", "--shell-interface", "python", "--log-level=critical")
        host = subprocess.Popen(
            odoo.command(*words, database=self.name),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=odoo.environment(),
            start_new_session=True,
        )
        host.stdin.write(START.format(here=str(HERE), pipe=str(pipe)))
        host.stdin.close()
        assert json.loads(host.stdout.readline()) == "ready"
        self.orders = pipe.open("w")
        return host

    def ask(self, scene, **arguments):
        """What a scene ("module.function") answers."""
        self.orders.write(json.dumps([scene, arguments]) + "\n")
        self.orders.flush()
        answer = json.loads(self.host.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["answer"]

    def rows(self, query, parameters=None):
        """Rows of a query, as committed."""
        return rows(self.connection, query, parameters)

    def end(self):
        """Stop the process and drop the database."""
        self.connection.close()
        self.orders.close()
        os.killpg(self.host.pid, signal.SIGKILL)
        self.host.wait()
        postgres.drop(self.name)


class Watcher(threading.Thread):
    """Looks at the laws as committed, again and again while others work."""

    def __init__(self, shop, first, laws):
        super().__init__(daemon=True)
        self.shop, self.first, self.laws = shop, first, laws
        self.connection, self.over = connect(shop.name), threading.Event()
        self.found, self.looks = [], 0

    def run(self):
        """Until told that it is over; what is broken stays in ``found``."""
        try:
            while not self.over.wait(PAUSE):
                self.found += broken(self._rows, self.laws, self.first)
                self.looks += 1
        except psycopg2.Error as error:
            self.found.append(error)

    def _rows(self, query, parameters):
        return rows(self.connection, query, parameters)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, failed, *_rest):
        self.over.set()
        self.join()
        self.connection.close()
        if not failed:
            assert not self.found, self.found[:3]
            assert self.looks > 3


def watching(shop, first, laws=ALWAYS):
    """Watch the products from ``first`` on inside the block; fail on any breach."""
    return Watcher(shop, first, laws)


def breaches(shop, first, counted=False):
    """What the database itself saw broken at a commit.

    ``counted``: goods are counted away meanwhile; see `UNEXCUSED`.
    """
    query = UNEXCUSED if counted else BREACHES
    return [row[0] for row in shop.rows(query, {"first": first})]


def connect(name):
    """A connection on which each query is a transaction."""
    pg = postgres.settings()
    connection = psycopg2.connect(
        dbname=name,
        host=pg["PGHOST"],
        port=pg["PGPORT"],
        user=pg["PGUSER"],
        password=pg["PGPASSWORD"],
        sslmode=pg.get("PGSSLMODE", "prefer"),
    )
    connection.autocommit = True
    return connection


def rows(connection, query, parameters=None):
    """Rows of a query; of one without result, none."""
    with connection.cursor() as cr:
        cr.execute(query, parameters)
        return cr.fetchall() if cr.description else []
