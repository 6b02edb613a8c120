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

    def _apply_inventory(self, *args, **kwargs):
        """Apply counts, and record what each said before and says now."""
        counted = [
            (quant.id, quant.company_id.id, quant.quantity, quant.inventory_quantity)
            + ((quant.product_id.display_name, quant.location_id.display_name),)
            for quant in self
        ]
        result = super()._apply_inventory(*args, **kwargs)
        for quant_id, company_id, old, new, (product, location) in counted:
            if old != new:
                self.env["md.audit.trail"]._record(
                    "stock",
                    "stock.adjusted",
                    model="stock.quant",
                    res_id=quant_id,
                    before={"quantity": old},
                    after={"quantity": new, "product": product, "location": location},
                    company_id=company_id or None,
                )
        return result
