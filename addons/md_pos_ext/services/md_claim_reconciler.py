from odoo import models

from odoo.addons.md_inventory_core.services.reconcile_sql import LONG_AGO

# ruff: noqa: S608 - put together of constants
# Core leaves such a transfer open, without a word, when a lot is missing for example.
# What is shipped later is a delivery like others.
PICKINGS_SQL = f"""
SELECT 'stock.picking' AS model, p.id AS res_id, t.warehouse_id, m.product_id,
       COALESCE(o.name, s.name, p.name) AS subject, m.found::text
  FROM stock_picking p
  JOIN stock_picking_type t ON t.id = p.picking_type_id
  LEFT JOIN pos_order o ON o.id = p.pos_order_id
  LEFT JOIN pos_session s ON s.id = p.pos_session_id
  LEFT JOIN LATERAL (SELECT min(product_id) AS product_id, count(*) AS found
                       FROM stock_move WHERE picking_id = p.id) m ON true
 WHERE (p.pos_order_id IS NOT NULL OR p.pos_session_id IS NOT NULL)
   AND p.state NOT IN ('done', 'cancel') AND o.shipping_date IS NULL
   AND p.create_date < {LONG_AGO}
 ORDER BY p.id LIMIT %(limit)s
"""


class MdClaimReconciler(models.AbstractModel):
    _inherit = "md.claim.reconciler"

    def _more_findings(self):
        """Goods that a till sold or took back and that did not move."""
        more = self._read("till", PICKINGS_SQL)
        return [*super()._more_findings(), *more]
