"""Statements of the reconciler; see `md.claim.reconciler`.

Set-based, and each reads as far as the caller's transaction sees the database; most of
them only what is of the products from ``first`` to ``last``. Those whose rows are
findings name their columns as `Finding` does. Quantities come back as text, for Odoo
turns numeric into float.
"""

# ruff: noqa: S608 - put together of constants of this file
from ..lib.claims.sql import LIVE, NOW, ON_HAND, QUANTS, UNCLAIMED, owner_of, sellable
from .claim_sql import NEED_SQL, PLACE, SLOT
from .shortage_sql import MISSING

PATIENCE = "interval '5 minutes'"
LONG_AGO = f"{NOW} - {PATIENCE}"
HERE = "product_id BETWEEN %(first)s AND %(last)s"
NO_FACTS = """
NOT EXISTS (SELECT 1 FROM md_claim_fact f WHERE f.key = {} AND f.kind <> 'void')
"""
# Claims that cannot be as their entries tell: all that `claim_finding` looks for, but
# by sets. What it says of them, and of which entry, is decided there. Whose entries are
# of another product is suspected there; what was found before is looked at again.
SUSPECT_SQL = f"""
WITH claims AS MATERIALIZED (
    SELECT id, key, {SLOT}, granted, gone, state, expires_at
      FROM md_stock_claim WHERE {HERE}
), entries AS MATERIALIZED (
    SELECT id, kind, claim_id, key, {SLOT}, change, source
      FROM md_stock_journal WHERE {HERE}
), told AS (
    SELECT j.claim_id, sum(j.change) AS rest, min(j.id) AS first, max(j.id) AS last,
           min(j.id) FILTER (WHERE j.kind IN ('hold', 'adopt')) AS beginning,
           count(*) FILTER (WHERE j.kind IN ('hold', 'adopt')) AS beginnings,
           sum(j.change) FILTER (WHERE j.kind IN ('hold', 'adopt')) AS granted,
           count(*) FILTER (WHERE j.kind IN ('adopt', 'confirm')) AS sure,
           max(j.id) FILTER (WHERE j.kind = 'consume') AS consumed,
           max(j.id) FILTER (WHERE j.kind = 'release') AS released,
           max(j.id) FILTER (WHERE j.kind = 'expire') AS expired,
           max(j.id) FILTER (WHERE j.kind = 'lose') AS lost,
           bool_and(CASE WHEN j.kind IN ('hold', 'adopt') THEN j.change > 0
                         WHEN j.kind IN ('consume', 'release', 'expire', 'lose')
                         THEN j.change < 0
                         ELSE j.kind = 'confirm' AND j.change = 0 END) AS sane,
           bool_and((j.kind = 'consume') = (j.source IS NOT NULL)) AS sourced,
           bool_and(c.key IS NOT NULL AND j.key = c.key
                    AND (j.product_id, j.warehouse_id, j.owner_id, j.pool_id)
                      = (c.product_id, c.warehouse_id, c.owner_id, c.pool_id)) AS here
      FROM entries j LEFT JOIN claims c ON c.id = j.claim_id
     GROUP BY j.claim_id
)
SELECT COALESCE(claim_id, c.id)
  FROM told t FULL JOIN claims c ON c.id = t.claim_id
 WHERE (t.here AND t.sane AND t.sourced AND t.beginnings = 1
        AND t.beginning = t.first AND t.granted = c.granted
        AND t.rest = c.granted - c.gone AND t.sure <= 1
        AND (t.sure = 0) = (c.expires_at IS NOT NULL)
        AND (t.expired IS NULL OR t.sure = 0 AND t.expired = t.last AND t.rest = 0)
        AND c.state = CASE WHEN t.rest > 0 AND t.sure = 1 THEN 'confirmed'
                           WHEN t.rest > 0 THEN 'held'
                           WHEN t.last = t.consumed THEN 'consumed'
                           WHEN t.last = t.released THEN 'released'
                           WHEN t.last = t.expired THEN 'expired'
                           WHEN t.last = t.lost THEN 'lost' END
       ) IS NOT TRUE
 UNION
SELECT claim_id FROM entries WHERE source IS NOT NULL
 GROUP BY claim_id, source HAVING count(*) > 1
 UNION
SELECT claim_id FROM md_claim_finding
 WHERE {HERE} AND kind = 'journal' AND resolved_at IS NULL
 ORDER BY 1 LIMIT %(limit)s
"""
CLAIMS_SQL = f"""
SELECT id, key, {SLOT}, granted::text, gone::text, state, expires_at IS NOT NULL
  FROM md_stock_claim WHERE id = ANY(%(claims)s)
"""
ENTRIES_SQL = f"""
SELECT id, kind, claim_id, key, {SLOT}, change::text, source, at
  FROM md_stock_journal WHERE claim_id = ANY(%(claims)s) ORDER BY id
"""
COUNTERS_SQL = f"""
SELECT {SLOT}, COALESCE(c.claimed, 0)::text, COALESCE(l.live, 0)::text,
       COALESCE(j.written, 0)::text
  FROM (SELECT {SLOT}, claimed FROM md_stock_counter WHERE {HERE}) c
  FULL JOIN (SELECT {SLOT}, sum(granted - gone) AS live FROM md_stock_claim
              WHERE {HERE} AND {LIVE} GROUP BY 1, 2, 3, 4) l USING ({SLOT})
  FULL JOIN (SELECT {SLOT}, sum(change) AS written FROM md_stock_journal
              WHERE {HERE} GROUP BY 1, 2, 3, 4) j USING ({SLOT})
 WHERE COALESCE(c.claimed, 0) <> COALESCE(l.live, 0)
   AND COALESCE(c.claimed, 0) <> COALESCE(j.written, 0)
 ORDER BY {SLOT} LIMIT %(limit)s
"""
# What pools have, against what was moved into them and out of them and what left; and
# what others borrowed of them, against what was borrowed, given back and written off.
# More than is owed is given back at times: what is lent is then 0, not below, as
# `TRANSFER_SQL` has it; so a sum counts from the lowest it ever was. The moves are read
# once, or an index of all of them would be read for each step.
POOLS_SQL = f"""
WITH moves AS MATERIALIZED (
    SELECT id, kind, {PLACE}, source_id, target_id, quantity
      FROM md_inventory_pool_move WHERE {HERE}
), held AS (
    SELECT {SLOT}, sum(change) AS has FROM (
        SELECT {PLACE}, source_id AS pool_id, -quantity AS change
          FROM moves WHERE source_id IS NOT NULL AND kind <> 'forget'
         UNION ALL
        SELECT {PLACE}, target_id, quantity FROM moves WHERE target_id IS NOT NULL
         UNION ALL
        SELECT {SLOT}, change FROM md_stock_journal
         WHERE {HERE} AND pool_id > 0 AND kind = 'consume') changes
     GROUP BY 1, 2, 3, 4
), lenders AS (
    SELECT DISTINCT {PLACE}, source_id AS pool_id FROM moves WHERE kind = 'borrow'
), steps AS (
    SELECT id, {PLACE}, source_id AS pool_id,
           CASE kind WHEN 'borrow' THEN quantity ELSE -quantity END AS change
      FROM moves WHERE source_id IS NOT NULL AND kind IN ('borrow', 'forget')
     UNION ALL
    SELECT id, {PLACE}, target_id, -quantity
      FROM moves WHERE target_id IS NOT NULL AND source_id IS NULL
), debts AS (
    SELECT {SLOT}, sum(change) - LEAST(min(so_far), 0) AS owed FROM (
        SELECT {SLOT}, change,
               sum(change) OVER (PARTITION BY {SLOT} ORDER BY id) AS so_far
          FROM steps JOIN lenders USING ({SLOT})) story
     GROUP BY 1, 2, 3, 4
), sums AS (
    SELECT {SLOT}, COALESCE(has, 0) AS has, COALESCE(owed, 0) AS owed,
           COALESCE(allotted, 0) AS allotted, COALESCE(lent, 0) AS lent
      FROM (SELECT {SLOT}, allotted, lent FROM md_stock_counter
             WHERE {HERE} AND pool_id > 0) c
      FULL JOIN held USING ({SLOT}) FULL JOIN debts USING ({SLOT})
)
SELECT {SLOT}, 'pool' AS why, has::text AS expected, allotted::text AS found
  FROM sums WHERE has <> allotted
 UNION ALL
SELECT {SLOT}, 'lent', owed::text, lent::text FROM sums WHERE owed <> lent
 ORDER BY {SLOT} LIMIT %(limit)s
"""
# Claimed beyond what there is, by the same ground as a claim stands on. What left and
# is not taken off its claims yet is not short.
SHORTAGE_SQL = f"""
WITH claims AS (
    SELECT product_id, warehouse_id, owner_id, sum(claimed) AS claimed
      FROM md_stock_counter WHERE {HERE} AND claimed > 0 GROUP BY 1, 2, 3
), leaving AS (
    SELECT product_id, warehouse_id, owner_id, sum(quantity) AS quantity
      FROM md_claim_fact WHERE {HERE} AND kind = 'consume' GROUP BY 1, 2, 3
), lots AS (
    SELECT q.product_id, l.warehouse_id, q.lot_id,
           {owner_of("q.owner_id")} AS owner_id, sum(q.quantity) AS part
      FROM {QUANTS}
     WHERE q.{HERE} AND q.product_id IN (SELECT product_id FROM claims)
       AND {sellable()}
     GROUP BY 1, 2, 3, 4
), quants AS (
    SELECT product_id, warehouse_id, owner_id, sum({ON_HAND}) AS on_hand
      FROM lots GROUP BY 1, 2, 3
), pending AS (
    SELECT product_id, warehouse_id, owner_id, sum(quantity) AS quantity
      FROM md_pending_sale WHERE {HERE} GROUP BY 1, 2, 3
), unclaimed AS (
    SELECT m.product_id, s.warehouse_id, {owner_of("ml.owner_id")} AS owner_id,
           sum(ml.quantity_product_uom) AS quantity
      FROM {UNCLAIMED}
       AND m.{HERE} AND m.product_id IN (SELECT product_id FROM claims)
     GROUP BY 1, 2, 3
), sums AS (
    SELECT c.product_id, c.warehouse_id, c.owner_id,
           COALESCE(q.on_hand, 0) - COALESCE(p.quantity, 0) - COALESCE(u.quantity, 0)
             AS expected,
           c.claimed - COALESCE(l.quantity, 0) AS found
      FROM claims c
      LEFT JOIN quants q USING (product_id, warehouse_id, owner_id)
      LEFT JOIN pending p USING (product_id, warehouse_id, owner_id)
      LEFT JOIN unclaimed u USING (product_id, warehouse_id, owner_id)
      LEFT JOIN leaving l USING (product_id, warehouse_id, owner_id)
)
SELECT product_id, warehouse_id, owner_id, expected::text, found::text
  FROM sums WHERE found > GREATEST(expected, 0)
 ORDER BY 1, 2, 3 LIMIT %(limit)s
"""
# What is claimed and what open moves need and have reserved, as settling compares it;
# not of keys that something is to be settled of.
_KEYED = f"m.md_claim_key IS NOT NULL AND m.{HERE}"
ORDERS_SQL = f"""
WITH needs (key, product_id, warehouse_id, owner_id, needed, reserved) AS (
{NEED_SQL.replace("m.md_claim_key = ANY(%(keys)s)", _KEYED)}
), claims AS (
    SELECT key, product_id, warehouse_id, owner_id, sum(granted - gone) AS held,
           sum(granted - gone) FILTER (WHERE state = 'confirmed') AS sure
      FROM md_stock_claim WHERE {HERE} AND {LIVE} GROUP BY 1, 2, 3, 4
), lost AS (
    SELECT key, product_id, warehouse_id, owner_id, sum("left") AS lost
      FROM md_stock_shortage s WHERE {HERE} AND {MISSING} GROUP BY 1, 2, 3, 4
), both_sides AS (
    SELECT key, product_id, warehouse_id, owner_id,
           GREATEST(needed::numeric, reserved::numeric, 0) AS wanted,
           -- what is in a parcel and lost has its shortage
           COALESCE(reserved::numeric, 0) - COALESCE(lost, 0) AS reserved,
           COALESCE(held, 0) AS held, COALESCE(sure, 0) AS sure
      FROM claims FULL JOIN needs USING (key, product_id, warehouse_id, owner_id)
      LEFT JOIN lost USING (key, product_id, warehouse_id, owner_id)
)
SELECT CASE WHEN sure > wanted THEN 'unneeded' ELSE 'unclaimed' END AS kind,
       product_id, warehouse_id, owner_id, key,
       CASE WHEN sure > wanted THEN wanted ELSE held END::text AS expected,
       CASE WHEN sure > wanted THEN sure ELSE reserved END::text AS found
  FROM both_sides b
 WHERE (sure > wanted OR reserved > held) AND {NO_FACTS.format("b.key")}
 ORDER BY key, product_id, warehouse_id, owner_id LIMIT %(limit)s
"""
HOLDS_SQL = f"""
SELECT {SLOT}, key, id AS claim_id, (granted - gone)::text AS found
  FROM md_stock_claim c
 WHERE state = 'held' AND expires_at < {LONG_AGO}
   AND NOT EXISTS (SELECT 1 FROM md_claim_fact f
                    WHERE f.claim_id = c.id AND f.kind = 'confirm')
 ORDER BY id LIMIT %(limit)s
"""
# Of what product and where: as the oldest fact says, else as the key's claims do.
FACTS_SQL = f"""
SELECT f.key, f.found::text,
       COALESCE(f.product_id, c.product_id) AS product_id,
       COALESCE(f.warehouse_id, c.warehouse_id) AS warehouse_id
  FROM (SELECT key, count(*) AS found, min(product_id) AS product_id,
               min(warehouse_id) AS warehouse_id
          FROM md_claim_fact WHERE kind <> 'void'
         GROUP BY key HAVING min(at) < {LONG_AGO}) f
  LEFT JOIN LATERAL (SELECT product_id, warehouse_id FROM md_stock_claim c
                      WHERE c.key = f.key ORDER BY id LIMIT 1) c ON true
 ORDER BY f.key LIMIT %(limit)s
"""
RESERVED_SQL = f"""
SELECT q.product_id, l.warehouse_id, l.complete_name AS subject,
       'stock.quant' AS model, q.id AS res_id,
       q.quantity::text AS expected, q.reserved_quantity::text AS found
  FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id
  JOIN product_product p ON p.id = q.product_id
  JOIN product_template t ON t.id = p.product_tmpl_id
 WHERE q.{HERE} AND t.is_storable AND q.reserved_quantity > 0
   AND round(q.reserved_quantity - q.quantity, %(digits)s) > 0
 ORDER BY q.id LIMIT %(limit)s
"""
