from decimal import Decimal

from odoo import SUPERUSER_ID, models

from ..lib import approval
from ..lib.approval import Asked, Limit, Objection, Person
from .md_roles import CONFIGURES

GROUPS = {
    **{role: f"md_inventory_core.group_{role}" for role in approval.ROLES},
    "auditor": "md_inventory_core.group_auditor",
}


class MdApprovalRules(models.AbstractModel):
    """Turns users, limits and requests into what `lib/approval.py` decides on."""

    _name = "md.approval.rules"
    _description = "Approval Rules"

    def _person(self, user):
        """The `Person` that a user is at this moment."""
        # asks about other users, whose groups and stores nobody may read
        user = user.sudo()
        roles = {role for role, group in GROUPS.items() if user._has_group(group)}
        if any(map(user._has_group, CONFIGURES)):
            roles.add("admin")
        if user.id == SUPERUSER_ID:
            roles.add("system")
        return Person(
            id=user.id,
            roles=frozenset(roles),
            companies=frozenset(user.company_ids.ids),
            stores=frozenset(user.md_store_ids.ids),
            active=user.active,
        )

    def _limits(self, kind, company):
        """All `Limit`s of a kind that count in a company."""
        role_of = {
            self.env["ir.model.data"]._xmlid_to_res_id(GROUPS[role]): role
            for role in approval.ROLES
        }
        # askers may not read limits
        rows = self.env["md.approval.limit"].sudo()
        return [
            Limit(
                role_of[row.group_id.id],
                Decimal(str(round(row.maximum, 4))),
                row.company_id.id or None,
            )
            for row in rows.search(
                [("kind_id", "=", kind.id), ("company_id", "in", [False, company.id])]
            )
        ]

    def _own_limit(self, kind, company, user):
        """What a user may do alone, as Decimal; 0 for who holds no retail role."""
        limits = self._limits(kind, company)
        return approval.merged_limit(limits, self._person(user).roles, company.id)

    def _highest(self, kind, company):
        """What managers may approve, as Decimal; they hold all other roles too."""
        return approval.merged_limit(
            self._limits(kind, company), approval.ROLES, company.id
        )

    def _verdict(self, kind, amount, company, user, second=False):
        """`Verdict` about an amount (Decimal) that a user wants in a company."""
        return approval.decide(
            amount,
            self._own_limit(kind, company, user),
            self._highest(kind, company),
            second=second or kind.second_person,
        )

    def _objection(self, request, user, refusing=False, limits=None):
        """Why a user may not decide a request now (`Objection`), None if they may.

        ``limits``: those of the request's kind and company, when they are at hand.
        """
        person = self._person(user)
        asked = Asked(
            requester=request.requester_id.id,
            amount=request._decimal(),
            company=request.company_id.id,
            store=request.store_id.id or None,
        )
        if limits is None and not refusing:
            limits = self._limits(request.kind_id, request.company_id)
        limit = approval.merged_limit(limits or (), person.roles, asked.company)
        return approval.objection(person, asked, limit, refusing=refusing)

    def _approvers(self, request):
        """Users who may approve a request now."""
        manager = self.env["ir.model.data"]._xmlid_to_res_id(GROUPS[approval.APPROVER])
        limits = self._limits(request.kind_id, request.company_id)
        # askers may not read who else has which role
        users = self.env["res.users"].sudo()
        return users.search(
            [
                ("all_group_ids", "in", manager),
                ("company_ids", "in", request.company_id.id),
            ]
        ).filtered(lambda user: not self._objection(request, user, limits=limits))

    def _explain(self, objection, request):
        """One line about an objection for whoever it is raised against."""
        return {
            Objection.INACTIVE: self.env._("This user is archived."),
            Objection.BARRED: self.env._(
                "Who configures or audits does not decide requests."
            ),
            Objection.SELF: self.env._("Nobody decides the own request."),
            Objection.ROLE: self.env._("Only managers decide requests."),
            Objection.COMPANY: self.env._(
                "This request belongs to a company that is not yours."
            ),
            Objection.STORE: self.env._(
                "This request belongs to a store that is not yours."
            ),
            Objection.LIMIT: self.env._(
                "%(amount)s is beyond your limit.", amount=request.amount_label
            ),
        }[objection]
