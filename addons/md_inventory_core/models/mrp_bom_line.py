from odoo import api, fields, models

CIRCLES = {"bom_id", "product_id", "bom_product_template_attribute_value_ids"}


class MrpBomLine(models.Model):
    """Lines are put straight into a product's list of components: its bill of
    materials is made for them.
    """

    _inherit = "mrp.bom.line"

    md_kit_id = fields.Many2one(
        "product.template",
        "Kit",
        compute="_compute_md_kit_id",
        store=True,
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="The product that has the line in its list of components.",
    )
    md_price = fields.Float(
        "Price", digits="Product Price", compute="_compute_md_price"
    )

    @api.depends("bom_id.product_tmpl_id", "bom_id.product_id")
    def _compute_md_kit_id(self):
        for line in self:
            bom = line.bom_id
            line.md_kit_id = not bom.product_id and bom.product_tmpl_id

    @api.depends("product_id.lst_price", "product_qty", "product_uom_id")
    def _compute_md_price(self):
        for line in self:
            unit, own = line.product_uom_id, line.product_id.uom_id
            each = line.product_id.lst_price
            if unit and own and unit._has_common_reference(own):
                each = own._compute_price(each, unit)
            line.md_price = each * line.product_qty

    @api.model_create_multi
    def create(self, vals_list):
        rows, made = [], {}
        for vals in vals_list:
            kit = vals.get("md_kit_id")
            vals = {name: value for name, value in vals.items() if name != "md_kit_id"}
            if kit and not vals.get("bom_id"):
                if kit not in made:
                    made[kit] = self.env["product.template"].browse(kit)._md_own_bom()
                vals["bom_id"] = made[kit].id
            rows.append(vals)
        lines = super().create(rows)
        # core looks at it where lines are written through their bill of materials
        lines.bom_id._check_bom_cycle()
        self.env["md.kit"]._changed(lines.bom_id.product_tmpl_id)
        return lines

    def write(self, vals):
        before = self.bom_id.product_tmpl_id
        result = super().write(vals)
        if CIRCLES & vals.keys():
            self.bom_id._check_bom_cycle()
        self.env["md.kit"]._changed(before | self.bom_id.product_tmpl_id)
        return result

    def unlink(self):
        before = self.bom_id.product_tmpl_id
        result = super().unlink()
        self.env["md.kit"]._changed(before)
        return result
