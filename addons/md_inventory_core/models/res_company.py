from odoo import api, models


class ResCompany(models.Model):
    """A company has its channels from the start."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["md.channel"]._make_for_companies(companies)
        return companies

    def write(self, vals):
        before = {company: company.name for company in self if "name" in vals}
        result = super().write(vals)
        for company, name in before.items():
            self.env["md.client"]._renamed(company, name)
        return result
