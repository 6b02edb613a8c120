from odoo import api, models


class MdBrand(models.Model):
    """The till filters by the brands of what it sells."""

    _name = "md.brand"
    _inherit = ["md.brand", "pos.load.mixin"]

    @api.model
    def _load_pos_data_domain(self, data, config):
        products = data.get("product.template", ())
        brands = {product.get("md_brand_id") for product in products}
        return [("id", "in", list(brands - {False, None}))]

    @api.model
    def _load_pos_data_fields(self, config):
        return ["name", "sequence", "write_date"]
