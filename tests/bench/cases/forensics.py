"""What was in stock when an order was placed, against core's stock at a date.

Plain Odoo says only what was on hand then; ours also what the channel was told, who had
claimed what, and what happened around it.
"""

# ruff: noqa: S608 - put together of constants of this file
import time

from ..case import Case
from ..world import World, request

PRODUCTS, LINES = 1000, 5
CLAIMS, PUBLICATIONS = 100_000, 1_000_000  # two rows of the journal for each claim
# One in ten is of the first product, which so has 20,000 rows.
SOME = "(%(ids)s::int[])[CASE WHEN g %% 10 = 0 THEN 1 ELSE 1 + g %% %(products)s END]"
JOURNAL = f"""
INSERT INTO md_stock_journal (at, kind, claim_id, key, product_id, warehouse_id,
                              owner_id, pool_id, change, source)
SELECT now() AT TIME ZONE 'UTC' - (%(claims)s + 1 - g) * interval '60 seconds'
         + k.n * interval '10 seconds',
       k.kind, 10000000 + g, 'bench:' || g, {SOME}, %(warehouse)s, 0, 0, k.change,
       CASE k.n WHEN 1 THEN 'bench:' || g END
  FROM generate_series(1, %(claims)s) g
 CROSS JOIN (VALUES (0, 'hold', 1), (1, 'consume', -1)) k(n, kind, change)
 ORDER BY g, k.n
"""
PAST = f"""
INSERT INTO md_availability_past (channel_id, product_id, available, version, at,
                                  buffer_units, buffer_percent)
SELECT %(channel)s, {SOME}, g %% 50, g,
       now() AT TIME ZONE 'UTC' - (%(publications)s + 1 - g) * interval '6 seconds',
       0, 0
  FROM generate_series(1, %(publications)s) g
"""


class Forensics(Case):
    """Orders of five lines, one of them of the product that everybody wants."""

    name = "forensics"
    title = f"What was there when an order of {LINES} lines was placed"
    unit = "order"
    rounds = 5
    size = 20
    quick = 1
    orders = ()

    def setup(self, place):
        self.world = World(place)

    def prepare(self, place, size):
        if not self.orders:
            self.make(place, size > self.quick)
        place.invalidate_all()

    def make(self, place, full):
        """Products in stock, orders of them, and a past when it is measured."""
        env, cr = place(su=True), place.cr
        product = env["product.product"].create({"name": "F", "is_storable": True})
        warehouse = env["stock.warehouse"].search([("code", "=", "BENCH")])
        cr.execute(
            "INSERT INTO product_product (product_tmpl_id, active, base_unit_count, "
            "combination_indices) SELECT %s, true, 0, 'f' || g "
            "FROM generate_series(1, %s) g RETURNING id",
            [product.product_tmpl_id.id, PRODUCTS],
        )
        ids = [row[0] for row in cr.fetchall()]
        cr.execute(
            "INSERT INTO stock_quant (product_id, location_id, company_id, quantity, "
            "reserved_quantity, in_date) SELECT id, %s, %s, 500, 0, now() "
            "FROM unnest(%s) AS p(id)",
            [warehouse.lot_stock_id.id, warehouse.company_id.id, ids],
        )
        if full and "md.channel" in env:
            self.make_past(env, ids, warehouse)
        partner = env["res.partner"].create({"name": "F"})
        self.orders = []
        for number in range(20):
            some = [ids[0], *ids[1 + number * 4 : 5 + number * 4]]
            lines = [(0, 0, {"product_id": p, "product_uom_qty": 2}) for p in some]
            values = {"partner_id": partner.id, "warehouse_id": warehouse.id}
            order = env["sale.order"].create({**values, "order_line": lines})
            order.action_confirm()
            self.orders.append(order.id)

    def make_past(self, env, ids, warehouse):
        channel = env["md.channel"]._of_company(warehouse.company_id, "b2b")
        values = {
            "ids": ids,
            "products": PRODUCTS,
            "claims": CLAIMS,
            "publications": PUBLICATIONS,
            "warehouse": warehouse.id,
            "channel": channel.id,
        }
        for statement in (JOURNAL, PAST):
            env.cr.execute(statement, values)
        env.cr.execute("ANALYZE md_stock_journal, md_availability_past, stock_quant")

    def run(self, place, size):
        spent = []
        for number in range(size):
            with request(place) as env:
                began = time.perf_counter()
                self.ask(env(su=True), self.orders[number % len(self.orders)])
                spent.append(time.perf_counter() - began)
        spent.sort()
        return {"p95_ms": 1000 * spent[int(len(spent) * 0.95)]}

    def ask(self, env, number):
        order = env["sale.order"].browse(number)
        if "md.order.lookup" in env:
            lookup = env["md.order.lookup"]
            report = lookup.browse(lookup._id_of(order)).report
            assert report.count("md_verdict") == LINES
        else:
            then = {"to_date": order.date_order, "warehouse_id": order.warehouse_id.id}
            products = order.order_line.product_id.with_context(**then)
            assert len(products.mapped("qty_available")) == LINES
