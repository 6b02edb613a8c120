from odoo import api, models
from odoo.fields import Domain


class ResGroups(models.Model):
    _inherit = "res.groups"

    def _compute_disjoint_ids(self):
        """Roles that exclude one another show it on the form of a user."""
        super()._compute_disjoint_ids()
        for left, right, _why in self.env["md.roles"]._exclusive():
            for group in self:
                others = set()
                if group.id in left:
                    others = right
                elif group.id in right:
                    others = left
                group.disjoint_ids |= self.browse(sorted(others))

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
