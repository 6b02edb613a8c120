# ruff: noqa: S608 - put together of constants of this file
from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from odoo.addons.md_inventory_core.services.md_forensic_facts import Crossed
from odoo.addons.md_inventory_core.services.md_forensic_names import Document

EVER = "-infinity"
# Sold at tills in a span and not posted at its end: what was posted later out of
# transfers of single receipts; what waits still; and what goes with its session.
UNPOSTED = """
SELECT ml.product_id, s.warehouse_id, ml.quantity_product_uom AS quantity,
       p.pos_order_id AS order_id
  FROM stock_move_line ml
  JOIN stock_location s ON s.id = ml.location_id AND s.usage = 'internal'
  JOIN stock_location d ON d.id = ml.location_dest_id AND d.usage <> 'internal'
  JOIN stock_picking p ON p.id = ml.picking_id AND p.pos_order_id IS NOT NULL
 WHERE ml.state = 'done' AND ml.date >= %(end)s
   AND ml.product_id = ANY(%(products)s) AND s.warehouse_id = ANY(%(warehouses)s)
 UNION ALL
SELECT w.product_id, w.warehouse_id, w.quantity, o.id
  FROM md_pending_sale w JOIN pos_order o ON o.uuid = w.source
 WHERE w.product_id = ANY(%(products)s) AND w.warehouse_id = ANY(%(warehouses)s)
   AND w.owner_id = %(owner)s
 UNION ALL
SELECT k.part_id, s.warehouse_id, l.qty * k.each, l.order_id
  FROM unnest(%(sold)s::int[], %(parts)s::int[], %(each)s::numeric[])
    AS k(sold_id, part_id, each)
  JOIN pos_order_line l ON l.product_id = k.sold_id
  JOIN pos_order o ON o.id = l.order_id AND o.state IN ('paid', 'done')
  JOIN pos_session n ON n.id = o.session_id AND n.update_stock_at_closing
   AND n.stop_at >= %(end)s
  JOIN pos_config c ON c.id = o.config_id
  JOIN stock_picking_type t ON t.id = c.picking_type_id
  JOIN stock_location s ON s.id = t.default_location_src_id
 WHERE s.warehouse_id = ANY(%(warehouses)s)
   AND l.qty > 0 AND EXISTS (
       SELECT FROM stock_picking p
        WHERE p.pos_session_id = n.id AND p.pos_order_id IS NULL)
"""
SOLD = f"""
({UNPOSTED}) u JOIN pos_order o ON o.id = u.order_id
 AND o.create_date >= %(start)s AND o.create_date < %(end)s
 AND o.shipping_date IS NULL AND o.id <> %(order)s
"""
PENDING_SQL = f"""
SELECT u.product_id, u.warehouse_id, sum(u.quantity)::text FROM {SOLD} GROUP BY 1, 2
"""
WAITING_SQL = f"""
SELECT u.product_id, u.warehouse_id, (-sum(u.quantity))::text, 0, o.create_date,
       NULL::int, COALESCE(o.pos_reference, o.name), 'till', NULL, o.user_id, o.id
  FROM {SOLD} GROUP BY u.product_id, u.warehouse_id, o.id
"""
# A sale counts from when it reached the server, whenever its goods were posted.
TILLS_SQL = """
SELECT p.id, COALESCE(o.pos_reference, o.name, n.name),
       COALESCE(o.user_id, n.user_id), o.id, o.create_date
  FROM stock_picking p JOIN pos_session n ON n.id = p.pos_session_id
  LEFT JOIN pos_order o ON o.id = p.pos_order_id
 WHERE p.id = ANY(%s) AND o.shipping_date IS NULL
"""


class MdForensicFacts(models.AbstractModel):
    _inherit = "md.forensic.facts"

    def _flush(self):
        for model in ("pos.order", "pos.order.line", "pos.session", "stock.picking"):
            self.env[model].flush_model()
        self.env["md.pending.sale"].flush_model()
        return super()._flush()

    def _pending(self, asked, order):
        """{place: sold at tills and not posted then}."""
        found = defaultdict(Decimal, super()._pending(asked, order))
        own = order.id if order._name == "pos.order" else 0
        span = {"start": EVER, "end": asked.at, "order": own, **self._kits(asked)}
        for product, warehouse, quantity in self._rows(PENDING_SQL, asked, **span):
            found[product, warehouse] += Decimal(quantity)
        return found

    def _crossed(self, asked, start, end, *limit):
        """With what tills sold in the span and posted later, or not yet."""
        found = super()._crossed(asked, start, end, *limit)
        span = {"start": start, "end": end, "order": 0, **self._kits(asked)}
        rows = self._rows(WAITING_SQL, asked, **span)
        seen = self._receipts({row[-1] for row in rows})
        for product, warehouse, quantity, *rest, order in rows:
            document = seen.get(order, Document(rest[3]))
            found.append(
                Crossed(product, warehouse, Decimal(quantity), *rest, document)
            )
        return found

    def _kits(self, asked):
        """Columns of what receipts name and how much of what is asked about it takes;
        parts of kits are taken as they are now.
        """
        # sudo: whose goods they are is no secret
        stores = self.env["stock.warehouse"].sudo().browse(asked.warehouses)
        company = stores.company_id[:1] or self.env.company
        rows = self.env["md.kit"]._factors(set(asked.products), company)
        sold, parts, each = map(list, zip(*rows, strict=True)) if rows else ([],) * 3
        return {"sold": sold, "parts": parts, "each": each}

    def _of_tills(self, crossed):
        """What left by a transfer of a till was sold there."""
        pickings = list({move.picking_id for move in crossed if move.picking_id})
        if not pickings:
            return crossed
        self.env.cr.execute(SQL(TILLS_SQL, pickings))
        tills = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        seen = self._receipts({row[2] for row in tills.values() if row[2]})
        found = []
        for move in crossed:
            if till := tills.get(move.picking_id):
                name, user, order, at = till
                move = move._replace(
                    at=at or move.at,
                    name=name,
                    kind="till",
                    user_id=user,
                    document=seen.get(order, Document(name)),
                )
            found.append(move)
        return found

    def _receipts(self, ids):
        """{id: `Document`} of receipts that the user may see."""
        # sudo: off again, what is named is what the user sees
        orders = self.env["pos.order"].sudo(False)
        if not ids or not orders.has_access("read"):
            return {}
        return {
            order.id: Document(order.pos_reference or order.name, order._name, order.id)
            for order in orders.search([("id", "in", list(ids))])
        }
