from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.codes import is_code


class ProductAttributeValue(models.Model):
    """A value has a short code, which stands for it in SKUs and files.

    One of an attribute that makes no variants is a modifier: it may take another
    product from stock with each piece sold, and gives it back with a return.
    """

    _inherit = "product.attribute.value"

    md_code = fields.Char(
        "Short Code",
        copy=False,
        help="Stands for the value in SKUs. Made of the name when left empty; SKUs "
        "that are there stay when it changes.",
    )

    md_part_id = fields.Many2one(
        "product.product",
        "Takes from Stock",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('type', '=', 'consu'), ('tracking', '=', 'none')]",
        help="What each piece sold with this option takes from stock: the paper of a "
        "gift wrap, the slice of extra cheese. Goods without lots or serial numbers.",
    )
    md_part_quantity = fields.Float(
        "Quantity Taken",
        digits="Product Unit",
        default=1.0,
        help="For each piece sold, in the unit of what is taken. 0: nothing.",
    )

    _md_part_quantity_positive = models.Constraint(
        "CHECK (md_part_quantity >= 0)", "An option takes goods; it brings none."
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

    @api.constrains("md_part_id", "attribute_id")
    def _check_md_part(self):
        # sudo: lines of all companies
        values = self.sudo().filtered("md_part_id")
        for value in values:
            if value.attribute_id.create_variant != "no_variant":
                raise ValidationError(
                    self.env._(
                        "%(value)s: only options that make no variants take goods from "
                        "stock; %(attribute)s makes some.",
                        value=value.name,
                        attribute=value.attribute_id.name,
                    )
                )
            part = value.md_part_id
            if part.type != "consu" or part.tracking != "none":
                raise ValidationError(
                    self.env._(
                        "%(value)s cannot take %(part)s: it must be goods without lots "
                        "and serial numbers.",
                        value=value.name,
                        part=part.display_name,
                    )
                )
        values._check_md_part_of(values.pav_attribute_line_ids)

    def _check_md_part_of(self, lines):
        """No product is modified by itself.

        :raises ValidationError: naming option and product
        """
        # sudo: as above
        values, lines = self.sudo(), lines.sudo()
        for line in lines:
            for value in line.value_ids & values:
                if value.md_part_id.product_tmpl_id == line.product_tmpl_id:
                    raise ValidationError(
                        self.env._(
                            "%(value)s takes %(part)s from stock: it cannot be an "
                            "option of the same product.",
                            value=value.name,
                            part=value.md_part_id.display_name,
                        )
                    )
