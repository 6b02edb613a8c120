from odoo import models

from .fields import LooseMany2one


class MdAvailabilityEvent(models.Model):
    """What may be available changed: inserted by the transaction that changes it.

    A product in a warehouse, or all of a channel. Deleted by `md.availability.feed`,
    which finds out what each channel may promise now: however often a product changes
    until then, it is looked at once.
    """

    _name = "md.availability.event"
    _description = "Availability to be looked at"
    _log_access = False
    _rec_name = "id"

    channel_id = LooseMany2one("md.channel", readonly=True)
    product_id = LooseMany2one("product.product", readonly=True)
    warehouse_id = LooseMany2one("stock.warehouse", readonly=True)
