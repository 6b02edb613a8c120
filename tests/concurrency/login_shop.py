"""Servers on one database, and many who log in at the same time."""

import json
import subprocess
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tools.stack import odoo, server

PATIENCE = 60  # seconds until a server answers
USER, PASSWORD = "racer", "a right password"
SET_UP = f"""
groups = [(4, env.ref('md_inventory_core.group_support').id)]
user = env['res.users'].create(
    {{'name': 'Racer', 'login': {USER!r}, 'group_ids': groups}})
user.password = {PASSWORD!r}
env.cr.commit()
print('user', user.id)
"""


def lines(process):
    """Output of a shell that ends well."""
    status, out, errors = process.end()
    assert status == 0, errors
    return out.splitlines()


class Server:
    """A threaded server of its own; each has its own memory, as workers do."""

    def __init__(self, database, log):
        self.database, self.log, self.port = database, log, server.free_port()
        options = ("--max-cron-threads=0", "--logfile", str(log), "--workers=0")
        self.process = subprocess.Popen(
            odoo.command(*options, database=database, port=self.port),
            env=odoo.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait_until_ready(self):
        """Return when it has loaded the database."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.log_in(USER, "")
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                assert time.monotonic() < until, self.log.read_text()
                time.sleep(0.3)

    def call(self, path, params):
        """The JSON-RPC answer of a route."""
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            return json.loads(reply.read())

    def log_in(self, login, password):
        """ "in", or the message why not."""
        answer = self.call(
            "/web/session/authenticate",
            {"db": self.database, "login": login, "password": password},
        )
        if "error" in answer:
            return answer["error"]["data"]["message"]
        return "in" if answer["result"]["uid"] else "unfinished"

    def execute(self, user, password, model, method, *args):
        """What a program gets from the JSON-RPC service, or the message why not."""
        args = [self.database, user, password, model, method, list(args)]
        params = {"service": "object", "method": "execute_kw", "args": args}
        answer = self.call("/jsonrpc", params)
        if "error" in answer:
            return answer["error"]["data"]["message"]
        return answer["result"]

    def stop(self):
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=30)


def at_once(deeds):
    """Results of all deeds (functions), begun together."""
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(deed) for deed in deeds]]
