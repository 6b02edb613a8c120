from odoo import models


class ProductPricelistItem(models.Model):
    """Prices of pricelists are governed; of a draft product they are not."""

    _name = "product.pricelist.item"
    _inherit = ["product.pricelist.item", "md.governed.mixin"]

    def _md_use_depends(self):
        return ["product_tmpl_id.md_life"]

    def _md_in_use(self):
        return not self.product_tmpl_id or self.product_tmpl_id.md_life == "active"

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
