"""All books of a large shop compared with one another, in steps and at once.

Here "plain" is the same look in one snapshot that lasts from the beginning to the end;
ours goes in small steps. Both sides work on the same database, in turn.
"""

import json

from ..case import Case
from ..databases import OURS
from .claims import shell

ROWS = 1_000_000  # counters: one for each product and pool
POOLS = 4  # beside COMMON
# Of each product: a counter of COMMON and one of each pool, with what they have, moved
# there by hand and by borrowing; quants; of every third place a claim that is still
# held, of every fourth one that was consumed, of every fifth one that was released.
SEED = """
CREATE TEMP TABLE shop AS
SELECT w.id AS warehouse, w.lot_stock_id AS place, w.company_id AS company,
       (SELECT COALESCE(max(id), 0) FROM product_product) AS before
  FROM stock_warehouse w ORDER BY w.id LIMIT 1;
INSERT INTO md_inventory_pool (name, code, company_id, state, active, priority,
                               borrow_policy)
SELECT 'Bench ' || g, 'BENCH' || g, company, 'active', true, g, 'give_back'
  FROM shop, generate_series(1, {pools}) g;
CREATE TEMP TABLE pools AS
SELECT id, row_number() OVER (ORDER BY id) AS n
  FROM md_inventory_pool WHERE code LIKE 'BENCH_';
CREATE TEMP TABLE goods AS
SELECT before + g AS id, warehouse, place, company
  FROM shop, generate_series(1, {products}) g;
INSERT INTO product_product (id, product_tmpl_id, active, base_unit_count,
                             combination_indices)
SELECT id, (SELECT max(id) FROM product_template), true, 0, id::text FROM goods;
SELECT setval('product_product_id_seq', (SELECT max(id) FROM product_product));
INSERT INTO stock_quant (product_id, location_id, company_id, quantity,
                         reserved_quantity, in_date)
SELECT id, place, company, 1000, 0, now() FROM goods;
CREATE TEMP TABLE claims AS
SELECT c.*, nextval('md_stock_claim_id_seq') AS id,
       row_number() OVER () AS n
  FROM (SELECT g.id AS product, g.warehouse, COALESCE(p.id, 0) AS pool, s.state
          FROM goods g
         CROSS JOIN (SELECT id, n FROM pools UNION ALL SELECT 0, 0) p
         CROSS JOIN (VALUES ('held', 3), ('consumed', 4), ('released', 5))
                 AS s(state, every)
         WHERE (g.id * 5 + p.n) % s.every = 0
         ORDER BY hashint8(g.id * 16 + p.n)) c;
INSERT INTO md_stock_claim (id, key, product_id, warehouse_id, owner_id, pool_id,
                            number, granted, gone, state, at, expires_at)
SELECT id, 'bench:' || n, product, warehouse, 0, pool, 1, 2,
       CASE state WHEN 'held' THEN 0 ELSE 2 END, state, now() AT TIME ZONE 'UTC',
       CASE WHEN state <> 'consumed'  -- those were confirmed
            THEN now() AT TIME ZONE 'UTC' + interval '1 day' END
  FROM claims;
INSERT INTO md_stock_journal (at, kind, claim_id, key, product_id, warehouse_id,
                              owner_id, pool_id, change, source)
SELECT now() AT TIME ZONE 'UTC', e.kind, id, 'bench:' || n, product, warehouse, 0,
       pool, e.change, e.source || n
  FROM claims c
  JOIN (VALUES ('held', 1, 'hold', 2, NULL), ('consumed', 1, 'hold', 2, NULL),
               ('consumed', 2, 'confirm', 0, NULL),
               ('consumed', 3, 'consume', -2, 'bench:'),
               ('released', 1, 'hold', 2, NULL), ('released', 2, 'release', -2, NULL))
    AS e(state, place, kind, change, source) USING (state)
 ORDER BY n, e.place;
INSERT INTO md_inventory_pool_move (at, kind, product_id, warehouse_id, owner_id,
                                    source_id, target_id, quantity)
SELECT now() AT TIME ZONE 'UTC', e.kind, g.id, g.warehouse, 0,
       CASE WHEN e.gives THEN p.id END, CASE WHEN NOT e.gives THEN p.id END, e.quantity
  FROM goods g CROSS JOIN pools p
 CROSS JOIN (VALUES (1, 'move', false, 20), (2, 'borrow', true, 3),
                    (3, 'give_back', false, 1)) AS e(place, kind, gives, quantity)
 WHERE e.place = 1 OR (g.id + p.n) % 5 = 0
 ORDER BY e.place, hashint8(g.id * 16 + p.n);
INSERT INTO md_stock_counter (product_id, warehouse_id, owner_id, pool_id, claimed,
                              allotted, lent)
SELECT g.id, g.warehouse, 0, p.id,
       CASE WHEN (g.id * 5 + p.n) % 3 = 0 THEN 2 ELSE 0 END,
       CASE WHEN p.n = 0 THEN 0 ELSE 20
            - CASE WHEN (g.id + p.n) % 5 = 0 THEN 2 ELSE 0 END
            - CASE WHEN (g.id * 5 + p.n) % 4 = 0 THEN 2 ELSE 0 END END,
       CASE WHEN p.n > 0 AND (g.id + p.n) % 5 = 0 THEN 2 ELSE 0 END
  FROM goods g CROSS JOIN (SELECT id, n FROM pools UNION ALL SELECT 0, 0) p;
VACUUM (ANALYZE) md_stock_counter, md_stock_claim, md_stock_journal,
    md_inventory_pool_move, stock_quant, product_product;
"""
PRODUCT = """
env["product.product"].create({"name": "Bench", "is_storable": True})
env.cr.commit()
print("made")
"""
WHOLE = """
import json, time
began = time.monotonic()
found = env["md.claim.reconciler"]._check()
print(json.dumps({"seconds": time.monotonic() - began, "found": len(found),
                  "longest_s": time.monotonic() - began}))
"""
STEPS = """
import json, time
steps = env["md.claim.steps"]
steps._ask(env.user)
env.cr.commit()
began, spent = time.monotonic(), []
while True:
    start = time.monotonic()
    if steps._step() is None:
        break
    spent.append(time.monotonic() - start)
took = time.monotonic() - began
row = env["md.claim.pass"].search([], order="id desc", limit=1)
assert row.state == "done", row.state
print(json.dumps({"seconds": took, "found": row.found_count, "longest_s": max(spent),
                  "steps": row.steps, "rows": row.rows_read}))
"""


class Reconcile(Case):
    """A whole pass of the reconciler."""

    name = "reconcile"
    title = f"Reconcile {ROWS:,} rows of pools in steps, against one snapshot"
    unit = "pass"
    inside = False
    apart = True  # making the shop takes minutes
    figure = "seconds"
    target = 1.5
    most = 60
    rounds = 2
    size = 1
    rows = ROWS
    made = set()

    def setup(self, place):
        from tools.stack import postgres

        if not self.made:
            self.made.add(OURS)
            products = self.rows // (POOLS + 1)
            shell(PRODUCT)
            script = SEED.format(products=products, pools=POOLS)
            postgres.execute(script, database=OURS)

    def run(self, place, size):
        told = json.loads(shell(STEPS if place.ours else WHOLE))
        if found := told.pop("found"):
            raise RuntimeError(f"{found} findings in a shop that is in order")
        return {"ms": 1000 * told["seconds"], **told}


class ReconcileSmall(Reconcile):
    """The same, of a shop that is made at once."""

    name = "reconcile_small"
    title = "Reconcile 20,000 rows of pools in steps, against one snapshot"
    rows = 20_000
    apart = False
    target = None
    most = None
    rounds = 5
    made = set()
