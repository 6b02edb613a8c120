from odoo import fields, models

from ..lib.claims.sql import AVAILABILITY_SQL


class MdAvailabilityLine(models.Model):
    """What each channel may promise of each product in each of its warehouses, and why.

    A look at the moment, by the same rule as `md.availability`; nothing is stored.
    """

    _name = "md.availability.line"
    _description = "Availability"
    _auto = False
    _order = "product_id, channel_id, warehouse_id"
    _rec_name = "product_id"
    _depends = {
        "md.channel": [
            *("active", "all_warehouses", "buffer_percent", "buffer_units"),
            *("client_id", "company_id", "draws_common", "warehouse_ids"),
        ],
        "md.channel.pool": ["channel_id", "pool_id"],
        "md.inventory.pool": ["active", "borrow_policy", "priority", "state"],
        "md.inventory.pool.window": ["end_at", "pool_id", "start_at"],
        "md.client": ["goods", "partner_id", "warehouse_ids"],
        "stock.lot": ["removal_date"],
        "stock.location": ["usage", "warehouse_id"],
        "stock.move": [
            *("location_dest_id", "location_final_id", "md_claim_key"),
            *("product_id", "state"),
        ],
        "stock.move.line": ["location_id", "owner_id", "quantity_product_uom"],
        "stock.quant": ["location_id", "lot_id", "owner_id", "product_id", "quantity"],
        "stock.warehouse": ["active", "company_id"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one(related="product_id.categ_id")
    channel_id = fields.Many2one("md.channel", readonly=True)
    kind = fields.Selection(related="channel_id.kind")
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    on_hand = fields.Float(
        digits="Product Unit", readonly=True, help="Sellable: not expired."
    )
    pending = fields.Float(
        "Sold at Tills",
        digits="Product Unit",
        readonly=True,
        help="Sold at tills, stock moves not posted yet.",
    )
    unclaimed = fields.Float(
        "Reserved",
        digits="Product Unit",
        readonly=True,
        help="Reserved by planned moves that have no claim.",
    )
    claimed = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="Promised to orders of all channels, or held for who is about to pay.",
    )
    buffer = fields.Float(
        digits="Product Unit", readonly=True, help="Left in the warehouse by channel."
    )
    available = fields.Float(digits="Product Unit", readonly=True)

    @property
    def _table_query(self):
        return AVAILABILITY_SQL
