from odoo import models


class MdPromotionFacts(models.AbstractModel):
    """Who bought at a till has bought before."""

    _inherit = "md.promotion.facts"

    def _bought(self, partners):
        # sudo: whose receipts they are is known
        receipts = self.env["pos.order"].sudo()
        paid = [("state", "in", ("paid", "done")), ("is_refund", "=", False)]
        rows = receipts._read_group(
            [("partner_id", "in", partners.ids), *paid], ["partner_id"]
        )
        return super()._bought(partners) | {partner.id for [partner] in rows}
