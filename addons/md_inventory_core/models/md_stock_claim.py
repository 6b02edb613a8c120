from odoo import fields, models

from .fields import LooseMany2one

STATES = [
    ("held", "Held"),
    ("confirmed", "Confirmed"),
    ("consumed", "Consumed"),
    ("released", "Released"),
    ("expired", "Expired"),
]


class MdStockClaim(models.Model):
    """A channel's right to a quantity of a product in a warehouse out of a pool.

    ``key`` names who claims (an order, a move); several live claims of one key and slot
    add up. Written by `md.claim.store` and `md.claim.folder` only. There is no foreign
    key to the order: a claim is committed before its order is.
    """

    _name = "md.stock.claim"
    _description = "Stock Claim"
    _order = "id desc"
    _log_access = False
    _rec_name = "key"

    key = fields.Char(required=True, readonly=True)
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    owner_id = fields.Integer(required=True, readonly=True, default=0)
    pool_id = fields.Integer(required=True, readonly=True, default=0)
    channel_id = LooseMany2one("md.channel", readonly=True)
    number = fields.Integer(required=True, readonly=True)  # of its key and slot
    granted = fields.Float(digits="Product Unit", required=True, readonly=True)
    gone = fields.Float(digits="Product Unit", required=True, readonly=True, default=0)
    state = fields.Selection(STATES, required=True, readonly=True, default="held")
    at = fields.Datetime(required=True, readonly=True)
    expires_at = fields.Datetime(readonly=True)

    _number_uniq = models.UniqueIndex(
        "(key, product_id, warehouse_id, owner_id, pool_id, number)",
        "The same claim is made once.",
    )
    _live_idx = models.Index(
        "(key, product_id, warehouse_id, owner_id, pool_id) WHERE state IN ('held', 'confirmed')"
    )
    _expiry_idx = models.Index("(expires_at) WHERE state = 'held'")
    _within = models.Constraint(
        "CHECK (granted > 0 AND gone >= 0 AND gone <= granted)",
        "What is consumed or released of a claim is part of it.",
    )
