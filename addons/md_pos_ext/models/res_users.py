from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _load_pos_data_read(self, records, config):
        """A manager is one at the till too, without the right to set tills up."""
        result = super()._load_pos_data_read(records, config)
        if result and self.env.user.has_group("md_inventory_core.group_manager"):
            result[0]["role"] = "manager"
        return result
