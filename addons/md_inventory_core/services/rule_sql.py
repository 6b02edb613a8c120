"""Statements of rules of pools; see `md.pool.rules`. Quantities go as text."""

# ruff: noqa: S608 - put together of constants
from ..lib.claims.sql import NOW

# Where a source has something, of own goods: common stock, or a named pool.
COMMON_PLACES_SQL = """
SELECT DISTINCT q.product_id, l.warehouse_id
  FROM stock_quant q
  JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
 WHERE q.product_id = ANY(%(products)s) AND l.warehouse_id = ANY(%(warehouses)s)
   AND q.quantity > 0
"""
POOL_PLACES_SQL = """
SELECT product_id, warehouse_id FROM md_stock_counter
 WHERE product_id = ANY(%(products)s) AND warehouse_id = ANY(%(warehouses)s)
   AND owner_id = 0 AND pool_id > 0 AND pool_id = %(source)s AND allotted > claimed
"""
KEEP_POOLS_SQL = """
SELECT FROM md_inventory_pool WHERE id = ANY(%(pools)s) ORDER BY id FOR KEY SHARE
"""
ACTIVE_SQL = """
SELECT id FROM md_inventory_pool
 WHERE id = ANY(%(pools)s) AND active AND state = 'active'
"""
TOLD_SQL = """
SELECT rule_id, product_id, warehouse_id FROM md_pool_rule_result
 WHERE rule_id = ANY(%(rules)s) AND turn = %(turn)s AND receipt_id = %(receipt)s
"""
TELL_SQL = f"""
INSERT INTO md_pool_rule_result (rule_id, turn, receipt_id, at, product_id,
                                 warehouse_id, wanted, moved, why_not, move_id)
SELECT rule_id, %(turn)s, %(receipt)s, {NOW}, product_id, warehouse_id, wanted, moved,
       why_not, move_id
  FROM unnest(%(rules)s::int[], %(products)s::int[], %(warehouses)s::int[],
              %(wanted)s::numeric[], %(moved)s::numeric[], %(why_not)s::varchar[],
              %(moves)s::int[])
    AS t(rule_id, product_id, warehouse_id, wanted, moved, why_not, move_id)
    ON CONFLICT DO NOTHING
"""
# What a run did: products, places, units, and places where not all could be moved.
RUN_SQL = """
SELECT count(DISTINCT product_id) FILTER (WHERE moved > 0),
       count(*) FILTER (WHERE moved > 0), COALESCE(sum(moved), 0)::text,
       count(*) FILTER (WHERE why_not IS NOT NULL)
  FROM md_pool_rule_result WHERE rule_id = %(rule)s AND turn = %(turn)s
   AND receipt_id = 0
"""
DUE_SQL = f"""
SELECT id FROM md_pool_rule WHERE active AND next_at <= {NOW} ORDER BY next_at, id
"""
CLAIM_DUE_SQL = f"""
SELECT FROM md_pool_rule WHERE id = %(rule)s AND active AND next_at <= {NOW}
   FOR NO KEY UPDATE SKIP LOCKED
"""
NOTE_SQL = """
INSERT INTO md_pool_receipt (move_id, product_id, warehouse_id, quantity)
SELECT * FROM unnest(%(moves)s::int[], %(products)s::int[], %(warehouses)s::int[],
                     %(quantities)s::numeric[])
    ON CONFLICT DO NOTHING
"""
RECEIPTS_SQL = """
SELECT id, move_id, product_id, warehouse_id, quantity::text FROM md_pool_receipt
 WHERE id > %(after)s ORDER BY id LIMIT %(limit)s
"""
# By one only: who comes second finds it gone once he has the place.
TAKE_RECEIPT_SQL = "DELETE FROM md_pool_receipt WHERE id = %(id)s RETURNING id"
