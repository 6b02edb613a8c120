from odoo import models

# What came back, whenever, is taken off the receipt that it was sold on.
RECEIPTS = """
SELECT o.uuid, o.partner_id,
       SUM(l.price_subtotal / COALESCE(NULLIF(o.currency_rate, 0), 1)),
       SUM(l.price_subtotal / COALESCE(NULLIF(o.currency_rate, 0), 1))
           FILTER (WHERE l.product_id = ANY(%(goods)s)),
       BOOL_OR(l.product_id = ANY(%(goods)s))
  FROM pos_order_line l
  LEFT JOIN pos_order_line sold ON sold.id = l.refunded_orderline_id
  JOIN pos_order own ON own.id = l.order_id AND own.state IN ('paid', 'done')
  JOIN pos_order o ON o.id = COALESCE(sold.order_id, l.order_id)
  JOIN pos_config till ON till.id = o.config_id
  LEFT JOIN stock_picking_type kind ON kind.id = till.picking_type_id
 WHERE o.state IN ('paid', 'done') AND o.company_id = %(company)s
   AND o.date_order >= %(since)s AND o.date_order < %(until)s
   AND (%(channels)s = '{}'::int[] OR till.md_channel_id = ANY(%(channels)s))
   AND (%(stores)s = '{}'::int[] OR kind.warehouse_id = ANY(%(stores)s))
 GROUP BY o.id
"""


class MdPromotionExperiment(models.AbstractModel):
    """Receipts of tills are compared, too."""

    _inherit = "md.promotion.experiment"

    def _sources(self):
        for name in ("pos.order", "pos.order.line", "pos.config"):
            self.env[name].flush_model()
        return [*super()._sources(), RECEIPTS]
