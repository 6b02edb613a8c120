from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from ..lib import approval


class ProductTemplate(models.Model):
    _inherit = "product.template"

    md_barcode_ids = fields.One2many(
        "md.product.barcode", "product_tmpl_id", "Further Barcodes", copy=False
    )
    md_any_barcode = fields.Char(
        "Any Barcode",
        compute="_compute_md_any_barcode",
        search="_search_md_any_barcode",
    )

    def _md_apply_approval(self, request):
        """Change the price as an approved request says, from the price it names."""
        price, _currency = approval.parts_of(request.fingerprint)["price to"].split()
        self.env["md.price.change"]._change(self, Decimal(price), request.reason)

    # Barcodes, as `product.product` has them, for all its variants

    def _compute_md_any_barcode(self):
        for template in self:
            template.md_any_barcode = template.barcode

    @api.model
    def _search_md_any_barcode(self, operator, value):
        variants = Domain("md_any_barcode", operator, value)
        return Domain("product_variant_ids", "any", variants)

    @api.onchange("barcode")
    def _onchange_md_barcode(self):
        """Say at once what looks wrong; nothing is changed."""
        return self.env["md.barcode.index"]._doubt(self.barcode)

    @api.model_create_multi
    def create(self, vals_list):
        later = super(ProductTemplate, self.with_context(md_barcode_later=True))
        templates = later.create(vals_list).with_env(self.env)
        if not self.env.context.get("md_barcode_later"):
            templates.product_variant_ids._md_number_new()
        return templates

    def write(self, vals):
        result = super().write(vals)
        if {"active", "company_id"} & vals.keys():
            every = self.with_context(active_test=False).product_variant_ids
            self.env["md.barcode.index"]._own(every)
        return result

    def action_md_give_barcode(self):
        """Give a number of the company's range to variants without a barcode."""
        self.check_access("write")
        return self.env["md.barcode.range"]._give_by_hand(self.product_variant_ids)
