from odoo import api, models


class AccountTax(models.Model):
    """Duty and VAT that can be charged together."""

    _inherit = "account.tax"

    @api.constrains(
        *("price_include_override", "include_base_amount", "is_base_affected"),
        *("sequence", "tax_group_id", "amount_type", "active"),
    )
    def _check_md_levies(self):
        """What a tax becomes must still be chargeable on the products that have it."""
        self.env["md.levies"]._refuse_taxes(self)
