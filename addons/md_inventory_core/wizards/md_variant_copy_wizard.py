from odoo import api, fields, models
from odoo.exceptions import UserError


class MdVariantCopyWizard(models.TransientModel):
    """ "This style in twelve sizes": copies the variants of one value to others."""

    _name = "md.variant.copy.wizard"
    _description = "Copy Variants to Other Values"

    template_id = fields.Many2one(
        "product.template", "Product", required=True, ondelete="cascade"
    )
    attribute_ids = fields.Many2many(
        "product.attribute", compute="_compute_attribute_ids"
    )
    attribute_id = fields.Many2one(
        "product.attribute",
        "Dimension",
        required=True,
        domain="[('id', 'in', attribute_ids)]",
    )
    used_value_ids = fields.Many2many(
        "product.attribute.value", compute="_compute_used_value_ids"
    )
    origin_id = fields.Many2one(
        "product.attribute.value",
        "Like Those Of",
        required=True,
        domain="[('id', 'in', used_value_ids)]",
        help="Each active variant of this value is made in the other values, too.",
    )
    value_ids = fields.Many2many(
        "product.attribute.value",
        "md_variant_copy_value_rel",
        string="Also In",
        domain="[('attribute_id', '=', attribute_id), ('id', '!=', origin_id)]",
    )

    @api.depends("template_id")
    def _compute_attribute_ids(self):
        for wizard in self:
            lines = wizard.template_id.attribute_line_ids
            wizard.attribute_ids = lines._without_no_variant_attributes().attribute_id

    @api.depends("template_id", "attribute_id")
    def _compute_used_value_ids(self):
        for wizard in self:
            values = wizard.template_id.product_variant_ids
            values = values.product_template_attribute_value_ids
            wizard.used_value_ids = values.filtered(
                lambda v, w=wizard: v.attribute_id == w.attribute_id
            ).product_attribute_value_id

    @api.onchange("attribute_id")
    def _onchange_attribute_id(self):
        self.origin_id = self.used_value_ids[:1]
        self.value_ids = False

    def action_copy(self):
        """Make the variants and show the matrix."""
        self.ensure_one()
        self.template_id.check_access("write")
        if not self.value_ids:
            raise UserError(self.env._("Choose the values to copy to."))
        self.env["md.variant.matrix"]._copy_range(
            self.template_id, self.attribute_id, self.origin_id, self.value_ids
        )
        return self.template_id.action_open_matrix()
