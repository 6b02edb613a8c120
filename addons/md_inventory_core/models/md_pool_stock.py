from odoo import fields, models

from ..lib.claims.sql import POOL_STOCK_SQL


class MdPoolStock(models.Model):
    """What each pool has of each product in each warehouse; a look at the moment."""

    _name = "md.pool.stock"
    _description = "Stock by Pool"
    _auto = False
    _order = "product_id, warehouse_id, pool_id"
    _rec_name = "product_id"
    _depends = {
        "md.client": ["goods", "partner_id"],
        "md.inventory.pool": ["active", "borrow_policy", "priority", "state"],
        "md.inventory.pool.window": ["end_at", "pool_id", "start_at"],
        "stock.lot": ["removal_date"],
        "stock.location": ["usage", "warehouse_id"],
        "stock.move": [
            *("location_dest_id", "location_final_id", "md_claim_key"),
            *("product_id", "state"),
        ],
        "stock.move.line": ["location_id", "owner_id", "quantity_product_uom"],
        "stock.quant": ["location_id", "lot_id", "owner_id", "product_id", "quantity"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one(related="product_id.categ_id")
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    owner_id = fields.Many2one("res.partner", readonly=True)
    pool_id = fields.Many2one("md.inventory.pool", "Named Pool", readonly=True)
    pool_name = fields.Char("Pool", readonly=True)
    state = fields.Selection(related="pool_id.state")
    allotted = fields.Float(
        "Has",
        digits="Product Unit",
        readonly=True,
        help="With what is promised of it. Common stock has what no pool keeps.",
    )
    claimed = fields.Float("Promised", digits="Product Unit", readonly=True)
    free = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="Promised to nobody, and really there. All pools together have what is "
        "free of a product.",
    )
    lent = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="Others took it; it comes back when the pool's channels need it.",
    )

    @property
    def _table_query(self):
        return POOL_STOCK_SQL

    def action_move(self):
        """Ask how much of it goes to which other pool."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Move between Pools"),
            "res_model": "md.pool.move.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_product_id": self.product_id.id,
                "default_warehouse_id": self.warehouse_id.id,
                "default_source_id": self.pool_id.id,
            },
        }
