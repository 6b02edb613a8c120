"""Statements that say what was known at a moment; see `md.forensic.facts`.

Of products in warehouses, for one owner; ``at`` is the moment (UTC). ``key`` is what
an order claimed under: what was there before it is told by the numbers of the journal,
which are drawn while the place is locked, and only without an entry by the time.
Quantities come back as text, for Odoo turns numeric into float.
"""

# ruff: noqa: S608 - put together of constants
from ..lib.claims.sql import NOW, ON_HAND, PHASE, QUANTS, owner_of, sellable

HERE = "product_id = ANY(%(products)s) AND {}warehouse_id = ANY(%(warehouses)s)"
THEN = "%(at)s::timestamp"
TOLD_SQL = """
SELECT p.id, n.available::text, n.version, n.at,
       n.buffer_units::text, n.buffer_percent::text
  FROM unnest(%(products)s::int[]) AS p(id)
 CROSS JOIN LATERAL (
       SELECT * FROM md_availability_past
        WHERE channel_id = %(channel)s AND product_id = p.id AND at < %(at)s
        ORDER BY at DESC, version DESC LIMIT 1) n
"""
OWN_SQL = """
SELECT key, kind, product_id, warehouse_id, pool_id, change::text, at
  FROM md_stock_journal WHERE key = ANY(%(keys)s) ORDER BY id
"""
# What others had claimed: by key and pool, since when, and whether for sure.
CLAIMED_SQL = f"""
WITH own AS (
    SELECT product_id, warehouse_id, min(id) AS id FROM md_stock_journal
     WHERE key = %(key)s AND at <= %(limit)s GROUP BY 1, 2
)
SELECT j.product_id, j.warehouse_id, j.pool_id, j.key, sum(j.change)::text, min(j.at),
       bool_or(j.kind IN ('confirm', 'adopt'))
  FROM md_stock_journal j LEFT JOIN own USING (product_id, warehouse_id)
 WHERE j.{HERE.format("j.")} AND j.owner_id = %(owner)s AND j.key <> ALL(%(keys)s)
   AND CASE WHEN own.id IS NULL THEN j.at < %(at)s ELSE j.id < own.id END
 GROUP BY 1, 2, 3, 4 HAVING sum(j.change) > 0
"""
# What named pools had: moved in, less moved out, less what left of it.
POOLS_SQL = f"""
SELECT product_id, warehouse_id, pool_id, sum(quantity)::text
  FROM (SELECT product_id, warehouse_id, p.pool_id,
               CASE WHEN p.pool_id = target_id THEN quantity ELSE -quantity END
                 AS quantity
          FROM md_inventory_pool_move m
         CROSS JOIN LATERAL (VALUES (m.source_id), (m.target_id)) p(pool_id)
         WHERE p.pool_id IS NOT NULL AND {HERE.format("")} AND owner_id = %(owner)s
           AND at < %(at)s AND why IS DISTINCT FROM %(key)s AND kind <> 'forget'
         UNION ALL
        SELECT product_id, warehouse_id, pool_id, change FROM md_stock_journal
         WHERE kind = 'consume' AND pool_id > 0 AND {HERE.format("")}
           AND owner_id = %(owner)s AND at < %(at)s) parts
 GROUP BY 1, 2, 3 HAVING sum(quantity) > 0
"""
# Pools as parts that hold nothing: their windows as they were then.
PARTS_SQL = f"""
SELECT p.id, '0', '0', '0', p.priority, {PHASE.replace(NOW, THEN)},
       p.borrow_policy = 'give_back', p.name
  FROM md_inventory_pool p WHERE p.id = ANY(%(pools)s)
"""
SIDES = """
stock_move_line ml
JOIN stock_move m ON m.id = ml.move_id
JOIN stock_location s ON s.id = ml.location_id
JOIN stock_location d ON d.id = ml.location_dest_id
"""
# Of a location: the warehouse whose stock it is.
STORE = "CASE {0}.usage WHEN 'internal' THEN {0}.warehouse_id END"
LEFT, CAME = STORE.format("s"), STORE.format("d")
CROSSING = f"{LEFT} IS DISTINCT FROM {CAME}"
# Lines that were done since, the order's own among them.
SINCE = f"""
ml.state = 'done' AND ml.product_id = ANY(%(products)s) AND {CROSSING}
   AND (ml.date >= %(at)s OR m.id = ANY(%(moves)s))
   AND {owner_of("ml.owner_id")} = %(owner)s
"""
# What is there now, with all that came since taken off and all that left put back.
ON_HAND_SQL = f"""
SELECT product_id, warehouse_id, sum({ON_HAND})::text
  FROM (SELECT c.product_id, c.warehouse_id, c.lot_id, sum(c.quantity) AS part
          FROM (SELECT q.product_id, l.warehouse_id, q.lot_id,
                       COALESCE(q.quantity, 0) AS quantity
                  FROM {QUANTS}
                 WHERE q.{HERE.format("l.")}
                   AND {owner_of("q.owner_id")} = %(owner)s
                 UNION ALL
                SELECT ml.product_id, s.warehouse_id, ml.lot_id, ml.quantity_product_uom
                  FROM {SIDES} WHERE {SINCE} AND {LEFT} = ANY(%(warehouses)s)
                 UNION ALL
                SELECT ml.product_id, d.warehouse_id, ml.lot_id,
                       -ml.quantity_product_uom
                  FROM {SIDES} WHERE {SINCE} AND {CAME} = ANY(%(warehouses)s)) c
          LEFT JOIN stock_lot t ON t.id = c.lot_id
         WHERE {sellable(THEN)}
         GROUP BY 1, 2, 3) lots
 GROUP BY 1, 2
"""
# Goods that came into or left warehouses in a span, the nearest to the moment first.
CROSSED_SQL = f"""
SELECT c.product_id, c.warehouse_id, sum(c.quantity)::text, c.move_id, max(c.date),
       m.picking_id, COALESCE(p.name, m.reference, m.inventory_name, m.origin, ''),
       CASE WHEN m.is_inventory THEN 'count' WHEN m.scrap_id IS NOT NULL THEN 'scrap'
            ELSE t.code END,
       m.md_claim_key, COALESCE(m.write_uid, m.create_uid)
  FROM (SELECT ml.product_id, {LEFT} AS warehouse_id, -ml.quantity_product_uom
                 AS quantity, ml.move_id, ml.date
          FROM {SIDES} WHERE {LEFT} = ANY(%(warehouses)s) AND {{}}
         UNION ALL
        SELECT ml.product_id, {CAME}, ml.quantity_product_uom, ml.move_id, ml.date
          FROM {SIDES} WHERE {CAME} = ANY(%(warehouses)s) AND {{}}) c
  JOIN stock_move m ON m.id = c.move_id
  LEFT JOIN stock_picking p ON p.id = m.picking_id
  LEFT JOIN stock_picking_type t ON t.id = m.picking_type_id
 GROUP BY c.product_id, c.warehouse_id, c.move_id, m.id, p.id, t.id
 ORDER BY abs(extract(epoch FROM max(c.date) - {THEN})), c.move_id LIMIT %(limit)s
""".replace(
    "{}",
    f"ml.state = 'done' AND ml.product_id = ANY(%(products)s) AND {CROSSING} "
    "AND ml.date >= %(start)s AND ml.date < %(end)s",
)
NEAREST = f"""
 AND at >= %(start)s AND at <= %(end)s
 ORDER BY abs(extract(epoch FROM at - {THEN})), id DESC LIMIT %(limit)s
"""
PUBLISHED_SQL = f"""
SELECT at, product_id, available::text, version FROM md_availability_past
 WHERE channel_id = %(channel)s AND product_id = ANY(%(products)s) {NEAREST}
"""
JOURNAL_SQL = f"""
SELECT at, kind, product_id, warehouse_id, change::text, key FROM md_stock_journal
 WHERE {HERE.format("")} AND kind <> 'consume' {NEAREST}
"""
POOL_MOVES_SQL = f"""
SELECT at, kind, product_id, warehouse_id, quantity::text, source_id, target_id,
       user_id, why, id
  FROM md_inventory_pool_move WHERE {HERE.format("")} {NEAREST}
"""
