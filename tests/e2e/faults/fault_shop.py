"""A shop with five tills, its server, and what its books say."""

import os
import signal
import subprocess
from collections import Counter
from dataclasses import dataclass, field

from line import Line
from tools.stack import database, odoo, paths, postgres, server
from tools.testing import layers

TILLS = 5
CODE = "FT-1"
BARCODE = "2099000000804"
PRICE = 75
SET_UP = """
env = env(context={{**env.context, 'tracking_disable': True}})
warehouse = env['stock.warehouse'].search([], limit=1)
warehouse.md_store_ref = warehouse.md_store_ref or '1'
cashier = env['res.users'].search([('login', '=', 'cashier')])
for number in range(1, {tills} + 1):
    name = 'Fault Till %s' % number
    till = env['pos.config'].search([('name', '=', name)])
    if not till:
        till = env['md.dataset.loader']._create_till(warehouse)
        till.write({{'name': name, 'md_show_suggestions': False}})
    if not till.current_session_id:
        till.with_user(cashier).open_ui()
        till.current_session_id.set_opening_control(0, '')
goods = {goods}
known = set(env['product.product'].search([]).mapped('default_code'))
env['product.product'].create([
    {{'name': name, 'default_code': code, 'list_price': price, 'barcode': barcode,
      'available_in_pos': True, 'taxes_id': False, 'type': 'consu'}}
    for code, name, price, barcode in goods if code not in known
])
env.cr.commit()
"""
BOOKS = """
SELECT o.uuid, round(o.amount_total * 100)::int,
       (SELECT round(sum(p.amount) * 100)::int FROM pos_payment p
         WHERE p.pos_order_id = o.id),
       (SELECT round(sum(l.price_subtotal_incl) * 100)::int FROM pos_order_line l
         WHERE l.order_id = o.id), o.state
  FROM pos_order o JOIN pos_config c ON c.id = o.config_id
 WHERE c.name LIKE 'Fault Till %' AND o.id > {since}
   AND o.state NOT IN ('draft', 'cancel') ORDER BY o.id
"""


@dataclass
class Shop:
    """``lines`` are the tills' lines to the server, each an address of its own."""

    database: str
    port: int = field(default_factory=server.free_port)
    process: subprocess.Popen = None
    since: int = 0

    def set_up(self):
        """Tills with open sessions, each with a line to the server."""
        self.set_up_goods([(CODE, "Fault Rice", PRICE, BARCODE)])
        query = "SELECT id FROM pos_config WHERE name LIKE 'Fault Till %' ORDER BY name"
        self.configs = [int(row) for row in self.sql(query).split()]
        self.lines = [Line(self.port) for _config in self.configs]

    def set_up_goods(self, goods):
        """Goods are (code, name, price, barcode or False); those that are missing."""
        self.script(SET_UP.format(tills=TILLS, goods=repr(goods)))

    def sql(self, statement):
        return postgres.execute(statement, database=self.database)

    def script(self, text):
        database.script(self.database, text)

    def start(self):
        """Serve, on the same port each time."""
        log = layers.RESULTS / f"{self.database}-faults.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                odoo.command(
                    "--max-cron-threads=0", database=self.database, port=self.port
                ),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=odoo.environment(),
                cwd=paths.ROOT,
                start_new_session=True,
            )
        server.wait(self.process, self.port)

    def kill(self):
        """As by `kill -9`."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def begin(self):
        """What is in the books is of before; lines are good."""
        self.since = int(self.sql("SELECT coalesce(max(id), 0) FROM pos_order"))
        for line in self.lines:
            line.become("good")
            line.sales = line.answers = 0

    def books(self):
        """[(uuid, total, paid, sum of lines)] in cents, as stored since `begin`."""
        rows = self.sql(BOOKS.format(since=self.since)).splitlines()
        rows = [row.split("|") for row in rows]
        return [
            (uuid, int(total), int(paid or 0), int(lines or 0))
            for uuid, total, paid, lines, _state in rows
        ]

    def check(self, sold):
        """Each sale {uuid: cents} is there exactly once, to the cent, and no other."""
        books = self.books()
        twice = [uuid for uuid, n in Counter(b[0] for b in books).items() if n > 1]
        assert not twice, f"twice: {twice}"
        stored = {uuid: total for uuid, total, _paid, _lines in books}
        lost, new = sold.keys() - stored.keys(), stored.keys() - sold.keys()
        assert not lost, f"lost: {sorted(lost)}"
        assert not new, f"never sold: {sorted(new)}"
        wrong = {u: (sold[u], stored[u]) for u in sold if sold[u] != stored[u]}
        assert not wrong, f"other totals: {wrong}"
        crooked = [row for row in books if len(set(row[1:])) != 1]
        assert not crooked, f"lines, payments and total differ: {crooked}"
