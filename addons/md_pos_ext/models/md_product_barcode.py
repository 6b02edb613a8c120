from odoo import api, models


class MdProductBarcode(models.Model):
    """Tills know the further barcodes of what they have loaded."""

    _name = "md.product.barcode"
    _inherit = ["md.product.barcode", "pos.load.mixin"]

    @api.model
    def _load_pos_data_domain(self, data, config):
        return [("product_id", "in", [row["id"] for row in data["product.product"]])]

    @api.model
    def _load_pos_data_fields(self, config):
        return ["id", "code", "product_id", "quantity"]

    def _unrelevant_records(self, config):
        """None: there are no archived ones."""
        return []
