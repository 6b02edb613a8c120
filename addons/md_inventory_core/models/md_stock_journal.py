from odoo import fields, models

from .fields import LooseMany2one

KINDS = [
    ("hold", "Held"),
    ("adopt", "Adopted"),
    ("confirm", "Confirmed"),
    ("consume", "Consumed"),
    ("release", "Released"),
    ("expire", "Expired"),
    ("lose", "Lost"),
]


class MdStockJournal(models.Model):
    """What happened to claims, append-only; counters can be rebuilt from it.

    ``change`` is what the slot's counter went up or down by. Adopted is what moves had
    reserved without a claim, by hand for example; lost what reality took, see
    `md.stock.shortage`.
    """

    _name = "md.stock.journal"
    _inherit = ["md.append.only.mixin"]
    _description = "Stock Journal"
    _order = "id desc"
    _rec_name = "id"
    _log_access = False

    at = fields.Datetime(required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    claim_id = LooseMany2one("md.stock.claim", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    owner_id = fields.Integer(required=True, readonly=True, default=0)
    pool_id = fields.Integer(required=True, readonly=True)
    change = fields.Float(digits="Product Unit", required=True, readonly=True)
    source = fields.Char(readonly=True)

    _slot_idx = models.Index("(product_id, warehouse_id, owner_id, pool_id, id)")
    _claim_idx = models.Index("(claim_id)")
    _source_idx = models.Index("(source) WHERE source IS NOT NULL")
    _key_idx = models.Index("(key)")
