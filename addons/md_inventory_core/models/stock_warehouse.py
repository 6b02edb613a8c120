from odoo import fields, models


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
