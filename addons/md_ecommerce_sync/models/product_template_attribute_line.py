from odoo import models


class ProductTemplateAttributeLine(models.Model):
    """Facts of a product: what the shop does not show is none of them."""

    _inherit = "product.template.attribute.line"

    def _md_told(self):
        """Without dimensions that the shop does not show."""
        dimensions = self.env["md.dimension"]
        quiet = self.env["product.attribute"]
        for product in self.product_tmpl_id:
            mine = dimensions._of_product(product)
            quiet |= mine.filtered(lambda d: not d.on_shop).attribute_id
        return self.filtered(lambda line: line.attribute_id not in quiet)

    def _prepare_single_value_for_display(self):
        told = self._md_told()
        return super(
            ProductTemplateAttributeLine, told
        )._prepare_single_value_for_display()
