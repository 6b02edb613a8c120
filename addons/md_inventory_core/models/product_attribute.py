from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductAttribute(models.Model):
    """An attribute may be a dimension, of which only existing combinations are sold."""

    _inherit = "product.attribute"

    md_existing_only = fields.Boolean(
        "Only What Exists",
        help="Variants are made in the matrix or by import, one by one. Neither shop "
        "nor till nor an order makes further ones, and none is made by itself.",
    )
    md_dimension_ids = fields.One2many(
        "md.dimension", "attribute_id", string="Dimension Of"
    )

    @api.constrains("md_existing_only", "create_variant")
    def _check_existing_only(self):
        for attribute in self:
            if attribute.md_existing_only and attribute.create_variant == "always":
                raise ValidationError(
                    self.env._(
                        "%s makes all thinkable variants at once: choose "
                        "Dynamically or Never for what exists only.",
                        attribute.name,
                    )
                )
