"""Many buyers of few units, in real processes that are killed: nothing oversold."""

import contextlib
import os
import random
import signal
import time

import pytest
from looker import Looker

pytestmark = pytest.mark.concurrency

SEED = 20261122
STOCK = 10
SHOP = """
warehouse = env['stock.warehouse'].search([], limit=1)
product = env['product.product'].create({{'name': 'Race', 'is_storable': True}})
env['md.channel']._of_company(warehouse.company_id, 'b2b').on_shortage = {shortage!r}
env['stock.quant']._update_available_quantity(
    product, warehouse.lot_stock_id, {stock})
orders = env['sale.order'].create([{{
    'partner_id': env.ref('base.partner_admin').id, 'warehouse_id': warehouse.id,
    'order_line': [(0, 0, {{'product_id': product.id, 'product_uom_qty': 1}})],
}} for _each in range({buyers})])
env.cr.commit()
print('orders', *orders.ids, flush=True)
"""
# Forks a process for each order, as Odoo's own server does, without connections.
RUSH = """
import os, time
from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import UserError
from odoo.service.model import retrying
registry = env.registry
env['sale.order'].search([], limit=1).name  # what is loaded once is loaded
env.cr.close()
sql_db.close_all()
children = []

def say(*words):
    os.write(1, (' '.join(map(str, words)) + '\\n').encode())  # one piece, one line

def buy(number):
    while not os.path.exists({go!r}):
        time.sleep(0.001)
    with registry.cursor() as cr:
        mine = api.Environment(cr, SUPERUSER_ID, {{}})
        order = mine['sale.order'].browse(number)
        try:
            if order.state == 'draft':
                retrying(lambda: {act}, mine)
            say('outcome', number, 'confirmed')
        except UserError:
            cr.rollback()  # as a request that fails
            say('outcome', number, 'refused')

for number in {orders}:
    if not (child := os.fork()):
        try:
            buy(number)
        except BaseException as error:
            say('outcome', number, 'error', repr(error))
        os._exit(0)
    children.append(child)
    say('child', child)
say('ready')
for child in children:
    os.waitpid(child, 0)
os._exit(0)  # the shell's own connection is closed
"""
REST = """
folder, allocator = env['md.claim.folder'], env['md.claim.allocator']
folder._fold_all()
with env['md.own.transaction']._begin() as cr:  # whose process was killed may go on
    cr.execute("UPDATE md_stock_claim SET expires_at = now() WHERE state = 'held'")
folder._sweep()
for _turn in range(2):
    allocator._cron_reserve()
    env.cr.commit()
    folder._fold_all()
print('rested', flush=True)
"""
# Rows that break an invariant, at any moment whatsoever.
PROMISED_TOO_MUCH = """
SELECT c.product_id, c.claimed, q.on_hand
  FROM md_stock_counter c
  JOIN (SELECT q.product_id, l.warehouse_id, sum(q.quantity) AS on_hand
          FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage = 'internal' GROUP BY 1, 2) q
 USING (product_id, warehouse_id)
 WHERE c.claimed > q.on_hand OR c.claimed < 0
"""
RESERVED_TOO_MUCH = """
SELECT id FROM stock_quant WHERE reserved_quantity > quantity AND reserved_quantity > 0
"""
DRIFT = """
SELECT product_id, warehouse_id, owner_id, pool_id, c.claimed, l.live, j.written
  FROM md_stock_counter c
  FULL JOIN (SELECT product_id, warehouse_id, owner_id, pool_id,
                    sum(granted - gone) AS live
               FROM md_stock_claim WHERE state IN ('held', 'confirmed')
              GROUP BY 1, 2, 3, 4) l USING (product_id, warehouse_id, owner_id, pool_id)
  FULL JOIN (SELECT product_id, warehouse_id, owner_id, pool_id, sum(change) AS written
               FROM md_stock_journal GROUP BY 1, 2, 3, 4) j
 USING (product_id, warehouse_id, owner_id, pool_id)
 WHERE COALESCE(c.claimed, 0) <> COALESCE(l.live, 0)
    OR COALESCE(c.claimed, 0) <> COALESCE(j.written, 0)
"""
ALWAYS = (PROMISED_TOO_MUCH, RESERVED_TOO_MUCH, DRIFT)


