from odoo import api, models


class ProductAttribute(models.Model):
    """The till knows of which attributes only what exists is sold."""

    _inherit = "product.attribute"

    @api.model
    def _load_pos_data_fields(self, config):
        return [*super()._load_pos_data_fields(config), "md_existing_only"]
