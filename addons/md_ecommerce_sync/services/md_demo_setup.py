from odoo import api, models

NAME_OF_NEW_WEBSITE = "My Website"


class MdDemoSetup(models.AbstractModel):
    _inherit = "md.demo.setup"

    @api.model
    @api.private
    def setup_company(self):
        result = super().setup_company()
        self._setup_website()
        return result

    @api.private
    def _setup_website(self):
        """Name the first web shop; visitors buy without an account by default."""
        website = self.env["website"].search([], limit=1)
        if website.name == NAME_OF_NEW_WEBSITE:
            website.write({"name": "Micro Datasoft Demo Shop", "logo": self._logo()})
