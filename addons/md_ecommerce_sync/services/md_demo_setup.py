from odoo import api, models


class MdDemoSetup(models.AbstractModel):
    _inherit = "md.demo.setup"

    @api.model
    def setup_company(self):
        super().setup_company()
        self._setup_website()

    @api.private
    def _setup_website(self):
        """Name the first web shop and let visitors buy without an account."""
        website = self.env["website"].search([], limit=1)
        website.write(
            {
                "name": "Micro Datasoft Demo Shop",
                "company_id": self.env.company.id,
                "account_on_checkout": "optional",
            }
        )

    @api.private
    def _role_groups(self, login):
        own = {"manager": ["website.group_website_restricted_editor"]}
        return super()._role_groups(login) + own.get(login, [])
