from odoo import fields, models


class MdPromotionSurcharge(models.Model):
    """What a choice adds to the price of a set: large fries +40."""

    _name = "md.promotion.surcharge"
    _description = "Surcharge in a Set"
    _inherit = ["md.promotion.part.mixin"]
    _order = "promotion_id, id"
    _rec_name = "product_id"

    product_id = fields.Many2one("product.product", required=True, ondelete="restrict")
    amount = fields.Float(digits=(16, 4), required=True, min_display_digits=0)

    _once = models.UniqueIndex(
        "(promotion_id, product_id)", "A product has one surcharge in a set."
    )
