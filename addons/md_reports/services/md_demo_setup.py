from odoo import api, models


class MdDemoSetup(models.AbstractModel):
    _inherit = "md.demo.setup"

    @api.private
    def _home(self, login):
        if login == "manager":
            return "md_reports.md_report_sale_action"
        return super()._home(login)
