"""What is available of many products at once; see `md.availability`.

The same ground as `claim_sql.GROUND_SQL` reads for the slots of a claim, but by sets,
and as far as the caller's transaction sees it. A row for each product and warehouse
that has something on hand: where nothing is, nothing is available.
"""

# ruff: noqa: S608 - put together of constants of this file
from ..lib.claims.sql import LIVE, ON_HAND, QUANTS, UNCLAIMED, owner_of, sellable

HERE = "product_id = ANY(%(products)s) AND {}warehouse_id = ANY(%(warehouses)s)"
# Added up rather than joined: the planner knows nothing of sets of ten thousand ids.
AVAILABLE_SQL = f"""
SELECT product_id, warehouse_id, sum(on_hand)::text, sum(pending)::text,
       sum(unclaimed)::text, sum(claimed)::text
  FROM (
    SELECT product_id, warehouse_id, {ON_HAND} AS on_hand,
           0 AS pending, 0 AS unclaimed, 0 AS claimed
      FROM (SELECT q.product_id, l.warehouse_id, q.lot_id,
                   COALESCE(sum(q.quantity), 0) AS part -- not counted yet: NULL
              FROM {QUANTS}
             WHERE q.{HERE.format("l.")} AND {owner_of("q.owner_id")} = %(owner)s
               AND {sellable()}
             GROUP BY 1, 2, 3) lots
     UNION ALL
    SELECT product_id, warehouse_id, 0, quantity, 0, 0 FROM md_pending_sale
     WHERE {HERE.format("")} AND owner_id = %(owner)s
     UNION ALL
    SELECT m.product_id, s.warehouse_id, 0, 0, ml.quantity_product_uom, 0
      FROM {UNCLAIMED}
       AND m.{HERE.format("s.")} AND {owner_of("ml.owner_id")} = %(owner)s
     UNION ALL
    SELECT product_id, warehouse_id, 0, 0, 0, claimed FROM md_stock_counter
     WHERE {HERE.format("")} AND owner_id = %(owner)s AND pool_id = 0
     UNION ALL
    SELECT product_id, warehouse_id, 0, 0, 0, gone - granted FROM md_stock_claim
     WHERE key = %(key)s AND {LIVE} AND {HERE.format("")} AND owner_id = %(owner)s
       AND pool_id = 0
  ) parts
 GROUP BY 1, 2 HAVING sum(on_hand) <> 0
"""
# The same less a buffer, over all warehouses; only what is above zero.
TOTAL_SQL = f"""
SELECT product_id, sum(part)::text
  FROM (SELECT product_id,
               GREATEST(on_hand::numeric - pending::numeric - unclaimed::numeric
                        - claimed::numeric
                        - GREATEST(%(units)s, 0,
                                   ceil(on_hand::numeric * %(percent)s / 100)), 0)
                   AS part
          FROM ({AVAILABLE_SQL})
            AS w(product_id, warehouse_id, on_hand, pending, unclaimed, claimed)) free
 WHERE part > 0 GROUP BY 1
"""
