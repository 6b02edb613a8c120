from odoo import fields, models


class MdBasketLine(models.Model):
    """That a basket had a product, whatever the quantity."""

    _name = "md.basket.line"
    _description = "Product of a Basket"
    _log_access = False

    basket_id = fields.Many2one(
        "md.basket", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="cascade"
    )

    _product_unique = models.UniqueIndex("(basket_id, product_id)")
