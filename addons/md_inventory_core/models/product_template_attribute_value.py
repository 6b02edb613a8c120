from collections import defaultdict

from odoo import models


class ProductTemplateAttributeValue(models.Model):
    """A chosen modifier may take goods from stock: see `product.attribute.value`.

    What a variant costs more is governed as its price is.
    """

    _name = "product.template.attribute.value"
    _inherit = ["product.template.attribute.value", "md.governed.mixin"]

    def _md_parts(self, quantity=1.0):
        """{product: how many of its unit} that the modifiers among these take.

        :param quantity: of the product that is modified, in its own unit
        """
        # sudo: shoppers and cashiers choose what they need not be able to read
        values = self.sudo().filtered(
            lambda own: own.attribute_id.create_variant == "no_variant"
        )
        parts = defaultdict(float)
        for value in values.product_attribute_value_id:
            if value.md_part_id and value.md_part_quantity:
                parts[value.md_part_id] += quantity * value.md_part_quantity
        return dict(parts)

    def _md_use_depends(self):
        return ["product_tmpl_id.md_life"]

    def _md_in_use(self):
        return self.product_tmpl_id.md_life == "active"

    def md_action_ask_change(self):
        """Ask for a Change."""
        return self._md_ask_change()
