from odoo import api, models


class MdDemoSetup(models.AbstractModel):
    _inherit = "md.demo.setup"

    @api.private
    def _home(self, login):
        if login == "cashier":
            return "point_of_sale.action_pos_config_kanban"
        return super()._home(login)
