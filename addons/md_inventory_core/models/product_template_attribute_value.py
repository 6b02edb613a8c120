from odoo import models


class ProductTemplateAttributeValue(models.Model):
    """What a variant costs more is governed as its price is."""

    _name = "product.template.attribute.value"
    _inherit = ["product.template.attribute.value", "md.governed.mixin"]

    def _md_use_depends(self):
        return ["product_tmpl_id.md_life"]

    def _md_in_use(self):
        return self.product_tmpl_id.md_life == "active"

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
