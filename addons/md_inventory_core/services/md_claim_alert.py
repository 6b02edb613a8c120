import logging

from markupsafe import Markup

from odoo import models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
TOLD = 20  # findings of a step that are told in the log
HEAR = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
SEE = (*HEAR, "md_inventory_core.group_warehouse", "md_inventory_core.group_auditor")
ACT = (*HEAR, "md_inventory_core.group_warehouse")


class MdClaimAlert(models.AbstractModel):
    """Who answers for a finding, and how that person is told.

    Drift is told by an activity, one for each person however many findings there are;
    it goes when the last of them is resolved. A message on the screen comes once for
    each pass.
    """

    _name = "md.claim.alert"
    _inherit = ["md.live.mixin"]
    _description = "Alerts of the Reconciliation"

    # Whose they are

    def _owners(self, warehouses):
        """{id of a warehouse, or None: id of the user who answers for it, or None}.

        The person named in the settings of the company; else the manager of the store,
        else one of all stores, else an administrator: always the same.
        """
        return {warehouse: self._owner(warehouse) for warehouse in warehouses}

    def _owner(self, number):
        # sudo: whoever has it looked, the answer is the same
        env = self.sudo().env
        warehouse = env["stock.warehouse"].browse(number or []).exists()
        company = warehouse.company_id or env["res.company"].search([], limit=1)
        named = company.md_drift_user_id
        if named and self._may_answer(named, company, warehouse):
            return named.id
        for group in HEAR:
            people = self._members((group,), company)
            own = people.filtered(lambda user: warehouse & user.md_store_ids)
            if fit := own or people.filtered(lambda user: not user.md_store_ids):
                return fit[0].id
        return None

    def _members(self, groups, company):
        """Active users of a company who have one of some groups, the oldest first."""
        ids = [self.env.ref(group).id for group in groups]
        return self.env["res.users"].search(
            Domain("all_group_ids", "in", ids)
            & Domain("company_ids", "in", company.ids)
            & Domain("share", "=", False),
            order="id",
        )

    def _may_answer(self, user, company, warehouse):
        """Whether a user sees findings of a company's warehouse, and may mend them."""
        return (
            user.active
            and any(user.has_group(group) for group in ACT)
            and (not company or company in user.company_ids)
            and (not user.md_store_ids or warehouse in user.md_store_ids)
        )

    # Telling them

    def _tell(self, new, resolved, told=()):
        """New drift is an event, an error in the log and an activity of its owner.

        :param told: ids of users whom a message on the screen has told before
        :return: ids of the users who got one now
        """
        drift = new.filtered(lambda finding: finding.severity == "error")
        for finding in drift:
            self._record(finding)
        for finding in drift[:TOLD]:
            _logger.error("stock drift, finding %s: %s", finding.id, finding._line())
        if len(drift) > TOLD:
            _logger.error("stock drift: %s findings more", len(drift) - TOLD)
        if new or resolved:
            for group in SEE:
                self._live_changed("md.claim.finding", group)
        self._follow(drift | resolved.filtered("activity_id"))
        hearers = drift.user_id.filtered(lambda user: user.id not in told)
        self._toast(hearers)
        return hearers.ids

    def _record(self, finding):
        self.env["md.audit.trail"]._record(
            "stock",
            "claims.drift",
            model=finding._name,
            res_id=finding.id,
            after=finding._facts(),
            company_id=finding.warehouse_id.company_id.id,
        )

    def _toast(self, users):
        """Without any detail."""
        users._bus_send(
            "simple_notification",
            {
                "title": self.env._("Stock drift"),
                "message": self.env._("Look at Retail > Reconciliation."),
                "type": "danger",
                "sticky": True,
            },
        )

    # Activities

    def _follow(self, findings):
        """Bring activities in line with findings: new, resolved or another's."""
        # sudo: who passes a finding on does not see the activities of others
        findings = findings.sudo()
        before = findings.activity_id.exists()
        for user, mine in findings.grouped("user_id").items():
            mine = mine.filtered(lambda f: f.severity == "error" and not f.resolved_at)
            if user and mine:
                mine.activity_id = findings.env[self._name]._activity(user)
        gone = findings.filtered(lambda f: not f.user_id or f.resolved_at)
        gone.activity_id = False
        findings.env[self._name]._count(before | findings.activity_id.exists())

    def _activity(self, user):
        """The activity of a user that tells of drift; a new one when there is none."""
        known = self.env["md.claim.finding"].search(
            [("activity_id.user_id", "=", user.id), ("resolved_at", "=", False)],
            order="id desc",
            limit=1,
        )
        if found := known.activity_id.exists().filtered("active"):
            return found
        # in the words of who is told; no mail for what is on the screen
        speaking = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        kind = self.env.ref("mail.mail_activity_data_warning", False)
        # the path is the action's
        link = Markup('<a href="/odoo/reconciliation">%s</a>')
        return speaking.env["mail.activity"].create(
            {
                "user_id": user.id,
                "summary": speaking.env._("Stock drift"),
                "note": link % speaking.env._("Retail > Reconciliation"),
                "automated": True,
                "activity_type_id": kind.id if kind else False,
            }
        )

    def _count(self, activities):
        """Say how many findings an activity is about; one that is about none goes."""
        groups = self.env["md.claim.finding"]._read_group(
            [("activity_id", "in", activities.ids), ("resolved_at", "=", False)],
            ["activity_id"],
            ["__count"],
        )
        counts = dict(groups)
        for activity in activities:
            if count := counts.get(activity):
                speaking = self.with_context(lang=activity.user_id.lang)
                activity.summary = speaking.env._("Stock drift: %s open", count)
            else:
                activity.unlink()
