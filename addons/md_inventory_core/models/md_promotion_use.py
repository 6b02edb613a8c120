from odoo import fields, models

from .fields import LooseMany2one


class MdPromotionUse(models.Model):
    """A promotion used by an order, or given back by a return: then below zero.

    Written by `md.promotion.usage`, each key once.
    """

    _name = "md.promotion.use"
    _description = "Use of a Promotion"
    _inherit = ["md.append.only.mixin"]
    _order = "id desc"
    _log_access = False
    _rec_name = "reference"

    key = fields.Char(
        required=True, readonly=True, help="Of the order: a repeat adds nothing."
    )
    promotion_id = LooseMany2one("md.promotion", required=True, readonly=True)
    rev = fields.Integer("Revision", readonly=True, aggregator=None)
    partner_id = LooseMany2one("res.partner", "Customer", readonly=True)
    channel_id = LooseMany2one("md.channel", readonly=True)
    reference = fields.Char("Order", readonly=True)
    uses = fields.Integer(required=True, readonly=True)
    amount = fields.Float(
        "Saved",
        digits=(16, 4),
        required=True,
        readonly=True,
        help="In the company's currency.",
    )
    at = fields.Datetime("Date", required=True, readonly=True)

    _once = models.UniqueIndex("(promotion_id, key)", "An order uses a promotion once.")
    _partner_idx = models.Index(
        "(partner_id, promotion_id, at) WHERE partner_id IS NOT NULL"
    )
    _key_idx = models.Index("(key text_pattern_ops)")
