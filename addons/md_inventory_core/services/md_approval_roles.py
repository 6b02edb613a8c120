from odoo import models

RETAIL = "md_inventory_core.md_inventory_core_menu_root"


class MdRoles(models.AbstractModel):
    _inherit = "md.roles"

    def _apps(self):
        """Everybody who can ask for an approval finds the own requests."""
        apps = super()._apps()
        return apps | {"cashier": apps["cashier"] | {RETAIL}}
