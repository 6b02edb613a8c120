from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache


class ResGroups(models.Model):
    _inherit = "res.groups"

    totp_required = fields.Boolean(
        "Two-Factor Authentication",
        help="Users with this role set up an authenticator app before they log in the "
        "next time, and give its code from then on. Programs need API keys.",
    )

    def _compute_disjoint_ids(self):
        """Roles that exclude one another show it on the form of a user."""
        result = super()._compute_disjoint_ids()
        for left, right, _why in self.env["md.roles"]._exclusive():
            for group in self:
                others = set()
                if group.id in left:
                    others = right
                elif group.id in right:
                    others = left
                group.disjoint_ids |= self.browse(sorted(others))
        return result

    @api.constrains("implied_ids", "implied_by_ids", "user_ids")
    def _check_role_duties(self):
        """No change of groups brings anybody roles that exclude one another."""
        self.env.registry.clear_cache("groups")
        pairs = [
            Domain("all_group_ids", "in", list(left))
            & Domain("all_group_ids", "in", list(right))
            for left, right, _why in self.env["md.roles"]._exclusive()
            if left and right
        ]
        domain = Domain("active", "=", True) & Domain.OR(pairs or [Domain.FALSE])
        # who may change groups need not see every user of every company
        self.env["res.users"].sudo().search(domain, limit=1)._check_role_duties()

    @ormcache("self._ids")
    def _is_totp_required(self):
        """Whether one of these groups, or one that they imply, demands it."""
        # who logs in may not read groups; what is cached must not depend on the context
        groups = self.with_env(self.env(su=True, context={}))
        return any(groups.all_implied_ids.mapped("totp_required"))

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
