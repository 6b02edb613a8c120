from odoo import api, fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    md_store_ref = fields.Char(
        string="Store Number",
        copy=False,
        help="Number under which another system knows this store. Imports find the "
        "warehouse by it.",
    )

    _md_store_ref_unique = models.UniqueIndex(
        "(company_id, md_store_ref)",
        "Another warehouse of this company already has this store number.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        warehouses = super().create(vals_list)
        self.env["md.channel"]._forget()  # channels draw from it: `md.channel._known`
        return warehouses

    def write(self, vals):
        result = super().write(vals)
        if {"active", "company_id"} & vals.keys():
            self.env["md.channel"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["md.channel"]._forget()
        return result
