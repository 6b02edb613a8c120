"""Pieces of statements that models and services have in common; text only."""

# ruff: noqa: S608 - put together of constants of this file
LIVE = "state IN ('held', 'confirmed')"


NOW = "now() AT TIME ZONE 'UTC'"


def owner_of(column):
    """The partner whose goods are kept apart, or 0: see `md.client`."""
    return f"""
CASE WHEN {column} IS NULL THEN 0 ELSE COALESCE((
    SELECT k.partner_id FROM md_client k
     WHERE k.partner_id = {column} AND k.goods = 'consigned'), 0) END"""


def sellable(until=NOW):
    """Whether the lot t of a quant may still be sold then; see `QUANTS`."""
    return f"(t.removal_date IS NULL OR t.removal_date > {until})"


# What a pool p is at this moment; see `Part`.
PHASE = f"""
CASE WHEN NOT p.active OR p.state = 'expired' THEN 'over'
     WHEN p.state <> 'active' THEN 'closed'
     ELSE COALESCE((
         SELECT CASE WHEN bool_or(w.start_at <= {NOW} AND w.end_at > {NOW}) THEN 'open'
                     WHEN bool_or(w.start_at > {NOW}) THEN 'closed'
                     ELSE 'over' END
           FROM md_inventory_pool_window w WHERE w.pool_id = p.id
         HAVING count(*) > 0), 'open') END
"""
# What a pool p holds of a product: counters n, as the fields of `Part`.
PART = f"""
n.pool_id, n.allotted::text, n.claimed::text, n.lent::text, p.priority, {PHASE},
p.borrow_policy = 'give_back'
"""
# The goods in a warehouse: quants q, their locations l and lots t.
QUANTS = """
stock_quant q
JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
LEFT JOIN stock_lot t ON t.id = q.lot_id
"""
# Of sums "part" by "lot_id": a lot below zero takes nothing from others, as in core's
# reservation; what has no lot does.
ON_HAND = "CASE WHEN lot_id IS NULL THEN part ELSE GREATEST(part, 0) END"
# Reserved by planned moves m that have no claim: lines ml from s; inside a warehouse
# nothing leaves it. What a keyed move reserves beyond its claim is claimed when its key
# is settled.
UNCLAIMED = """
stock_move m
JOIN stock_move_line ml ON ml.move_id = m.id
JOIN stock_location s ON s.id = ml.location_id AND s.usage = 'internal'
JOIN stock_location d ON d.id = COALESCE(m.location_final_id, m.location_dest_id)
 AND d.warehouse_id IS DISTINCT FROM s.warehouse_id
WHERE m.md_claim_key IS NULL AND m.state IN ('assigned', 'partially_available')
"""


# Places where each channel draws; as `md.channel._draws_from_or_none`.
DRAWS = """
SELECT c.id AS channel_id, w.id AS warehouse_id
  FROM md_channel c
  JOIN stock_warehouse w ON w.company_id = c.company_id AND w.active
 WHERE c.active AND CASE WHEN NOT c.all_warehouses THEN EXISTS (
           SELECT FROM md_channel_stock_warehouse_rel r
            WHERE r.md_channel_id = c.id AND r.stock_warehouse_id = w.id)
       ELSE EXISTS (
           SELECT FROM md_client_stock_warehouse_rel r
            WHERE r.md_client_id = c.client_id AND r.stock_warehouse_id = w.id)
         OR NOT EXISTS (
           SELECT FROM md_client_stock_warehouse_rel r
            WHERE r.md_client_id = c.client_id) END
"""
STOCK = f"""
SELECT product_id, warehouse_id, owner_id,
       sum({ON_HAND}) AS on_hand
  FROM (SELECT q.product_id, l.warehouse_id, q.lot_id,
               {owner_of("q.owner_id")} AS owner_id,
               COALESCE(sum(q.quantity), 0) AS part  -- not counted yet: NULL
          FROM {QUANTS}
         WHERE l.warehouse_id IS NOT NULL AND {sellable()}
         GROUP BY 1, 2, 3, 4) lots
 GROUP BY 1, 2, 3
"""


def of_slot(slot, which="true"):
    """(till sales not posted yet, reserved without a claim) of one slot.

    Two sums, for a row with the alias ``slot`` at a time: few, or few are shown.
    ``which`` of the moves m count.
    """
    return (
        f"""
COALESCE((SELECT sum(p.quantity) FROM md_pending_sale p
           WHERE p.product_id = {slot}.product_id
             AND p.warehouse_id = {slot}.warehouse_id
             AND p.owner_id = {slot}.owner_id), 0)""",
        f"""
COALESCE((SELECT sum(ml.quantity_product_uom) FROM {UNCLAIMED}
             AND {which} AND m.product_id = {slot}.product_id
             AND s.warehouse_id = {slot}.warehouse_id
             AND {owner_of("ml.owner_id")} = {slot}.owner_id), 0)""",
    )


_PENDING, _UNCLAIMED = of_slot("h")
# The same at each look, and exact in a browser (below 2^53).
ID = "(product_id::bigint << 32) + (channel_id << 16) + warehouse_id"
BUFFER = """
GREATEST(buffer_units, ceil(on_hand * buffer_percent / 100), 0)
"""
# The same, with places where nothing is on hand and that pools or claims know of.
STOCK_OR_PROMISED = f"""
SELECT product_id, warehouse_id, owner_id, sum(on_hand) AS on_hand
  FROM ({STOCK}
         UNION ALL
        SELECT product_id, warehouse_id, owner_id, 0 FROM md_stock_counter
         WHERE allotted <> 0 OR claimed <> 0 OR lent <> 0) known
 GROUP BY 1, 2, 3
"""


