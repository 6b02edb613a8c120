from odoo import models

# Refunds are receipts below zero.
RECEIPTS = """
SELECT p.commercial_partner_id,
       sum((o.amount_total - o.amount_tax) / COALESCE(NULLIF(o.currency_rate, 0), 1))
  FROM pos_order o JOIN res_partner p ON p.id = o.partner_id
 WHERE o.state IN ('paid', 'done') AND o.company_id = %(company)s
   AND o.date_order >= %(since)s
 GROUP BY 1
"""


class MdCustomerClasses(models.AbstractModel):
    """What customers spent at tills counts, too."""

    _inherit = "md.customer.classes"

    def _sources(self):
        self.env["pos.order"].flush_model()
        return [*super()._sources(), RECEIPTS]
