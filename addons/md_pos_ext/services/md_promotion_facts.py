from odoo import models


class MdPromotionFacts(models.AbstractModel):
    """Who has a paid receipt of a till has bought before, too."""

    _inherit = "md.promotion.facts"

    def _bought(self, partners):
        orders = self.env["pos.order"].sudo()  # sudo: whose receipts they are is known
        states = ("paid", "done", "invoiced")
        rows = orders._read_group(
            [
                *(("partner_id", "in", partners.ids), ("state", "in", states)),
                ("lines.qty", ">", 0),  # who only brought something back did not buy
            ],
            ["partner_id"],
        )
        return super()._bought(partners) | {partner.id for [partner] in rows}

    def _locked(self, product):
        """Nothing is taken off money."""
        return super()._locked(product) or product.product_tmpl_id.md_gift_card
