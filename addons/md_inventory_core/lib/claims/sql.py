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
# What each channel may promise of each product in each of its warehouses, and why.
AVAILABILITY_SQL = f"""
SELECT {ID} AS id, p.*, {BUFFER} AS buffer,
       GREATEST(on_hand - pending - unclaimed - claimed - {BUFFER}, 0) AS available
  FROM (SELECT h.product_id, c.id AS channel_id, h.warehouse_id, c.company_id,
               c.buffer_units, c.buffer_percent, h.on_hand, {_PENDING} AS pending,
               {_UNCLAIMED} AS unclaimed, COALESCE(n.claimed, 0) AS claimed
          FROM ({STOCK}) h
          JOIN ({DRAWS}) d ON d.warehouse_id = h.warehouse_id
          JOIN md_channel c ON c.id = d.channel_id
          JOIN md_client k ON k.id = c.client_id
           AND CASE WHEN k.goods = 'consigned' THEN k.partner_id ELSE 0 END = h.owner_id
          LEFT JOIN md_stock_counter n
            ON (n.product_id, n.warehouse_id, n.owner_id, n.pool_id)
             = (h.product_id, h.warehouse_id, h.owner_id, 0)) p
"""
