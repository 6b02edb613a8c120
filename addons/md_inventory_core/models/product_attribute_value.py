from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.codes import is_code


class ProductAttributeValue(models.Model):
    """A value has a short code, which stands for it in SKUs and files."""

    _inherit = "product.attribute.value"

    md_code = fields.Char(
        "Short Code",
        copy=False,
        help="Stands for the value in SKUs. Made of the name when left empty; SKUs "
        "that are there stay when it changes.",
    )

    _md_code_uniq = models.UniqueIndex(
        "(attribute_id, md_code) WHERE md_code IS NOT NULL",
        "Another value of this attribute has this short code.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._md_fill_codes()
        return values

    def _md_fill_codes(self):
        """Give those of dimensions a short code that have none."""
        missing = self.filtered(
            lambda v: not v.md_code and v.attribute_id.md_existing_only
        )
        self.env["md.short.codes"]._fill(missing, "md_code", within="attribute_id")

    @api.constrains("md_code")
    def _check_md_code(self):
        for value in self:
            if value.md_code and not is_code(value.md_code):
                raise ValidationError(
                    self.env._(
                        "%(code)s of %(value)s: a short code has letters, digits, - "
                        "and _ only.",
                        code=value.md_code,
                        value=value.name,
                    )
                )
