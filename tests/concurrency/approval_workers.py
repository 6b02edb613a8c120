"""Processes that ask, decide and use as people do, each in transactions of its own."""

import json
import os

from shells import NAME
from tools.stack import postgres
from tools.stack.database import fresh

PEOPLE = """
from odoo.tests import new_test_user
for login, role in (('cash', 'cashier'), ('one', 'manager'), ('two', 'manager')):
    new_test_user(env, login, groups='md_inventory_core.group_' + role)
env['product.template'].create({'name': 'Contested', 'list_price': 100})
env.cr.commit()
"""
# Does one line of JSON after the other: {"do", "as", "n", "hold"}. Held, it stops
# before its commit until any line comes. Answers "held", or "done" and what came of it.
WORKER = """
import json, sys, time
from functools import partial
from types import SimpleNamespace
from unittest.mock import patch
from odoo.exceptions import UserError
from odoo.service import model
from odoo.service.model import retrying

# Who has to try again waits for seconds, for hundreds of others that there are not.
model.time = SimpleNamespace(sleep=lambda seconds: time.sleep(seconds / 10))
orders = open({pipe!r})
tries = []

def say(*words):
    print(json.dumps(words), flush=True)

def asked(env, n):
    return env['md.approval.request'].search([('fingerprint', '=', n)])

def deed(name, n, hold):
    tries.append(name)
    product = env['product.template'].search([('name', '=', 'Contested')])
    approvals = env['md.approval']
    terms = ('price_change', 20, product, n)
    if name == 'ask':
        result = approvals._ask(*terms, 'because', key=n).id
    elif name == 'require':
        result = approvals._require(*terms).id
    elif name in ('cron_expire', 'expire_due'):
        with patch.object(env.registry['md.clock'], '_now', lambda self: {late}):
            result = getattr(approvals, '_' + name)()
    else:
        result = getattr(approvals, '_' + name)(asked(env, n), *('x',) * (name in
                         ('approve', 'refuse')))
    if hold:
        say('held')
        orders.readline()
    return result

root = env
say('ready')
for line in iter(orders.readline, ''):
    order = json.loads(line)
    user = root['res.users'].search([('login', '=', order['as'])])
    env = root(user=user or 1)
    del tries[:]
    try:
        call = partial(deed, order['do'], order['n'], order.get('hold'))
        say('done', 'ok', retrying(call, env), len(tries))
    except UserError as error:
        env.cr.rollback()
        say('done', type(error).__name__, str(error), len(tries))
"""
LATE = "__import__('datetime').datetime(2100, 1, 1)"


class Worker:
    """A process with an Odoo shell that does what it is told."""

    def __init__(self, host, folder, name):
        self.name = name
        pipe = folder / f"{name}.pipe"
        pipe.unlink(missing_ok=True)
        os.mkfifo(pipe)
        self.process = host.shell(WORKER.format(pipe=str(pipe), late=LATE))
        self.orders = pipe.open("w")
        assert self.answer() == ["ready"]

    def start(self, do, n, login, hold=False):
        """Begin a deed; with ``hold`` return when it waits before its commit."""
        self._write({"do": do, "n": n, "as": login, "hold": hold})
        if hold:
            answer = self.answer()
            assert answer == ["held"], answer

    def go(self):
        """Let a held deed commit."""
        self._write("go")

    def answer(self):
        """The next answer: ["done", "ok" or error, result or message, tries]."""
        return json.loads(self.process.stdout.readline())

    def do(self, do, n, login):
        """A deed from start to end."""
        self.start(do, n, login)
        return self.answer()

    def kill(self):
        """End the process as a power cut does."""
        self.process.kill()
        self.orders.close()

    def _write(self, order):
        self.orders.write(json.dumps(order) + "\n")
        self.orders.flush()


def make_database(host):
    """A clone of the template with a cashier, two managers and a product."""
    fresh(NAME)
    status, _out, errors = host.shell(PEOPLE).end()
    assert status == 0, errors


def sql(text):
    """Rows of a query as lists of texts."""
    return [r.split("|") for r in postgres.execute(text, database=NAME).splitlines()]
