from decimal import Decimal

from odoo import fields, models

from ..lib.promotion_terms import Benefit, Tier
from .md_promotion_terms_mixin import HOW, decimal


class MdPromotionTier(models.Model):
    """From so many pieces, or so much money, on: this benefit."""

    _name = "md.promotion.tier"
    _description = "Tier of a Promotion"
    _inherit = ["md.promotion.part.mixin"]
    _order = "promotion_id, least, id"
    _rec_name = "least"

    least = fields.Float(
        "From",
        digits=(16, 4),
        required=True,
        default=0.0,
        aggregator=None,
        min_display_digits=0,
        help="Pieces (or kg, m), or an amount spent.",
    )
    how = fields.Selection(HOW, "Gets", required=True, default="percent")
    value = fields.Float(
        digits=(16, 4), required=True, aggregator=None, min_display_digits=0
    )

    def _tier(self):
        how = Benefit(self.how, decimal(self.value))
        return Tier(decimal(self.least) or Decimal(0), how)
