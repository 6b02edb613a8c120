from odoo import fields, models


class MdPromotionWindow(models.Model):
    """Hours in which a promotion holds; an end before the start is of the next day."""

    _name = "md.promotion.window"
    _description = "Hours of a Promotion"
    _inherit = ["md.promotion.part.mixin"]
    _order = "promotion_id, hour_from, id"
    _rec_name = "promotion_id"

    hour_from = fields.Float("From", required=True, default=17.0, aggregator=None)
    hour_to = fields.Float(
        "To",
        required=True,
        default=19.0,
        aggregator=None,
        help="This minute is no longer within. Earlier than the start: it is of the "
        "next day.",
    )

    def _minutes(self):
        """(start, end) in minutes of the day."""
        return round(self.hour_from * 60), round(self.hour_to * 60)
