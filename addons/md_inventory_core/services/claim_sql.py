"""Statements of the claim store and the folder; see `md.claim.store`.

Quantities come back as text, for Odoo turns numeric into float.

Each is one statement, for in READ COMMITTED each has a snapshot of its own: what is
read after a lock was waited for must be read by the next one.
"""

SLOTS = """
unnest(%(products)s::int[], %(warehouses)s::int[], %(pools)s::int[])
    AS w(product_id, warehouse_id, pool_id)
"""
LOCK_SQL = f"""
SELECT 1 FROM md_stock_counter c JOIN {SLOTS} USING (product_id, warehouse_id, pool_id)
 ORDER BY c.product_id, c.warehouse_id, c.pool_id FOR UPDATE OF c
"""
INSERT_COUNTERS_SQL = f"""
INSERT INTO md_stock_counter (product_id, warehouse_id, pool_id, claimed)
SELECT product_id, warehouse_id, pool_id, 0 FROM {SLOTS}
 ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING
"""
# Sellable: in the warehouse and not expired. A lot below zero takes nothing from others,
# as in core's reservation; what has no lot does.
ON_HAND_SQL = """
SELECT COALESCE(sum(CASE WHEN lot IS NULL THEN part ELSE GREATEST(part, 0) END), 0)
  FROM (SELECT q.lot_id AS lot, sum(q.quantity) AS part
          FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
          LEFT JOIN stock_lot t ON t.id = q.lot_id
         WHERE q.product_id = w.product_id AND l.warehouse_id = w.warehouse_id
           AND l.usage = 'internal'
           AND (t.removal_date IS NULL OR t.removal_date > now() AT TIME ZONE 'UTC')
         GROUP BY q.lot_id) lots
"""
PENDING_SQL = """
SELECT COALESCE(sum(p.quantity), 0) FROM md_pending_sale p
 WHERE p.product_id = w.product_id AND p.warehouse_id = w.warehouse_id
"""
# Reserved by planned moves that have no claim; inside a warehouse nothing leaves it.
UNCLAIMED_SQL = """
SELECT COALESCE(sum(ml.quantity_product_uom), 0)
  FROM stock_move_line ml
  JOIN stock_move m ON m.id = ml.move_id
  JOIN stock_location s ON s.id = ml.location_id
  JOIN stock_location d ON d.id = m.location_dest_id
 WHERE ml.product_id = w.product_id AND s.warehouse_id = w.warehouse_id
   AND s.usage = 'internal' AND m.md_claim_key IS NULL
   AND m.state IN ('assigned', 'partially_available')
   AND d.warehouse_id IS DISTINCT FROM s.warehouse_id
"""
GROUND_SQL = f"""
SELECT w.*, ({ON_HAND_SQL})::text, ({PENDING_SQL})::text, ({UNCLAIMED_SQL})::text,
       c.claimed::text, COALESCE(own.held, 0)::text, own.ids
  FROM {SLOTS}
  JOIN md_stock_counter c USING (product_id, warehouse_id, pool_id)
  LEFT JOIN LATERAL (
       SELECT sum(o.granted - o.gone) AS held,
              array_agg(o.id) FILTER (WHERE o.state = 'held') AS ids
         FROM md_stock_claim o
        WHERE o.key = %(key)s AND o.state IN ('held', 'confirmed')
          AND o.product_id = w.product_id AND o.warehouse_id = w.warehouse_id
          AND o.pool_id = w.pool_id) own ON true
"""
TAKE_SQL = """
WITH given AS (
    SELECT * FROM unnest(%(products)s::int[], %(warehouses)s::int[], %(pools)s::int[],
                         %(quantities)s::numeric[])
        AS g(product_id, warehouse_id, pool_id, quantity)
), counted AS (
    UPDATE md_stock_counter c SET claimed = claimed + g.quantity FROM given g
     WHERE (c.product_id, c.warehouse_id, c.pool_id)
         = (g.product_id, g.warehouse_id, g.pool_id)
), taken AS (
    INSERT INTO md_stock_claim (key, product_id, warehouse_id, pool_id, number,
                                granted, gone, state, at, expires_at)
    SELECT %(key)s, g.product_id, g.warehouse_id, g.pool_id,
           1 + (SELECT count(*) FROM md_stock_claim o
                 WHERE o.key = %(key)s AND o.product_id = g.product_id
                   AND o.warehouse_id = g.warehouse_id AND o.pool_id = g.pool_id),
           g.quantity, 0, 'held', now() AT TIME ZONE 'UTC',
           now() AT TIME ZONE 'UTC' + %(seconds)s * interval '1 second'
      FROM given g
    RETURNING id, key, product_id, warehouse_id, pool_id, granted
)
INSERT INTO md_stock_journal (at, kind, claim_id, key, product_id, warehouse_id,
                              pool_id, change)
SELECT now() AT TIME ZONE 'UTC', 'hold', id, key, product_id, warehouse_id, pool_id,
       granted FROM taken
RETURNING claim_id
"""
# Ending claims: (claim, kind, quantity) -> what the claim has gone, its state, the
# counter, the journal.
FREE_SQL = """
WITH less AS (
    SELECT * FROM unnest(%(claims)s::int[], %(kinds)s::varchar[],
                         %(quantities)s::numeric[], %(sources)s::varchar[])
        AS t(claim_id, kind, quantity, source)
), part AS (
    SELECT claim_id, sum(quantity) AS quantity, max(kind) AS kind FROM less GROUP BY 1
), ended AS (
    UPDATE md_stock_claim c SET gone = c.gone + p.quantity,
           state = CASE WHEN c.gone + p.quantity < c.granted THEN c.state
                        WHEN p.kind = 'consume' THEN 'consumed'
                        WHEN p.kind = 'expire' THEN 'expired' ELSE 'released' END
      FROM part p WHERE c.id = p.claim_id
), freed AS (
    SELECT c.product_id, c.warehouse_id, c.pool_id, sum(p.quantity) AS quantity
      FROM part p JOIN md_stock_claim c ON c.id = p.claim_id GROUP BY 1, 2, 3
), counted AS (
    UPDATE md_stock_counter n SET claimed = claimed - f.quantity FROM freed f
     WHERE (n.product_id, n.warehouse_id, n.pool_id)
         = (f.product_id, f.warehouse_id, f.pool_id)
)
INSERT INTO md_stock_journal (at, kind, claim_id, key, product_id, warehouse_id,
                              pool_id, change, source)
SELECT now() AT TIME ZONE 'UTC', l.kind, c.id, c.key, c.product_id, c.warehouse_id,
       c.pool_id, -l.quantity, l.source
  FROM less l JOIN md_stock_claim c ON c.id = l.claim_id
"""
CONFIRM_SQL = """
WITH done AS (
    UPDATE md_stock_claim SET state = 'confirmed', expires_at = NULL
     WHERE id = ANY(%(claims)s) AND state = 'held'
    RETURNING id, key, product_id, warehouse_id, pool_id
)
INSERT INTO md_stock_journal (at, kind, claim_id, key, product_id, warehouse_id,
                              pool_id, change)
SELECT now() AT TIME ZONE 'UTC', 'confirm', id, key, product_id, warehouse_id, pool_id, 0
  FROM done
"""
FACTS_SQL = """
SELECT id, kind, claim_id, key, product_id, warehouse_id, quantity::text, source
  FROM md_claim_fact WHERE kind <> 'void' ORDER BY id LIMIT %(limit)s
   FOR UPDATE SKIP LOCKED
"""
SLOTS_OF_SQL = """
SELECT DISTINCT product_id, warehouse_id, pool_id FROM md_stock_claim
 WHERE id = ANY(%(claims)s)
    OR key = ANY(%(keys)s::varchar[]) AND state IN ('held', 'confirmed')
"""
LIVE_SQL = """
SELECT id, key, product_id, warehouse_id, (granted - gone)::text FROM md_stock_claim
 WHERE key = ANY(%(keys)s::varchar[]) AND state IN ('held', 'confirmed') ORDER BY id
"""
VOID_SQL = """
INSERT INTO md_claim_fact (kind, claim_id, at)
SELECT 'void', claim_id, now() AT TIME ZONE 'UTC' FROM unnest(%(claims)s::int[]) AS claim_id
 ORDER BY claim_id ON CONFLICT DO NOTHING RETURNING claim_id
"""
STILL_HELD_SQL = """
SELECT id, (granted - gone)::text FROM md_stock_claim
 WHERE id = ANY(%(claims)s) AND state = 'held' ORDER BY id
"""
EXPIRED_SQL = """
SELECT c.id FROM md_stock_claim c
 WHERE c.state = 'held' AND c.expires_at < now() AT TIME ZONE 'UTC'
   AND NOT EXISTS (SELECT 1 FROM md_claim_fact f WHERE f.claim_id = c.id)
 ORDER BY c.expires_at LIMIT %(limit)s
"""
# Confirmed and not needed by any open move of the key: cancelled, or fewer are wanted.
UNNEEDED_SQL = """
SELECT c.key, c.product_id, c.warehouse_id, NULL AS source,
       (sum(c.granted - c.gone) - COALESCE((
           SELECT sum(m.product_qty) FROM stock_move m
             JOIN stock_location l ON l.id = m.location_id
            WHERE m.md_claim_key = c.key AND m.product_id = c.product_id
              AND l.warehouse_id = c.warehouse_id
              AND m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
       ), 0))::text AS quantity
  FROM md_stock_claim c
 WHERE c.key = ANY(%(keys)s::varchar[]) AND c.state = 'confirmed'
 GROUP BY 1, 2, 3
"""
