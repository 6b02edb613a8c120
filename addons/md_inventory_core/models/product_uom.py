from odoo import api, models


class ProductUom(models.Model):
    """A packaging's barcode is nobody else's, see `md.barcode.owner`."""

    _inherit = "product.uom"

    @api.model_create_multi
    def create(self, vals_list):
        packagings = super().create(vals_list)
        self.env["md.barcode.index"]._own(packagings.product_id)
        return packagings

    def write(self, vals):
        before = self.product_id
        result = super().write(vals)
        if {"barcode", "product_id"} & vals.keys():
            self.env["md.barcode.index"]._own(before | self.product_id)
        return result

    def unlink(self):
        result = super().unlink()
        self.env["md.barcode.index"]._released()
        return result
