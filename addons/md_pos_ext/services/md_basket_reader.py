from odoo import models

# A combo counts as what was chosen: the combo. Its parts come along of themselves.
POS_FOUND = """
SELECT o.id::varchar AS document, o.date_order::date AS day, o.partner_id, l.product_id
  FROM pos_order o JOIN pos_order_line l ON l.order_id = o.id
 WHERE o.id = ANY(%(ids)s) AND o.state IN ('paid', 'done')
   AND l.qty > 0 AND l.price_unit >= 0 AND l.combo_parent_id IS NULL
"""


class MdBasketReader(models.AbstractModel):
    _inherit = "md.basket.reader"

    def _sources(self):
        return {**super()._sources(), "pos": self._read_receipts}

    def _read_receipts(self, company, mark):
        """Receipts of the tills."""
        for name in ("pos.order", "pos.order.line"):
            self.env[name].flush_model()
        return self._read_orders(company, "pos", "pos_order", POS_FOUND, mark)
