"""Claims of many clients at once, against the same statements sent by pgbench.

Here "plain" is the raw database: `pgbench` sends the statements of `md.claim.store`,
without Odoo and Python. Both sides work on the same database, in turn.
"""

import json
import subprocess
import tempfile
from pathlib import Path

from ..case import Case
from ..claim_sql import script
from ..databases import OURS
from ..stats import HIGHER

CLIENTS = 16
SECONDS = 3
SHOP = """
warehouse = env["stock.warehouse"].search([], limit=1)
product = env["product.product"].create({{"name": "Claims", "is_storable": True}})
env.flush_all()
cr = env.cr
cr.execute("SELECT COALESCE(max(id), 0) FROM product_product")
first = cr.fetchone()[0] + 1
cr.execute(
    "INSERT INTO product_product (id, product_tmpl_id, active, base_unit_count, "
    "combination_indices) SELECT g, %s, true, 0, g::text "
    "FROM generate_series(%s, %s) g",
    [product.product_tmpl_id.id, first, first + {skus} - 1])
cr.execute(
    "SELECT setval('product_product_id_seq', (SELECT max(id) FROM product_product))")
cr.execute(
    "INSERT INTO stock_quant (product_id, location_id, company_id, quantity, "
    "reserved_quantity, in_date) SELECT g, %s, %s, 1e9, 0, now() "
    "FROM generate_series(%s, %s) g",
    [warehouse.lot_stock_id.id, warehouse.company_id.id, first, first + {skus} - 1])
cr.execute(
    "INSERT INTO md_stock_counter (product_id, warehouse_id, owner_id, pool_id, "
    "claimed, allotted, lent) SELECT g, %s, 0, 0, 0, 0, 0 "
    "FROM generate_series(%s, %s) g",
    [warehouse.id, first, first + {skus} - 1])
cr.commit()
cr.execute("SELECT count(*) FROM stock_quant WHERE product_id >= %s", [first])
print(first, warehouse.id)
"""
# As many processes as clients, each with a connection of its own, as Odoo has them.
RUSH = """
import json, os, random, time
from decimal import Decimal
from odoo import SUPERUSER_ID, api, sql_db
from odoo.addons.md_inventory_core.lib.claims import Slot
registry = env.registry
env.cr.close()
sql_db.close_all()

def work(number, out):
    chance = random.Random(number)
    with registry.cursor() as cr:
        store = api.Environment(cr, SUPERUSER_ID, {{}})["md.claim.store"]
        spent, end = [], time.monotonic() + {seconds}
        while time.monotonic() < end:
            some = chance.sample(range({first}, {first} + {skus}), {lines})
            wanted = {{Slot(product, {warehouse}): Decimal(1) for product in some}}
            began = time.monotonic()
            store._claim(f"b:{{number}}:{{chance.random()}}", wanted)
            spent.append(time.monotonic() - began)
    os.write(out, (json.dumps(spent) + chr(10)).encode())

pipes = []
for number in range({clients}):
    back, out = os.pipe()
    if not os.fork():
        try:
            work(number, out)
        finally:
            os._exit(0)
    os.close(out)
    pipes.append(back)
spent = []
for pipe in pipes:
    with os.fdopen(pipe) as lines:
        text = lines.read()
    assert text, "a client failed"
    spent += json.loads(text)
print(json.dumps(spent))
"""


