from odoo import models

TILLS = "point_of_sale.menu_point_root"


class MdRoles(models.AbstractModel):
    _inherit = "md.roles"

    def _apps(self):
        apps = super()._apps()
        for role in ("cashier", "manager", "auditor"):
            apps[role].add(TILLS)
        return apps

    def _auditor_sees_menus_of(self):
        return super()._auditor_sees_menus_of() | {"point_of_sale.group_pos_manager"}
