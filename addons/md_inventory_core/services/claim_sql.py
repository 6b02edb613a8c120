"""Statements of claims; see `md.claim.store` and `md.claim.settler`.

Each is one statement, for in READ COMMITTED each has a snapshot of its own: what is
read after a lock was waited for must be read by the next one. Quantities come back as
text, for Odoo turns numeric into float.
"""

# ruff: noqa: S608 - put together of constants
from ..lib.claims.sql import (
    LIVE,
    NOW,
    ON_HAND,
    PART,
    QUANTS,
    of_slot,
    owner_of,
    sellable,
)

OPEN_STATES = "('waiting', 'confirmed', 'partially_available', 'assigned')"
SLOT = "product_id, warehouse_id, owner_id, pool_id"
SLOTS = f"""
unnest(%(products)s::int[], %(warehouses)s::int[], %(owners)s::int[],
       %(pools)s::int[]) AS w({SLOT})
"""
PLACE = "product_id, warehouse_id, owner_id"
# The places of some slots and of all live claims of some keys, in the one order. Who
# has the row of COMMON has them all.
LOCK_SQL = f"""
SELECT {SLOT}
  FROM md_stock_counter
  JOIN (SELECT {PLACE} FROM {SLOTS}
         UNION
        SELECT {PLACE} FROM md_stock_claim
         WHERE key = ANY(%(keys)s) AND {LIVE}) w USING ({PLACE})
 WHERE pool_id = 0
 ORDER BY {SLOT} FOR UPDATE OF md_stock_counter
"""
INSERT_COUNTERS_SQL = f"""
INSERT INTO md_stock_counter ({SLOT}, claimed, allotted, lent)
SELECT {SLOT}, 0, 0, 0 FROM {SLOTS}
 ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING
"""
# Sums over the quants of a slot's product and warehouse: what is sellable, and which
# versions of the rows were seen, for who is about to write them.
# Sellable: in the warehouse, the owner's, and not expired when needed.
ON_HAND_SQL = f"""
SELECT COALESCE(sum({ON_HAND}), 0) AS on_hand, COALESCE(sum(version), 0) AS version
  FROM (SELECT q.lot_id, sum(q.xmin::text::bigint) AS version,
               sum(q.quantity) FILTER (
                   WHERE {owner_of("q.owner_id")} = w.owner_id
                     AND {sellable(f"GREATEST({NOW}, %(until)s::timestamp)")}) AS part
          FROM {QUANTS}
         WHERE q.product_id = w.product_id AND l.warehouse_id = w.warehouse_id
         GROUP BY q.lot_id) lots
"""
PENDING_SQL, UNCLAIMED_SQL = of_slot("w", "m.id <> ALL(%(moves)s::int[])")
# What those lost who come before a key: whom it was promised to, the strongest first.
OWED_SQL = """
SELECT COALESCE(sum(s."left"), 0) FROM md_stock_shortage s
 WHERE s.state IN ('new', 'open') AND s.strength > 1 AND s.key <> %(key)s
   AND s.product_id = w.product_id AND s.warehouse_id = w.warehouse_id
   AND s.owner_id = w.owner_id AND NOT EXISTS (
       SELECT FROM md_stock_shortage o
        WHERE o.state IN ('new', 'open') AND o.key = %(key)s
          AND o.product_id = w.product_id AND o.warehouse_id = w.warehouse_id
          AND o.owner_id = w.owner_id
          AND (-o.strength, o.claimed_at, o.id) < (-s.strength, s.claimed_at, s.id))
"""
GROUND_SQL = f"""
SELECT w.*, stock.on_hand::text, {PENDING_SQL}::text, {UNCLAIMED_SQL}::text,
       c.claimed::text, COALESCE(own.held, 0)::text, ({OWED_SQL})::text,
       (SELECT json_agg(json_build_array({PART}))
          FROM md_stock_counter n JOIN md_inventory_pool p ON p.id = n.pool_id
         WHERE n.product_id = w.product_id AND n.warehouse_id = w.warehouse_id
           AND n.owner_id = w.owner_id AND n.pool_id > 0),
       own.ids, stock.version::text,
       EXISTS (SELECT 1 FROM md_claim_fact f
                WHERE f.key = %(key)s AND f.kind <> 'void')
       OR EXISTS (SELECT 1 FROM md_claim_fact f
                   WHERE f.claim_id = ANY(own.ids) AND f.kind = 'void')
  FROM {SLOTS}
  JOIN md_stock_counter c USING ({SLOT})
  CROSS JOIN LATERAL ({ON_HAND_SQL}) stock
  LEFT JOIN LATERAL (
       SELECT sum(o.granted - o.gone) AS held,
              array_agg(o.id) FILTER (WHERE o.state = 'held') AS ids
         FROM md_stock_claim o
        WHERE o.key = %(key)s AND o.{LIVE}
          AND o.product_id = w.product_id AND o.warehouse_id = w.warehouse_id
          AND o.owner_id = w.owner_id) own ON true
"""
# A new claim: the counter, the claim, the journal. Confirmed at once when it only says
# what is so already.
TAKE_SQL = f"""
WITH given AS (
    SELECT * FROM unnest(%(keys)s::varchar[], %(products)s::int[],
                         %(warehouses)s::int[], %(owners)s::int[], %(pools)s::int[],
                         %(quantities)s::numeric[]) AS g(key, {SLOT}, quantity)
), sums AS (
    SELECT {SLOT}, sum(quantity) AS quantity FROM given GROUP BY 1, 2, 3, 4
), counted AS (
    UPDATE md_stock_counter c SET claimed = claimed + g.quantity FROM sums g
     WHERE (c.product_id, c.warehouse_id, c.owner_id, c.pool_id)
         = (g.product_id, g.warehouse_id, g.owner_id, g.pool_id)
), taken AS (
    INSERT INTO md_stock_claim (key, {SLOT}, channel_id, number,
                                granted, gone, state, at, expires_at)
    SELECT g.key, {SLOT}, %(channel)s,
           1 + (SELECT count(*) FROM md_stock_claim o
                 WHERE (o.key, o.product_id, o.warehouse_id, o.owner_id, o.pool_id)
                     = (g.key, g.product_id, g.warehouse_id, g.owner_id, g.pool_id)),
           g.quantity, 0,
           CASE WHEN %(seconds)s IS NULL THEN 'confirmed' ELSE 'held' END,
           now() AT TIME ZONE 'UTC',
           now() AT TIME ZONE 'UTC' + %(seconds)s * interval '1 second'
      FROM given g
    RETURNING id, key, {SLOT}, granted
), told AS (
    INSERT INTO md_availability_event (product_id, warehouse_id)
    SELECT DISTINCT product_id, warehouse_id FROM given
)
INSERT INTO md_stock_journal (at, kind, claim_id, key, {SLOT}, change)
SELECT now() AT TIME ZONE 'UTC', %(kind)s, id, key, {SLOT}, granted FROM taken
RETURNING claim_id
"""
# Ending claims by (claim, kind, quantity, source): what the claim has gone, its state,
# the counter, the journal.
FREE_SQL = f"""
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
                        WHEN p.kind = 'expire' THEN 'expired'
                        WHEN p.kind = 'lose' THEN 'lost' ELSE 'released' END
      FROM part p WHERE c.id = p.claim_id
), freed AS (
    SELECT {SLOT}, sum(l.quantity) AS quantity,
           sum(l.quantity) FILTER (WHERE l.kind = 'consume' AND pool_id > 0) AS consumed
      FROM less l JOIN md_stock_claim c ON c.id = l.claim_id GROUP BY 1, 2, 3, 4
), counted AS (
    UPDATE md_stock_counter n SET claimed = claimed - f.quantity,
           allotted = allotted - COALESCE(f.consumed, 0)
      FROM freed f
     WHERE (n.product_id, n.warehouse_id, n.owner_id, n.pool_id)
         = (f.product_id, f.warehouse_id, f.owner_id, f.pool_id)
), told AS (
    INSERT INTO md_availability_event (product_id, warehouse_id)
    SELECT DISTINCT product_id, warehouse_id FROM freed
)
INSERT INTO md_stock_journal (at, kind, claim_id, key, {SLOT}, change, source)
SELECT now() AT TIME ZONE 'UTC', l.kind, c.id, c.key, {SLOT}, -l.quantity, l.source
  FROM less l JOIN md_stock_claim c ON c.id = l.claim_id
"""
CONFIRM_SQL = f"""
WITH done AS (
    UPDATE md_stock_claim SET state = 'confirmed', expires_at = NULL
     WHERE id = ANY(%(claims)s) AND state = 'held'
    RETURNING id, key, {SLOT}
)
INSERT INTO md_stock_journal (at, kind, claim_id, key, {SLOT}, change)
SELECT now() AT TIME ZONE 'UTC', 'confirm', id, key, {SLOT}, 0 FROM done
"""
KEYS_SQL = """
SELECT DISTINCT key FROM md_claim_fact WHERE kind <> 'void' AND key > %(after)s
 ORDER BY key LIMIT %(limit)s
"""
# After the counters, never before: who has locked facts waits for nothing any more.
FACTS_SQL = """
SELECT id, kind, claim_id, key, product_id, warehouse_id, owner_id,
       quantity::text, source
  FROM md_claim_fact f WHERE kind <> 'void' AND key = ANY(%(keys)s)
 ORDER BY id FOR UPDATE
"""
CONSUMED_SQL = """
SELECT DISTINCT source FROM md_stock_journal
 WHERE kind = 'consume' AND source = ANY(%(sources)s)
"""
LIVE_SQL = f"""
SELECT id, key, {SLOT}, state, (granted - gone)::text
  FROM md_stock_claim WHERE key = ANY(%(keys)s) AND {LIVE} ORDER BY id
"""
# What open moves need under a key, as committed, and what they have reserved. What a
# move is to get from an open move of the same key before it is counted there.
NEED_SQL = f"""
SELECT m.md_claim_key, m.product_id, l.warehouse_id,
       {owner_of("m.restrict_partner_id")},
       sum(GREATEST(round(m.product_qty::numeric, %(digits)s) - COALESCE((
           SELECT sum(round(o.product_qty::numeric, %(digits)s))
             FROM stock_move_move_rel r JOIN stock_move o ON o.id = r.move_orig_id
            WHERE r.move_dest_id = m.id AND o.md_claim_key = m.md_claim_key
              AND o.state IN {OPEN_STATES}), 0), 0))::text,
       sum(COALESCE((SELECT sum(ml.quantity_product_uom) FROM stock_move_line ml
                      WHERE ml.move_id = m.id), 0))::text
  FROM stock_move m JOIN stock_location l ON l.id = m.location_id
 WHERE m.md_claim_key = ANY(%(keys)s) AND m.state IN {OPEN_STATES}
   AND l.usage = 'internal' AND l.warehouse_id IS NOT NULL
 GROUP BY 1, 2, 3, 4
"""
VOID_SQL = """
INSERT INTO md_claim_fact (kind, claim_id, at)
VALUES ('void', %(claim)s, now() AT TIME ZONE 'UTC') ON CONFLICT DO NOTHING
"""
FATE_SQL = """
SELECT c.key, f.kind FROM md_stock_claim c
  LEFT JOIN md_claim_fact f ON f.claim_id = c.id WHERE c.id = %(claim)s
"""
# On activity, but not for ever: who never pays keeps nothing from others.
EXTEND_SQL = """
UPDATE md_stock_claim
   SET expires_at = now() AT TIME ZONE 'UTC' + %(seconds)s * interval '1 second'
 WHERE id = ANY(%(claims)s) AND state = 'held'
   AND expires_at < now() AT TIME ZONE 'UTC' + %(seconds)s * 0.9 * interval '1 second'
   AND at > now() AT TIME ZONE 'UTC' - interval '2 hours'
"""
HELD_KEYS_SQL = """
SELECT id FROM md_stock_claim WHERE key = ANY(%(keys)s) AND state = 'held' ORDER BY id
"""
HELD_SQL = """
SELECT id, (granted - gone)::text FROM md_stock_claim
 WHERE id = %(claim)s AND state = 'held'
"""
# A tombstone and still held: who was freeing it died. It can never be confirmed.
VOIDED_SQL = """
SELECT c.id, (granted - gone)::text FROM md_stock_claim c
  JOIN md_claim_fact f ON f.claim_id = c.id AND f.kind = 'void'
 WHERE c.id = ANY(%(claims)s) AND c.state = 'held'
"""
EXPIRED_SQL = """
SELECT c.id FROM md_stock_claim c LEFT JOIN md_claim_fact f ON f.claim_id = c.id
 WHERE c.state = 'held' AND f.kind IS DISTINCT FROM 'confirm'
   AND (f.kind = 'void' OR c.expires_at < now() AT TIME ZONE 'UTC')
 ORDER BY c.expires_at LIMIT %(limit)s
"""
PURGE_SQL = """
DELETE FROM md_claim_fact
 WHERE kind = 'void' AND at < now() AT TIME ZONE 'UTC' - interval '1 day'
"""