def places(stock):
    """Places h of ``stock`` with what is known of them.

    "unpromised" as `Ground.unpromised` says, "kept" is what named pools hold beyond
    what is claimed of it.
    """
    return f"""
SELECT g.*, n.kept, n.in_pools,
       g.on_hand - g.pending - g.unclaimed - g.claimed - n.claimed AS unpromised
  FROM (SELECT h.product_id, h.warehouse_id, h.owner_id, h.on_hand,
               {_PENDING} AS pending, {_UNCLAIMED} AS unclaimed,
               COALESCE((SELECT c.claimed FROM md_stock_counter c
                          WHERE (c.product_id, c.warehouse_id, c.owner_id, c.pool_id)
                              = (h.product_id, h.warehouse_id, h.owner_id, 0)), 0)
                 AS claimed
          FROM ({stock}) h) g
 CROSS JOIN LATERAL (
       SELECT COALESCE(sum(n.claimed), 0) AS claimed,
              COALESCE(sum(n.allotted), 0) AS in_pools,
              COALESCE(sum(n.allotted - n.claimed) FILTER (WHERE {PHASE} <> 'over'), 0)
                AS kept
         FROM md_stock_counter n JOIN md_inventory_pool p ON p.id = n.pool_id
        WHERE (n.product_id, n.warehouse_id, n.owner_id)
            = (g.product_id, g.warehouse_id, g.owner_id) AND n.pool_id > 0) n
"""


# What the named pools of a place h have, as `split` divides it.
SHARES = f"""
SELECT n.*, n.free - LEAST(n.free, GREATEST(
           h.kept - h.unpromised - COALESCE(sum(n.free) OVER (
               ORDER BY n.phase = 'open', n.priority DESC, n.pool_id DESC
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0), 0)) AS share
  FROM (SELECT n.pool_id, n.allotted, n.claimed, n.lent, p.priority, {PHASE} AS phase,
               p.borrow_policy = 'give_back' AS lends,
               CASE {PHASE} WHEN 'over' THEN 0 ELSE n.allotted - n.claimed END AS free
          FROM md_stock_counter n JOIN md_inventory_pool p ON p.id = n.pool_id
         WHERE (n.product_id, n.warehouse_id, n.owner_id)
             = (h.product_id, h.warehouse_id, h.owner_id) AND n.pool_id > 0) n
"""
COMMON_SHARE = "GREATEST(h.unpromised - h.kept, 0)"
# What a channel c may draw in a place h, as `draws` has it; without its buffer.
DRAWN = f"""
(SELECT COALESCE(sum(s.share) FILTER (WHERE s.own OR c.draws_common AND s.lends), 0)
        + CASE WHEN c.draws_common THEN {COMMON_SHARE}
               ELSE LEAST({COMMON_SHARE},
                          COALESCE(sum(s.lent) FILTER (WHERE s.own), 0)) END
   FROM (SELECT s.*, EXISTS (
                    SELECT FROM md_channel_pool d
                     WHERE d.channel_id = c.id AND d.pool_id = s.pool_id) AS own
           FROM ({SHARES}) s WHERE s.phase = 'open') s)
"""
# What each channel may promise of each product in each of its warehouses, and why.
AVAILABILITY_SQL = f"""
SELECT {ID} AS id, p.*, {BUFFER} AS buffer,
       GREATEST(drawn - {BUFFER}, 0) AS available
  FROM (SELECT h.product_id, c.id AS channel_id, h.warehouse_id, c.company_id,
               c.buffer_units, c.buffer_percent, h.on_hand, h.pending, h.unclaimed,
               h.on_hand - h.pending - h.unclaimed - h.unpromised AS claimed,
               {DRAWN} AS drawn
          FROM ({places(STOCK)}) h
          JOIN ({DRAWS}) d ON d.warehouse_id = h.warehouse_id
          JOIN md_channel c ON c.id = d.channel_id
          JOIN md_client k ON k.id = c.client_id
           AND CASE WHEN k.goods = 'consigned' THEN k.partner_id ELSE 0 END = h.owner_id
       ) p
"""
# The same at each look, and exact in a browser (52 bits).
POOL_ID = """
('x' || left(md5(concat_ws(':', h.product_id, h.warehouse_id, h.owner_id, s.pool_id)),
             13))::bit(52)::bigint
"""
# What each pool has of each product in each warehouse; COMMON is pool 0.
POOL_STOCK_SQL = f"""
SELECT {POOL_ID} AS id,
       h.product_id, h.warehouse_id, NULLIF(h.owner_id, 0) AS owner_id,
       NULLIF(s.pool_id, 0) AS pool_id,
       COALESCE((SELECT p.name FROM md_inventory_pool p WHERE p.id = s.pool_id),
                'COMMON') AS pool_name,
       s.allotted, s.claimed, s.share AS free, s.lent
  FROM ({places(STOCK_OR_PROMISED)}) h
 CROSS JOIN LATERAL (
       SELECT 0 AS pool_id, h.claimed,
              h.on_hand - h.pending - h.unclaimed - h.in_pools AS allotted,
              0 AS lent, {COMMON_SHARE} AS share
        UNION ALL
       SELECT pool_id, claimed, allotted, lent, share FROM ({SHARES}) s
        WHERE allotted <> 0 OR lent <> 0) s
 WHERE h.owner_id = 0 OR s.allotted <> 0 OR s.claimed <> 0
"""
