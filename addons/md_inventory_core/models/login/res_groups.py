from odoo import api, fields, models
from odoo.tools import ormcache


class ResGroups(models.Model):
    _inherit = "res.groups"

    totp_required = fields.Boolean(
        "Two-Factor Authentication",
        help="Users with this role set up an authenticator app before they log in the "
        "next time, and give its code from then on. Programs need API keys.",
    )

    @ormcache("self._ids")
    def _is_totp_required(self):
        """Whether one of these groups, or one that they imply, demands it."""
        # who logs in may not read groups
        groups = self.sudo().with_context({}).all_implied_ids
        return any(groups.mapped("totp_required"))

    @api.model_create_multi
    def create(self, vals_list):
        """Core's; what users must do is known anew."""
        if any("totp_required" in vals for vals in vals_list):
            self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        """Core's; what users must do is known anew."""
        if "totp_required" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)
