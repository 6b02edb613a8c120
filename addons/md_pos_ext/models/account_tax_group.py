from odoo import api, fields, models


class AccountTaxGroup(models.Model):
    """What the law calls the taxes of a group."""

    _inherit = "account.tax.group"

    md_levy = fields.Selection(
        [("sd", "Supplementary Duty"), ("vat", "VAT")],
        string="Levy",
        help="Supplementary duty is charged on the price, VAT on the price with the "
        "duty. Receipts, invoices and challans show each by itself.",
    )

    @api.model
    def _load_pos_data_fields(self, config):
        """In the law's order on receipts: core sorts by what it does not load."""
        return [*super()._load_pos_data_fields(config), "sequence"]
