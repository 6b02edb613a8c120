from odoo import fields, models

from .fields import LooseMany2one


class MdPendingSale(models.Model):
    """Goods that a till sold and whose stock moves are not posted yet.

    Inserted by the transaction that syncs the order, deleted by the one that posts its
    moves; in between they count as gone although the quants still have them.
    """

    _name = "md.pending.sale"
    _description = "Till Sale not posted yet"
    _log_access = False
    _rec_name = "source"

    source = fields.Char(required=True, readonly=True)  # the order's uuid
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", required=True, readonly=True)
    owner_id = fields.Integer(required=True, readonly=True, default=0)
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True)

    _source_uniq = models.UniqueIndex("(source, product_id, warehouse_id, owner_id)")
    _slot_idx = models.Index("(product_id, warehouse_id)")
