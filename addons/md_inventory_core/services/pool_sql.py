"""Statements of pools; see `md.pool.mover`. Quantities come and go as text."""

# ruff: noqa: S608 - put together of constants
from decimal import Decimal

from ..lib.claims import Part
from ..lib.claims.sql import NOW, PART, PHASE
from .claim_sql import PLACE, SLOT, SLOTS

# Counters of the pools that goods are to change to; then what changes.
TARGETS_SQL = f"""
INSERT INTO md_stock_counter ({SLOT}, claimed, allotted, lent)
SELECT {SLOT}, 0, 0, 0 FROM {SLOTS} WHERE pool_id > 0
    ON CONFLICT DO NOTHING
"""
TRANSFER_SQL = f"""
WITH given AS (
    SELECT * FROM unnest(%(products)s::int[], %(warehouses)s::int[], %(owners)s::int[],
                         %(sources)s::int[], %(targets)s::int[],
                         %(quantities)s::numeric[], %(kinds)s::varchar[],
                         %(batches)s::varchar[], %(whys)s::varchar[],
                         %(rules)s::int[])
        WITH ORDINALITY AS g({PLACE}, source, target, quantity, kind, batch, why,
                             rule, line)
), change AS (
    SELECT {PLACE}, pool_id, sum(quantity) AS quantity, sum(lent) AS lent FROM (
        SELECT {PLACE}, source AS pool_id, -quantity AS quantity,
               CASE kind WHEN 'borrow' THEN quantity ELSE 0 END AS lent FROM given
         UNION ALL
        SELECT {PLACE}, target, quantity,
               CASE WHEN source = 0 THEN -quantity ELSE 0 END FROM given) sides
     WHERE pool_id > 0 GROUP BY 1, 2, 3, 4
), counted AS (
    UPDATE md_stock_counter n
       SET allotted = n.allotted + c.quantity, lent = GREATEST(n.lent + c.lent, 0)
      FROM change c
     WHERE (n.product_id, n.warehouse_id, n.owner_id, n.pool_id)
         = (c.product_id, c.warehouse_id, c.owner_id, c.pool_id)
), told AS (
    INSERT INTO md_availability_event (product_id, warehouse_id)
    SELECT DISTINCT product_id, warehouse_id FROM given
)
INSERT INTO md_inventory_pool_move (at, kind, {PLACE}, source_id, target_id, quantity,
                                    user_id, why, batch, rule_id)
SELECT {NOW}, kind, {PLACE}, NULLIF(source, 0), NULLIF(target, 0), quantity,
       %(user)s, why, batch, rule
  FROM given ORDER BY line
RETURNING id
"""
# Of products in warehouses: what named pools hold there, less what a key has of it.
PARTS_SQL = f"""
SELECT n.product_id, n.warehouse_id, {
    PART.replace(
        "n.claimed::text",
        '''
       (n.claimed - COALESCE((SELECT sum(o.granted - o.gone) FROM md_stock_claim o
          WHERE o.key = %(key)s AND o.state IN ('held', 'confirmed')
            AND (o.product_id, o.warehouse_id, o.owner_id, o.pool_id)
              = (n.product_id, n.warehouse_id, n.owner_id, n.pool_id)), 0))::text''',
    )
}
  FROM md_stock_counter n JOIN md_inventory_pool p ON p.id = n.pool_id
 WHERE n.product_id = ANY(%(products)s) AND n.warehouse_id = ANY(%(warehouses)s)
   AND n.owner_id = %(owner)s AND n.pool_id > 0 AND (n.allotted > 0 OR n.lent > 0)
"""
DONE_SQL = """
SELECT batch, id FROM md_inventory_pool_move WHERE batch = ANY(%(batches)s::varchar[])
"""
# Pools as parts that hold nothing.
POOLS_SQL = f"""
SELECT p.id, '0', '0', '0', p.priority, {PHASE}, p.borrow_policy = 'give_back'
  FROM md_inventory_pool p WHERE p.id = ANY(%(pools)s) ORDER BY p.id
"""
# Who took something of a pool at its end owes it nothing any more; written down, so
# that what is lent follows from the moves.
FORGET_SQL = f"""
WITH owed AS (
    SELECT {SLOT}, lent FROM md_stock_counter JOIN {SLOTS} USING ({SLOT})
     WHERE lent > 0 AND pool_id > 0
), forgotten AS (
    UPDATE md_stock_counter c SET lent = 0 FROM owed w
     WHERE (c.product_id, c.warehouse_id, c.owner_id, c.pool_id)
         = (w.product_id, w.warehouse_id, w.owner_id, w.pool_id)
)
INSERT INTO md_inventory_pool_move (at, kind, {PLACE}, source_id, quantity, why)
SELECT {NOW}, 'forget', {PLACE}, pool_id, lent, %(why)s FROM owed
"""
UNSETTLED_SQL = f"""
SELECT DISTINCT {PLACE} FROM md_claim_fact JOIN {SLOTS} USING ({PLACE})
 WHERE kind = 'consume'
"""
# Places where pools have more than is promised of it.
FREE_PLACES_SQL = """
SELECT DISTINCT product_id, warehouse_id, owner_id FROM md_stock_counter
 WHERE pool_id > 0 AND pool_id = ANY(%(pools)s) AND (allotted > claimed OR lent > 0)
   AND (product_id, warehouse_id, owner_id) > %(after)s
 ORDER BY 1, 2, 3 LIMIT %(limit)s
"""
# Places with pools among some products and warehouses.
POOLED_SQL = """
SELECT DISTINCT n.product_id, n.warehouse_id, n.owner_id
  FROM md_stock_counter n
  JOIN unnest(%(products)s::int[], %(warehouses)s::int[]) AS w(product_id, warehouse_id)
    ON w.product_id = n.product_id AND w.warehouse_id = n.warehouse_id
 WHERE n.pool_id > 0 AND n.allotted > 0
"""
OVER_SQL = f"""
SELECT p.id FROM md_inventory_pool p
 WHERE {PHASE} = 'over' AND EXISTS (
     SELECT FROM md_stock_counter n
      WHERE n.pool_id > 0 AND n.pool_id = p.id
        AND (n.allotted > n.claimed OR n.lent > 0))
"""
WINDOWS_SQL = f"""
SELECT id, pool_id, end_at <= {NOW} FROM md_inventory_pool_window
 WHERE NOT COALESCE(ended, false)
   AND (end_at <= {NOW} OR start_at <= {NOW} AND NOT COALESCE(begun, false))
 ORDER BY id
"""


def read_parts(rows):
    """`Part` of each row that `PART` selects; none when there are none."""
    return tuple(
        Part(pool, Decimal(allotted), Decimal(claimed), Decimal(lent), *rest)
        for pool, allotted, claimed, lent, *rest in rows or ()
    )
