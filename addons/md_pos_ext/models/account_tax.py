from odoo import api, models

# What a till computes by.
CHARGED = {
    *("active", "amount", "amount_type", "include_base_amount", "is_base_affected"),
    *("price_include_override", "sequence"),
}


class AccountTax(models.Model):
    """Duty and VAT that can be charged together."""

    _inherit = "account.tax"

    def write(self, vals):
        """What an open till charges by does not change."""
        names = CHARGED & vals.keys()
        changed = self.filtered(
            lambda tax: any(
                tax._fields[name].convert_to_cache(vals[name], tax)
                != tax._fields[name].convert_to_cache(tax[name], tax)
                for name in names
            )
        )
        if changed:
            self.env["md.levies"]._refuse_while_open(changed)
        return super().write(vals)

    @api.depends("company_id", "country_id")
    def _compute_tax_group_id(self):
        """A new tax is no supplementary duty unless somebody says so."""
        before = {tax: tax.tax_group_id for tax in self}
        result = super()._compute_tax_group_id()
        groups = self.env["account.tax.group"]
        for tax in self:
            group = tax.tax_group_id
            if group.md_levy == "sd" and group != before[tax]:
                domain = groups._check_company_domain(tax.company_id)
                domain = [*domain, ("country_id", "=", group.country_id.id)]
                others = groups.search(domain).filtered(lambda g: g.md_levy != "sd")
                tax.tax_group_id = others[:1] or group
        return result

    @api.constrains(
        *("price_include_override", "include_base_amount", "is_base_affected"),
        *("sequence", "tax_group_id", "amount_type", "active"),
    )
    def _check_md_levies(self):
        """What a tax becomes must still be chargeable on the products that have it."""
        self.env["md.levies"]._refuse_taxes(self)
