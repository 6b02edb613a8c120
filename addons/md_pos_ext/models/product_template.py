from odoo import api, models
from odoo.fields import Domain


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        """Open tills hear of it."""
        result = super().write(vals)
        self.env["md.till.news"]._changed(self, vals)
        return result

    @api.model
    def _load_product_with_domain(self, domain, *args, **kwargs):
        """A till does not offer drafts, neither on its screen nor by a scan."""
        domain = Domain(domain) & Domain("md_life", "!=", "draft")
        return super()._load_product_with_domain(domain, *args, **kwargs)

    @api.model
    def _load_pos_data_domain(self, data, config):
        domain = super()._load_pos_data_domain(data, config)
        return [*domain, ("md_life", "!=", "draft")]

    def get_product_info_pos(
        self, price, quantity, pos_config_id, product_variant_id=False
    ):
        """What is free is what the till's channel may promise of each warehouse."""
        info = super().get_product_info_pos(
            price, quantity, pos_config_id, product_variant_id
        )
        # sudo: who sells need not read channels
        channel = self.env["pos.config"].browse(pos_config_id).sudo().md_channel_id
        variant = self.env["product.product"].browse(product_variant_id or ())
        product = variant or self.product_variant_id
        for place in info["warehouses"] if channel else ():
            asking = {"md_channel": channel.id, "warehouse_id": place["id"]}
            place["free_qty"] = product.with_context(**asking).free_qty
        return info
