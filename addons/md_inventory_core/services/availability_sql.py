"""What is available of many products at once; see `md.availability`.

The same ground as `claim_sql.GROUND_SQL` reads for the slots of a claim, but by sets,
and as far as the caller's transaction sees it. A row for each product and warehouse
that has something on hand: where nothing is, nothing is available.
"""

# ruff: noqa: S608 - put together of constants of this file
from ..lib.claims.sql import LIVE, owner_of

HERE = "product_id = ANY(%(products)s) AND {}warehouse_id = ANY(%(warehouses)s)"
AVAILABLE_SQL = f"""
WITH lots AS (
    SELECT q.product_id, l.warehouse_id, q.lot_id,
           COALESCE(sum(q.quantity), 0) AS part  -- not counted yet: NULL
      FROM stock_quant q
      JOIN stock_location l ON l.id = q.location_id
      LEFT JOIN stock_lot t ON t.id = q.lot_id
     WHERE q.{HERE.format("l.")} AND l.usage = 'internal'
       AND CASE WHEN q.owner_id IS NULL THEN 0 ELSE {owner_of("q.owner_id")} END
         = %(owner)s
       AND (t.removal_date IS NULL OR t.removal_date > now() AT TIME ZONE 'UTC')
     GROUP BY 1, 2, 3
), quants AS (
    SELECT product_id, warehouse_id,
           sum(CASE WHEN lot_id IS NULL THEN part ELSE GREATEST(part, 0) END) AS on_hand
      FROM lots GROUP BY 1, 2
), pending AS (
    SELECT product_id, warehouse_id, sum(quantity) AS quantity FROM md_pending_sale
     WHERE {HERE.format("")} AND owner_id = %(owner)s GROUP BY 1, 2
), unclaimed AS (
    SELECT m.product_id, s.warehouse_id, sum(ml.quantity_product_uom) AS quantity
      FROM stock_move m
      JOIN stock_move_line ml ON ml.move_id = m.id
      JOIN stock_location s ON s.id = ml.location_id
      JOIN stock_location d ON d.id = COALESCE(m.location_final_id, m.location_dest_id)
     WHERE m.{HERE.format("s.")} AND m.md_claim_key IS NULL
       AND m.state IN ('assigned', 'partially_available') AND s.usage = 'internal'
       AND d.warehouse_id IS DISTINCT FROM s.warehouse_id
       AND {owner_of("ml.owner_id")} = %(owner)s
     GROUP BY 1, 2
), own AS (
    SELECT product_id, warehouse_id, sum(granted - gone) AS held FROM md_stock_claim
     WHERE key = %(key)s AND {LIVE} AND {HERE.format("")} AND owner_id = %(owner)s
     GROUP BY 1, 2
)
SELECT product_id, warehouse_id, on_hand::text, COALESCE(p.quantity, 0)::text,
       COALESCE(u.quantity, 0)::text,
       (COALESCE(c.claimed, 0) - COALESCE(o.held, 0))::text
  FROM quants
  LEFT JOIN pending p USING (product_id, warehouse_id)
  LEFT JOIN unclaimed u USING (product_id, warehouse_id)
  LEFT JOIN own o USING (product_id, warehouse_id)
  LEFT JOIN (SELECT product_id, warehouse_id, claimed FROM md_stock_counter
              WHERE owner_id = %(owner)s AND pool_id = 0) c
 USING (product_id, warehouse_id)
"""
