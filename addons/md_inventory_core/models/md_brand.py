from odoo import api, fields, models


class MdBrand(models.Model):
    """The name under which a manufacturer sells; the same for all companies."""

    _name = "md.brand"
    _inherit = ["image.mixin"]
    _description = "Brand"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True, index="trigram")
    code = fields.Char(
        required=True,
        compute="_compute_code",
        store=True,
        readonly=False,
        precompute=True,
        help="Stands for the brand in SKUs. Made of the name when left empty; products "
        "that have a SKU keep it when it changes.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    manufacturer_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        index="btree_not_null",
        help="Who makes it, or holds the name.",
    )
    description = fields.Html(
        translate=True, help="About the brand, for its page on the web shop."
    )
    website_url = fields.Char("Website of the Brand")
    product_count = fields.Integer("Products", compute="_compute_product_count")

    _code_uniq = models.UniqueIndex("(code)", "Another brand has this code.")

    @api.depends("name")
    def _compute_code(self):
        missing = self.filtered(lambda brand: not brand.code and brand.name)
        self.env["md.short.codes"]._fill(missing, "code")

    def _compute_product_count(self):
        found = self.env["product.template"]._read_group(
            [("md_brand_id", "in", self.ids)], ["md_brand_id"], ["__count"]
        )
        counts = {brand.id: count for brand, count in found}
        for brand in self:
            brand.product_count = counts.get(brand.id, 0)

    def action_open_products(self):
        """The brand's products."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "product.product_template_action_all"
        )
        return action | {
            "name": self.name,
            "domain": [("md_brand_id", "=", self.id)],
            "context": {"default_md_brand_id": self.id},
        }
