from odoo import fields, models

from .fields import LooseMany2one


class MdStockCounter(models.Model):
    """Claimed quantity of a product in a warehouse out of a pool; one row for each.

    Written by `md.claim.store` only, in short transactions of its own that lock the
    rows in the order (product, warehouse, owner, pool). On-hand is not here: it is
    read from the quants while the row is locked.
    """

    _name = "md.stock.counter"
    _description = "Claimed Stock"
    _log_access = False
    _rec_name = "id"

    # no foreign keys: a locked product or warehouse must not hold up a claim
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    owner_id = fields.Integer(required=True, readonly=True, default=0)
    pool_id = fields.Integer(required=True, readonly=True, default=0)
    claimed = fields.Float(digits="Product Unit", required=True, readonly=True)

    _slot_uniq = models.UniqueIndex(
        "(product_id, warehouse_id, owner_id, pool_id)", "A slot is counted once."
    )
    _not_negative = models.Constraint(
        "CHECK (claimed >= 0)", "What is claimed is never below zero."
    )
