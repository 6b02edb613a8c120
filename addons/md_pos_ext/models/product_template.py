from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    @api.model
    def load_product_from_pos(self, config_id, domain, offset=0, limit=0):
        """Products loaded on demand come with their further barcodes."""
        found = super().load_product_from_pos(config_id, domain, offset, limit)
        config = self.env["pos.config"].browse(config_id)
        barcodes = self.env["md.product.barcode"]
        further = barcodes.search(barcodes._load_pos_data_domain(found, config))
        read = barcodes._load_pos_data_read(further, config)
        return {**found, "md.product.barcode": read}

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
