from odoo import api, fields, models

from .md_promotion_trial import INPUTS


class MdPromotionTrialLine(models.TransientModel):
    """Goods in a sample basket, and what promotions take off."""

    _name = "md.promotion.trial.line"
    _description = "Line of a Sample Basket"

    trial_id = fields.Many2one("md.promotion.trial", required=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True)
    qty = fields.Float("Quantity", digits=(16, 3), default=1.0, required=True)
    lot = fields.Char()
    price = fields.Float(
        digits="Product Price",
        compute="_compute_price",
        store=True,
        readonly=False,
        precompute=True,
    )
    discount = fields.Float("Saved", compute="_compute_result", digits=(16, 2))
    net = fields.Float("To Pay", compute="_compute_result", digits=(16, 2))
    deals = fields.Char(compute="_compute_result")

    @api.depends("product_id", "trial_id.pricelist_id")
    def _compute_price(self):
        for line in self:
            pricelist, product = line.trial_id.pricelist_id, line.product_id
            line.price = (
                pricelist._get_product_price(product, line.qty or 1.0)
                if pricelist and product
                else product.lst_price
            )

    @api.depends("product_id", *(f"trial_id.{name}" for name in INPUTS))
    def _compute_result(self):
        preview = self.env["md.promotion.preview"]
        for line in self:
            line.discount, line.net, line.deals = 0, 0, False
        for trial in self.trial_id:
            result = preview._evaluate(trial)
            if not result:
                continue
            names = preview._names(result)
            lines = trial.line_ids.filtered(lambda line: line.product_id)
            for line, told in zip(lines, result["lines"], strict=True):
                line.discount = float(told["discount"])
                line.net = float(told["net"])
                line.deals = ", ".join(
                    dict.fromkeys(
                        names.get(share["promotion"]) or "" for share in told["shares"]
                    )
                )
