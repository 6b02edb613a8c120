from odoo import api, models


class ProductTemplateAttributeLine(models.Model):
    """No product is modified by itself: its stock would be counted twice."""

    _inherit = "product.template.attribute.line"

    @api.constrains("value_ids", "product_tmpl_id")
    def _check_md_parts(self):
        self.value_ids._check_md_part_of(self)
