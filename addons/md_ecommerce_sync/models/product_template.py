from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    # a shop sells what is not there only when it was told to
    allow_out_of_stock_order = fields.Boolean(default=False)
