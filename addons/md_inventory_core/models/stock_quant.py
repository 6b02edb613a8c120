from odoo import api, models

STOCK_FIELDS = {"quantity", "reserved_quantity"}


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "md.live.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        self._live_changed("product.product", "stock.group_stock_user")
        return quants

    def write(self, vals):
        result = super().write(vals)
        if STOCK_FIELDS & vals.keys():
            self._live_changed("product.product", "stock.group_stock_user")
        return result
