"""Statements of shortages; see `md.shortage.watch`. Quantities come and go as text."""

# ruff: noqa: S608 - put together of constants
from ..lib.claims.sql import LIVE, NOW
from .claim_sql import OPEN_STATES, PLACE

MISSING = "s.state IN ('new', 'open', 'dismissed') AND s.\"left\" > 0"
HERE = f"({PLACE}) = (%(product)s, %(warehouse)s, %(owner)s)"
# Places of pairs where something is promised.
PROMISED_SQL = """
SELECT DISTINCT n.product_id, n.warehouse_id, n.owner_id
  FROM md_stock_counter n
  JOIN unnest(%(products)s::int[], %(warehouses)s::int[]) AS w(product_id, warehouse_id)
    ON w.product_id = n.product_id AND w.warehouse_id = n.warehouse_id
 WHERE n.claimed > 0
"""
# Pairs of which somebody waits for what he lost.
WAITING_SQL = f"""
SELECT DISTINCT s.product_id, s.warehouse_id FROM md_stock_shortage s
  JOIN unnest(%(products)s::int[], %(warehouses)s::int[]) AS w(product_id, warehouse_id)
    ON w.product_id = s.product_id AND w.warehouse_id = s.warehouse_id
 WHERE {MISSING}
"""
# Keys with a claim in a place of which something is to be settled that may free goods.
UNSETTLED_KEYS_SQL = f"""
SELECT DISTINCT f.key FROM md_claim_fact f
 WHERE f.kind IN ('consume', 'review')
   AND f.key IN (SELECT key FROM md_stock_claim WHERE {LIVE} AND {HERE})
 ORDER BY 1
"""
# Holds of a place that are over and that nobody confirms: they are nobody's.
OVER_SQL = f"""
SELECT c.id FROM md_stock_claim c
 WHERE c.state = 'held' AND c.expires_at < {NOW} AND {HERE}
   AND NOT EXISTS (SELECT FROM md_claim_fact f
                    WHERE f.claim_id = c.id AND f.kind = 'confirm')
 ORDER BY c.id
"""
# Who has a right to goods of a place. Confirmed is also what is about to be; who lost
# goods there before and got them back has them since the first time.
CONTENDERS_SQL = f"""
SELECT c.id, c.key, c.pool_id, c.channel_id, (c.granted - c.gone)::text AS left,
       LEAST(c.at, (SELECT min(s.claimed_at) FROM md_stock_shortage s
                     WHERE s.key = c.key AND s.product_id = c.product_id
                       AND s.warehouse_id = c.warehouse_id
                       AND s.owner_id = c.owner_id)) AS at,
       c.state = 'confirmed' OR EXISTS (
           SELECT FROM md_claim_fact f
            WHERE f.claim_id = c.id AND f.kind = 'confirm') AS confirmed
  FROM md_stock_claim c
 WHERE {LIVE} AND {HERE} ORDER BY c.id
"""
# What lies in a parcel already, or was brought where parcels are made, by key.
SCANNED_SQL = f"""
SELECT m.md_claim_key, sum(l.quantity_product_uom)::text
  FROM stock_move m
  JOIN stock_move_line l ON l.move_id = m.id
  JOIN stock_location s ON s.id = l.location_id AND s.usage = 'internal'
 WHERE m.md_claim_key = ANY(%(keys)s) AND m.product_id = %(product)s
   AND m.state IN {OPEN_STATES} AND s.warehouse_id = %(warehouse)s
   AND (l.picked OR EXISTS (
       SELECT FROM stock_move_move_rel r JOIN stock_move o ON o.id = r.move_orig_id
        WHERE r.move_dest_id = m.id AND o.state = 'done'
          AND o.md_claim_key = m.md_claim_key))
 GROUP BY 1
"""
# What took the goods: the newest till sale that is not posted, else a lot by its date,
# else the newest goods that left within the hour for no sales order, or were counted.
TILL_SQL = f"""
SELECT source FROM md_pending_sale WHERE {HERE} ORDER BY id DESC LIMIT 1
"""
# A lot that was taken from the shelves by its date a moment ago.
EXPIRED_SQL = f"""
SELECT t.name FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
  JOIN stock_lot t ON t.id = q.lot_id
 WHERE q.product_id = %(product)s AND l.warehouse_id = %(warehouse)s AND q.quantity > 0
   AND t.removal_date <= {NOW} AND t.removal_date > {NOW} - interval '1 hour'
 ORDER BY t.removal_date DESC LIMIT 1
"""
LEFT_SQL = """
SELECT m.id FROM stock_move m
  JOIN stock_location l ON l.id = m.location_id
  JOIN stock_location d ON d.id = m.location_dest_id
 WHERE m.product_id = %(product)s AND m.state = 'done' AND l.usage = 'internal'
   AND l.warehouse_id = %(warehouse)s AND d.warehouse_id IS DISTINCT FROM l.warehouse_id
   AND m.date > %(since)s
   AND (m.md_claim_key IS NULL OR m.md_claim_key NOT LIKE 'so:%%')
 ORDER BY m.date DESC, m.id DESC LIMIT 1
"""
# What is lost and still missing: a reservation that goes beyond its claim for that (in
# a parcel, or not given up yet) is nobody's to adopt.
LOST_SQL = f"""
SELECT s.key, {", ".join(f"s.{name}" for name in PLACE.split(", "))},
       sum(s."left")::text
  FROM md_stock_shortage s
  JOIN unnest(%(keys)s::varchar[], %(products)s::int[], %(warehouses)s::int[],
              %(owners)s::int[]) AS w(key, {PLACE})
 USING (key, {PLACE})
 WHERE {MISSING} GROUP BY 1, 2, 3, 4
"""
TAKE_SQL = """
SELECT id FROM md_stock_shortage WHERE id = %(shortage)s AND state = 'new'
   FOR UPDATE SKIP LOCKED
"""
# By key and slot: what is still promised.
HOLDS_SQL = f"""
SELECT key, {PLACE}, sum(granted - gone)::text FROM md_stock_claim
 WHERE {LIVE} AND key = ANY(%(keys)s) GROUP BY 1, 2, 3, 4
"""
