from decimal import Decimal

from odoo import api, fields, models

from ..lib import approval


class ProductTemplate(models.Model):
    _inherit = "product.template"

    md_net_content = fields.Float(
        "Net Content",
        digits="Product Unit",
        compute="_compute_md_net_content",
        inverse="_inverse_md_net_content",
        help="What is inside, without the packing: shelf labels say the price "
        "per kg or litre of it",
    )
    md_net_content_uom_id = fields.Many2one(
        "uom.uom",
        "Unit of the Net Content",
        compute="_compute_md_net_content",
        inverse="_inverse_md_net_content",
    )

    @api.depends(
        "product_variant_ids.md_net_content",
        "product_variant_ids.md_net_content_uom_id",
    )
    def _compute_md_net_content(self):
        """That of the only variant; of more variants each has its own."""
        for template in self:
            variants = template.product_variant_ids
            only = variants if len(variants) == 1 else variants.browse()
            template.md_net_content = only.md_net_content
            template.md_net_content_uom_id = only.md_net_content_uom_id

    def _inverse_md_net_content(self):
        for template in self:
            if len(template.product_variant_ids) == 1:
                template.product_variant_ids.write(
                    {
                        "md_net_content": template.md_net_content,
                        "md_net_content_uom_id": template.md_net_content_uom_id.id,
                    }
                )

    def action_open_label_layout(self):
        """Our labels of all variants for who may print; core's dialog for others."""
        if not self.env["md.label.wizard"].has_access("create"):
            return super().action_open_label_layout()
        return self.product_variant_ids.action_open_label_layout()

    def _md_apply_approval(self, request):
        """Change the price as an approved request says, from the price it names."""
        price, _currency = approval.parts_of(request.fingerprint)["price to"].split()
        self.env["md.price.change"]._change(self, Decimal(price), request.reason)