class Watcher(Looker):
    """Looks at the invariants; what is broken stays in ``found``."""

    def __init__(self, database):
        super().__init__(database)
        self.found = []

    def look(self):
        """All of them, one after the other."""
        self.found += [row for query in ALWAYS for row in self.ask(query)]

    def end(self):
        """Stop looking; fail when something was broken at any moment."""
        super().end()
        assert not self.found


@pytest.fixture
def watcher(database):
    """A watcher that looks while the test runs."""
    found = Watcher(database)
    yield found
    found.close()


def rush(shell, tmp_path, orders, *, kills=None, act="order.action_confirm()"):
    """One process per order, all at once; return {order: outcome} but of the killed.

    ``kills`` gives the seconds after which each is killed, ``act`` what each does.
    """
    go = tmp_path / f"go-{time.monotonic_ns()}"
    script = RUSH.format(go=str(go), orders=orders, act=act)
    process = shell(script)
    children, outcomes = [], {}
    for line in process.stdout:
        if line.startswith("child"):
            children.append(int(line.split()[1]))
        if line.startswith("ready"):
            break
    assert len(children) == len(orders), process.end()
    go.touch()
    began = time.monotonic()
    for moment, child in sorted(zip(kills or (), children, strict=False)):
        time.sleep(max(0, began + moment - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    for line in process.stdout:
        if line.startswith("outcome"):
            _word, number, outcome, *why = line.split(maxsplit=3)
            assert outcome != "error", why
            outcomes[int(number)] = outcome
    assert process.end()[0] == 0
    return outcomes


def shop(shell, buyers, stock=STOCK, shortage="wait"):
    """Units of one product, and orders that want one each; return their ids."""
    process = shell(SHOP.format(buyers=buyers, stock=stock, shortage=shortage))
    _status, out, errors = process.end()
    assert "orders" in out, errors
    return [int(word) for word in out.split("orders")[1].split()]


def come_to_rest(shell):
    """What scheduled jobs do a minute later."""
    status, out, errors = shell(REST).end()
    assert (status, out.strip()) == (0, "rested"), errors


def promised(sql):
    """(units confirmed as claims, moves reserved in full, orders confirmed)."""
    [[claims]] = sql(
        "SELECT COALESCE(sum(granted - gone), 0)::int FROM md_stock_claim "
        "WHERE state = 'confirmed'"
    )
    [[moves]] = sql("SELECT count(*) FROM stock_move WHERE state = 'assigned'")
    [[orders]] = sql("SELECT count(*) FROM sale_order WHERE state = 'sale'")
    return int(claims), int(moves), int(orders)


def test_ten_units_for_twenty_buyers(shell, sql, watcher, tmp_path):
    orders = shop(shell, 20, shortage="refuse")
    watcher.start()
    outcomes = rush(shell, tmp_path, orders)
    watcher.end()
    assert sorted(outcomes.values()) == ["confirmed"] * STOCK + ["refused"] * 10
    come_to_rest(shell)
    assert promised(sql) == (STOCK, STOCK, STOCK)
    assert [row for query in ALWAYS for row in sql(query)] == []


def test_who_waits_is_confirmed_and_promised_nothing(shell, sql, watcher, tmp_path):
    orders = shop(shell, 20)
    watcher.start()
    outcomes = rush(shell, tmp_path, orders)
    watcher.end()
    assert list(outcomes.values()) == ["confirmed"] * 20
    come_to_rest(shell)
    assert promised(sql) == (STOCK, STOCK, 20)


def test_forty_buyers_and_forty_kills(shell, sql, watcher, tmp_path):
    chance = random.Random(SEED)
    orders = shop(shell, 40)
    watcher.start()
    kills = [chance.uniform(0, 4) for _order in orders]
    first = rush(shell, tmp_path, orders, kills=kills)
    again = rush(shell, tmp_path, [o for o in orders if o not in first])
    watcher.end()
    assert len(again) > 10, "too few were killed in time"
    come_to_rest(shell)
    assert promised(sql) == (STOCK, STOCK, 40)
    assert [row for query in ALWAYS for row in sql(query)] == []
    assert sql("SELECT count(*) FROM md_claim_fact WHERE kind <> 'void'") == [["0"]]
    assert sql("SELECT count(*) FROM md_stock_claim WHERE state = 'held'") == [["0"]]
