from odoo import api, models


class MdPromotion(models.Model):
    """Open tills hear of promotions that change."""

    _inherit = "md.promotion"

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        self.env["md.till.news"]._promotions_changed(made.company_id)
        return made

    def write(self, vals):
        before = self.company_id
        result = super().write(vals)
        self.env["md.till.news"]._promotions_changed(before | self.company_id)
        return result

    def unlink(self):
        self.env["md.till.news"]._promotions_changed(self.company_id)
        return super().unlink()
