from odoo import models


class ProductSupplierinfo(models.Model):
    """What a supplier asks for a product is governed with the product."""

    _name = "product.supplierinfo"
    _inherit = ["product.supplierinfo", "md.governed.mixin"]

    def _md_use_depends(self):
        return ["product_tmpl_id.md_life"]

    def _md_in_use(self):
        return self.product_tmpl_id.md_life == "active"

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
