from odoo import models


class ProductPricelist(models.Model):
    """The price list of a customer's class holds before that of his country."""

    _inherit = "product.pricelist"

    def _get_partner_pricelist_multi(self, partner_ids):
        """A list of his own comes first, then his class's, then Odoo's choice."""
        found = super()._get_partner_pricelist_multi(partner_ids)
        groups = self.env["res.groups"]
        if not groups._is_feature_enabled("product.group_product_pricelist"):
            return found
        partners = self.env["res.partner"].with_context(active_test=False)
        partners = partners.browse(partner_ids)
        classes = self.env["md.customer.classes"]._of(partners._origin)
        for partner in partners:
            own = partner.specific_property_product_pricelist
            if own._get_partner_pricelist_multi_filter_hook():
                continue
            mine = classes.get(partner._origin.id)
            mine = mine and mine.filtered(
                lambda one: one.company_id == self.env.company
            )
            # one that is archived, or not of this website, holds for nobody
            prices = (
                mine and mine.pricelist_id._get_partner_pricelist_multi_filter_hook()
            )
            if prices:
                found[partner.id] = prices.with_env(self.env)
        return found
