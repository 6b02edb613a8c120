from odoo import fields, models


class MdPromotionDay(models.Model):
    """A day on which a promotion does not hold."""

    _name = "md.promotion.day"
    _description = "Day without a Promotion"
    _inherit = ["md.promotion.part.mixin"]
    _order = "promotion_id, day, id"
    _rec_name = "day"

    day = fields.Date(required=True)
    note = fields.Char(help="Why: a holiday, a strike.")