def shell(text):
    """What a script in an Odoo shell on our side prints."""
    from tools.stack import odoo

    done = subprocess.run(
        odoo.command("shell", "--log-level=error", database=OURS),
        env=odoo.environment(),
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    if not done.stdout.strip():
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout.strip().splitlines()[-1]


class ClaimRush(Case):
    """Claims of one unit each; the base of the cases below."""

    inside = False
    unit = "line"
    figure = "per_s"
    better = HIGHER
    target = 0.7
    rounds = 5
    size = SECONDS
    quick = 1
    skus, lines = 1, 1
    place = {}

    def setup(self, place):
        if not self.place:
            first, warehouse = shell(SHOP.format(skus=self.skus)).split()
            self.place.update(first=int(first), warehouse=int(warehouse))

    def run(self, place, size):
        spent = self.ours(size) if place.ours else self.raw(size)
        spent.sort()
        return {
            "per_s": len(spent) * self.lines / size,
            "p99_ms": 1000 * spent[int(len(spent) * 0.99)],
        }

    def teardown(self, place):
        """The events of these claims would be worked off while the next case runs."""
        if place.ours:
            shell(
                "env.cr.execute('DELETE FROM md_availability_event')\n"
                "env.cr.commit()\nprint('gone')\n"
            )

    def ours(self, seconds):
        """Seconds that each claim took, by processes of Odoo."""
        text = RUSH.format(
            **self.place,
            skus=self.skus,
            lines=self.lines,
            clients=CLIENTS,
            seconds=seconds,
        )
        return json.loads(shell(text))

    def raw(self, seconds):
        """Seconds that each transaction took, by pgbench."""
        from tools.stack import paths, postgres

        program = Path(postgres.psql()).with_name("pgbench")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "claim.sql")
            file.write_text(script(self.place, self.skus, self.lines))
            call = [str(program), "-n", "-c", str(CLIENTS), "-j", "2", "-l"]
            call += ["-T", str(seconds), "-f", str(file), "--log-prefix", "spent", OURS]
            done = subprocess.run(
                call,
                cwd=folder,
                env=paths.environment(**postgres.settings()),
                capture_output=True,
                text=True,
                check=False,
            )
            logs = [log.read_text() for log in Path(folder).glob("spent*")]
        if done.returncode or not logs:
            raise RuntimeError(done.stderr[-2000:])
        return [int(row.split()[2]) / 1e6 for log in logs for row in log.splitlines()]


class ClaimHot(ClaimRush):
    """All want the same product."""

    name = "claim_hot"
    title = f"{CLIENTS} clients claim one hot product, against pgbench"
    place = {}


class ClaimSpread(ClaimRush):
    """Everybody wants something else."""

    name = "claim_spread"
    title = f"{CLIENTS} clients claim 10,000 products, against pgbench"
    skus = 10_000
    place = {}


class ClaimBatch(ClaimRush):
    """Long orders."""

    name = "claim_batch"
    title = f"{CLIENTS} clients claim 200 of 10,000 products at once, against pgbench"
    skus, lines = 10_000, 200
    place = {}


class Availability(Case):
    """What a channel may promise of many products, against core's free quantity."""

    name = "availability"
    title = "What is available of 10,000 products for one channel"
    unit = "question"
    target = 1.0
    rounds = 9
    size = 1
    products = 10_000

    def setup(self, place):
        name = "Available"
        product = place["product.product"].create({"name": name, "is_storable": True})
        template, cr = product.product_tmpl_id.id, place.cr
        cr.execute(
            "INSERT INTO product_product (product_tmpl_id, active, base_unit_count, "
            "combination_indices) SELECT %s, true, 0, g::text "
            "FROM generate_series(1, %s) g RETURNING id",
            [template, self.products],
        )
        self.ids = [row[0] for row in cr.fetchall()]
        warehouse = place["stock.warehouse"].search([("code", "=", "BENCH")])
        self.warehouse = warehouse.id
        cr.execute(
            "INSERT INTO stock_quant (product_id, location_id, company_id, quantity, "
            "reserved_quantity, in_date) SELECT id, %s, %s, 7, 0, now() "
            "FROM unnest(%s) AS p(id)",
            [warehouse.lot_stock_id.id, warehouse.company_id.id, self.ids],
        )
        cr.execute("ANALYZE stock_quant")
        if "md.channel" in place:
            channels = place["md.channel"].sudo()
            self.channel = channels._of_company(warehouse.company_id, "b2b").id

    def prepare(self, place, size):
        place.invalidate_all()

    def run(self, place, size):
        products = place["product.product"].browse(self.ids)
        if "md.channel" in place:
            channel = place["md.channel"].browse(self.channel)
            found = place["md.availability"]._available(channel, products)
            assert sum(found.values()) == 7 * self.products
        else:
            here = products.with_context(warehouse_id=self.warehouse)
            assert sum(here.mapped("free_qty")) == 7 * self.products
