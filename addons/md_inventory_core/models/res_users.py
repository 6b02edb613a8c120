from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.refusals import refused


class ResUsers(models.Model):
    _inherit = "res.users"

    md_store_ids = fields.Many2many(
        "stock.warehouse",
        "md_user_store_rel",
        "user_id",
        "warehouse_id",
        string="Stores",
        # a closed store must not open all the others, nor a deleted one
        context={"active_test": False},
        ondelete="restrict",
        help="Stock, orders and tills of these stores only. Empty: all stores of the "
        "user's companies.",
    )

    @api.model
    def _get_invalidation_fields(self):
        """Record rules look at the stores: their caches follow."""
        return super()._get_invalidation_fields() | {"md_store_ids"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_no_company(vals, vals.get("name"))
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_no_company(vals, self[:1].name)
        return super().write(vals)

    def _refuse_no_company(self, vals, name):
        """Say it clearly before the database complains of an empty column."""
        if "company_id" in vals and not vals["company_id"]:
            raise self._no_company(name, self[:1].id)

    def _no_company(self, name, user_id):
        message = self.env._(
            "%(user)s needs a company that is in use: choose one as default company.",
            user=name,
        )
        return refused(ValidationError(message), self._name, "company", [user_id])

    def md_action_set_pin(self):
        """Preferences: the user's own approval PIN, after the password."""
        return self.env["md.approval.pin.wizard"].action_open()

    @api.constrains("company_id", "company_ids", "active")
    def _check_company_in_use(self):
        """Who can log in works for a company that is in use."""
        for user in self.filtered("active"):
            # who edits users need not see every company
            companies = user.sudo().with_context(active_test=False).company_ids
            if not companies.filtered("active") or not user.sudo().company_id.active:
                raise self._no_company(user.name, user.id)

    @api.constrains("group_ids", "active")
    def _check_role_duties(self):
        """Nobody holds roles that exclude one another, however they were come by."""
        exclusive = self.env["md.roles"]._exclusive()
        for user in self.filtered("active"):
            held = user.all_group_ids
            for left, right, why in exclusive:
                one = held.filtered(lambda group, ids=left: group.id in ids)
                other = held.filtered(lambda group, ids=right: group.id in ids)
                if one and other:
                    raise self._two_duties(user, one, other, why)

    def _two_duties(self, user, one, other, why):
        """The error for a user with two groups that exclude one another."""
        message = self.env._(
            "%(user)s cannot be %(one)s and %(other)s at the same time: %(why)s.",
            user=user.name,
            one=self._highest(one).full_name,
            other=self._highest(other).full_name,
            why=why,
        )
        return refused(ValidationError(message), self._name, "roles", user.ids)

    def _highest(self, groups):
        """The group that people know: a role of ours, else the one implying the rest."""
        # who edits users need not read groups
        groups = groups.sudo()
        ours = groups.privilege_id.browse(
            self.env["ir.model.data"]._xmlid_to_res_id(
                "md_inventory_core.privilege_retail"
            )
        )
        known = groups.filtered(lambda group: group.privilege_id == ours) or groups
        return max(known, key=lambda group: len(group.all_implied_ids))
