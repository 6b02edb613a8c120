from odoo import api, models


class MdProductCompanion(models.Model):
    """A till has the companions of the products that it has: they work offline."""

    _name = "md.product.companion"
    _inherit = ["md.product.companion", "pos.load.mixin"]

    @api.model
    def _load_pos_data_domain(self, data, config):
        if not config._md_recommends():
            return [("id", "=", False)]
        products = [product["id"] for product in data.get("product.template", ())]
        return [
            ("company_id", "=", config.company_id.id),
            ("product_tmpl_id", "in", products),
            ("companion_id", "in", products),
        ]

    @api.model
    def _server_date_to_domain(self, domain):
        """All of them at each start: they are counted anew each night."""
        return domain

    @api.model
    def _load_pos_data_fields(self, config):
        return ["product_tmpl_id", "companion_id", "score"]
