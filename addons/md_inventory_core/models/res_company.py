from odoo import api, fields, models


class ResCompany(models.Model):
    """A company has its channels from the start."""

    _inherit = "res.company"

    md_drift_user_id = fields.Many2one(
        "res.users",
        "Answers for Stock Drift",
        ondelete="set null",
        help="Findings of the reconciliation are this person's to begin with. Empty: "
        "the store's first manager.",
    )

    md_strict_barcodes = fields.Boolean(
        "Verify Barcodes",
        help="A product's or packaging's barcode of 8, 12, 13 or 14 digits must have "
        "the right check digit. Otherwise who types it is only warned.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["md.channel"]._make_for_companies(companies)
        return companies

    def write(self, vals):
        before = {company: company.name for company in self if "name" in vals}
        if "nomenclature_id" in vals:
            self.env.registry.clear_cache()  # of md.barcode.lookup
        result = super().write(vals)
        for company, name in before.items():
            self.env["md.client"]._renamed(company, name)
        return result
