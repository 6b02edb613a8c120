from odoo import fields, models

from .fields import LooseMany2one


class MdStockCounter(models.Model):
    """Claimed quantity of a product in a warehouse out of a pool; one row for each.

    Written by `md.claim.store` and `md.pool.mover` only, in short transactions of
    their own that lock the rows of COMMON in the order (product, warehouse, owner): who
    has one may write those of named pools there, too. On-hand is not here: it is read
    from the quants while the row is locked; so is what COMMON has.
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
    # of a named pool: what it holds, with what is claimed of it, and what others took
    allotted = fields.Float(
        digits="Product Unit", required=True, readonly=True, default=0
    )
    lent = fields.Float(digits="Product Unit", required=True, readonly=True, default=0)

    _slot_uniq = models.UniqueIndex(
        "(product_id, warehouse_id, owner_id, pool_id)", "A slot is counted once."
    )
    _pool_idx = models.Index(
        "(pool_id, product_id, warehouse_id, owner_id) WHERE pool_id > 0"
    )
    _not_negative = models.Constraint(
        "CHECK (claimed >= 0 AND lent >= 0)", "What is claimed is never below zero."
    )
    _within_pool = models.Constraint(
        "CHECK (CASE WHEN pool_id = 0 THEN allotted = 0 ELSE claimed <= allotted END)",
        "No more is claimed of a pool than it holds.",
    )
