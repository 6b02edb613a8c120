from odoo import models


class MdRoles(models.AbstractModel):
    _inherit = "md.roles"

    def _apps(self):
        apps = super()._apps()
        apps["manager"].add("website.menu_website_configuration")
        return apps
