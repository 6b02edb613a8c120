from odoo import models


class StockScrap(models.Model):
    _inherit = "stock.scrap"

    def do_scrap(self):
        """Scrap, and record what left the stock and why."""
        result = super().do_scrap()
        for scrap in self:
            reasons = ", ".join(scrap.scrap_reason_tag_ids.mapped("name"))
            self.env["md.audit.trail"]._record(
                "stock",
                "stock.scrapped",
                model=self._name,
                res_id=scrap.id,
                after={
                    "product": scrap.product_id.display_name,
                    "quantity": scrap.scrap_qty,
                    "uom": scrap.product_uom_id.display_name,
                    "location": scrap.location_id.display_name,
                },
                reason=reasons or scrap.origin,
                company_id=scrap.company_id.id,
            )
        return result
