from odoo import fields, models

from .fields import LooseMany2one


class MdAvailabilityPast(models.Model):
    """What channels were told, and when; append-only.

    Written by `md.availability.feed` in the statement that publishes; ``buffer_units``
    and ``buffer_percent`` are what the channel left then. Rows older than the retention
    are deleted by `md.availability.history`, but never the newest of a channel and
    product from before the limit: it is what the channel was told at the limit.
    """

    _name = "md.availability.past"
    _inherit = ["md.append.only.mixin"]
    _description = "Published Availability of the Past"
    _order = "id desc"
    _log_access = False
    _rec_name = "product_id"

    # no foreign keys: what was told stays true when the channel is gone
    channel_id = LooseMany2one("md.channel", required=True, readonly=True)
    product_id = LooseMany2one("product.product", required=True, readonly=True)
    available = fields.Float(digits="Product Unit", required=True, readonly=True)
    version = fields.Integer(required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True)
    buffer_units = fields.Float(digits="Product Unit", readonly=True)
    buffer_percent = fields.Float(digits=(5, 2), readonly=True)

    _before_idx = models.Index("(channel_id, product_id, at)")
