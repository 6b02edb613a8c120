from odoo import fields, models

from .fields import LooseMany2one


class MdPoolReceipt(models.Model):
    """Goods that arrived and whose share for pools is not moved yet.

    Inserted by the transaction that receives them, deleted by the one that moves their
    shares: see `md.pool.receipts`.
    """

    _name = "md.pool.receipt"
    _description = "Receipt to be shared among Pools"
    _log_access = False
    _rec_name = "id"

    move_id = LooseMany2one("stock.move", required=True, readonly=True)
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True)

    _once = models.UniqueIndex("(move_id, product_id, warehouse_id)")
