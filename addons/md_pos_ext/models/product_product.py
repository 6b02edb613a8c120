from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def write(self, vals):
        """Open tills hear of it."""
        result = super().write(vals)
        self.env["md.till.news"]._changed(self.product_tmpl_id, vals)
        return result
