from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..lib.approval import ROLES


class MdApprovalLimit(models.Model):
    """Up to what a role acts alone, and, for managers, up to what they may approve."""

    _name = "md.approval.limit"
    _description = "Approval Limit"
    _order = "kind_id, group_id, company_id"
    _rec_name = "kind_id"

    kind_id = fields.Many2one(
        "md.approval.kind", required=True, ondelete="cascade", index=True
    )
    unit = fields.Selection(related="kind_id.unit")
    group_id = fields.Many2one(
        "res.groups",
        "Role",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("id", "in", self._role_groups().ids)],
    )
    company_id = fields.Many2one(
        "res.company",
        ondelete="cascade",
        help="Counts in this company instead of the general limit; empty: everywhere",
    )
    maximum = fields.Float(
        digits=(16, 4),
        min_display_digits=0,
        required=True,
        default=0.0,
        aggregator=None,
    )

    _limit_uniq = models.UniqueIndex(
        "(kind_id, group_id, COALESCE(company_id, 0))",
        "This role already has a limit of this kind here.",
    )
    _maximum_positive = models.Constraint(
        "CHECK (maximum >= 0)", "A limit cannot be negative."
    )

    @api.model
    def _role_groups(self):
        """Groups of the roles that can hold a limit, in the order of `ROLES`."""
        refs = [self.env.ref(f"md_inventory_core.group_{role}") for role in ROLES]
        return self.env["res.groups"].concat(*refs)

    @api.constrains("group_id")
    def _check_group(self):
        allowed = self._role_groups()
        for limit in self:
            if limit.group_id not in allowed:
                raise ValidationError(
                    self.env._(
                        "%(group)s cannot have a limit: only those who work in the "
                        "shops do, not those who configure or audit.",
                        group=limit.group_id.name,
                    )
                )
