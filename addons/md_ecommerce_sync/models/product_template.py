from odoo import api, fields, models
from odoo.fields import Domain

MARKUP = "website_sale.markup_data_limit_variants"


class ProductTemplate(models.Model):
    _inherit = "product.template"

    # a shop sells what is not there only when it was told to
    allow_out_of_stock_order = fields.Boolean(default=False)

    # What a shopper chooses among

    def _md_choice(self):
        """Combinations that exist; see `md.variant.choice`."""
        return self.env["md.variant.choice"]._data(self, "on_shop")

    def _md_offer(self):
        """{attribute line: its values on sale}, in the order of the page."""
        return self.env["md.variant.choice"]._offer(self, "on_shop")

    def _md_out(self):
        """Ids of own values, options, that take what the website has none of."""
        website = self.env["website"].get_current_website()
        lines = self.valid_product_template_attribute_line_ids
        values = lines.product_template_value_ids._only_active()
        return [
            value.id
            for value in values
            for part, taken in value._md_parts().items()
            if part.is_storable
            and not part.allow_out_of_stock_order
            and website._get_product_available_qty(part) < taken
        ]

    # Brands

    @api.model
    def _search_get_detail(self, website, order, options):
        """The shop may be limited to brands."""
        detail = super()._search_get_detail(website, order, options)
        if brands := options.get("md_brand_ids"):
            detail["base_domain"].append([("md_brand_id", "in", brands)])
        return detail

    def _to_markup_data(self, website):
        data = super()._to_markup_data(website)
        if self.md_brand_id:
            data["brand"] = {"@type": "Brand", "name": self.md_brand_id.name}
        return data

    @api.model
    def _md_limit_markup(self):
        """Search engines are told of the first variants only, unless somebody decided
        otherwise: core's default tells of all, with prices, before a page opens.
        """
        # sudo: set when we are installed
        settings = self.env["ir.config_parameter"].sudo()
        if not settings.get_param(MARKUP):
            settings.set_param(MARKUP, "25")

    def _md_bought_together(self, limit=4):
        """What the shop shows as often bought with them; what staff set is not here."""
        company = self.env["website"].get_current_website().company_id
        found = self.env["md.suggestions"]._for_products(self, company)
        domain = Domain(self.env["website"].sale_product_domain())
        if not self.env.user._is_internal():
            domain &= Domain("is_published", "=", True)
        by_hand = self.sudo().accessory_product_ids.product_tmpl_id  # sudo: to compare
        domain &= Domain("id", "in", (found - by_hand).ids)
        seen = set(self.search(domain).ids)  # by rules, too: some are another shop's
        return found.filtered(lambda one: one.id in seen)[:limit]
