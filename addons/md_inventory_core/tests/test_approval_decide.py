from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .approval_common import ROLE, ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalDecide(ApprovalCase):
    def test_approve(self):
        request = self.ask()
        self.decide(request, reason="ok for today")
        self.assertRecordValues(
            request,
            [
                {
                    "state": "approved",
                    "approver_id": self.manager.id,
                    "decision_reason": "ok for today",
                    "method": "screen",
                    "used_at": False,
                }
            ],
        )
        valid = timedelta(minutes=self.kind.valid_minutes)
        self.assertEqual(request.expires_at - request.decided_at, valid)
        [event] = self.recorded(action="approval.approved")
        self.assertEqual(event["user_id"], self.manager.id)
        self.assertEqual(event["reason"], "ok for today")
        self.assertEqual(event["after"]["asked_by"][0][0], self.cashier.id)

    def test_refuse_with_a_reason(self):
        request = self.ask()
        with self.refused(UserError, "Say why"):
            self.decide(request, verb="_refuse", reason=" ")
        self.assertEqual(request.state, "pending")
        self.decide(request, verb="_refuse", reason="no, sell it at full price")
        self.assertEqual(request.state, "refused")
        self.assertEqual(request.decision_reason, "no, sell it at full price")
        self.assertEqual(len(self.recorded(action="approval.refused")), 1)

    def test_manager_of_one_store_decides_there_only(self):
        here = self.ask(store=self.south)
        self.decide(here, self.southern)
        self.assertEqual(here.state, "approved")
        there = self.ask(store=self.north)
        with self.refused(AccessError):
            self.decide(there, self.southern)
        self.assert_untouched(there)

    def test_store_counts_also_past_the_record_rules(self):
        request = self.ask()
        self.deny(request, self.southern, "store that is not yours", sudo=True)

    def test_nobody_approves_the_own_request(self):
        request = self.ask()
        self.cashier.sudo().group_ids = [Command.link(self.group("manager").id)]
        for verb in ("_approve", "_refuse"):
            self.deny(request, self.cashier, "own request", verb=verb)

    def test_who_never_approves(self):
        request = self.ask()
        for user, text in (
            (self.colleague, "Only managers"),
            (self.auditor, "configures or audits"),
            (self.admin, "configures or audits"),
            (self.env.ref("base.user_admin"), "configures or audits"),
            (self.env.ref("base.user_root"), "configures or audits"),
        ):
            for verb in ("_approve", "_refuse"):
                self.deny(request, user, text, sudo=True, verb=verb)

    def test_without_access_to_requests_nothing_is_even_looked_at(self):
        request = self.ask()
        for user in (self.admin, self.colleague, self.southern):
            with self.subTest(user.login), self.refused(AccessError):
                self.decide(request, user)
        self.assert_untouched(request)

    def test_manager_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.person(
            "ap_stranger", "manager", company_id=other.id, company_ids=other.ids
        )
        request = self.ask()
        with self.refused(AccessError):
            self.decide(request, stranger)
        self.deny(request, stranger, "company that is not yours", sudo=True)

    def test_archived_manager(self):
        request = self.ask()
        self.manager.active = False
        self.deny(request, self.manager, "archived", sudo=True)

    def test_limit_counts_at_the_moment_of_the_decision(self):
        request = self.ask()
        limit = self.env.ref("md_inventory_core.approval_limit_price_change_manager")
        limit.maximum = 10
        self.deny(request, self.manager, "20 % is beyond your limit")
        self.decide(request, verb="_refuse")
        self.assertEqual(request.state, "refused")

    def test_limit_of_the_company_replaces_the_general_one(self):
        limit = self.env.ref("md_inventory_core.approval_limit_price_change_manager")
        limit.copy({"company_id": self.company.id, "maximum": 50})
        request = self.ask(amount="45")
        self.decide(request)
        self.assertEqual(request.state, "approved")

    def test_decided_once(self):
        request = self.approved()
        for verb in ("_approve", "_refuse"):
            with self.refused(UserError, "It was approved by ap_manager"):
                self.decide(request, self.deputy, verb=verb)
        self.assertEqual(request.approver_id, self.manager)
        self.assertEqual(self.actions(), ["approval.asked", "approval.approved"])

    def test_expired_at_the_very_moment(self):
        request = self.ask()
        with self.later(minutes=self.kind.wait_minutes - 1):
            self.assertEqual(request.status, "pending")
        with self.later(minutes=self.kind.wait_minutes):
            self.assertEqual(request.state, "pending")
            self.assertEqual(request.status, "expired")
            for verb in ("_approve", "_refuse"):
                with self.refused(UserError, "expired: ask again"):
                    self.decide(request, verb=verb)
            with self.refused(UserError, "expired: ask again"):
                self.verbs(self.cashier)._withdraw(request.with_user(self.cashier))
        self.assert_untouched(request)

    def test_withdraw(self):
        waiting, approved = self.ask(), self.approved(what="100 -> 81")
        for request in (waiting, approved):
            self.verbs(self.cashier)._withdraw(request.with_user(self.cashier))
            self.assertEqual(request.state, "withdrawn")
            with self.refused(UserError, "withdrawn by who asked"):
                self.decide(request)
        self.assertTrue(waiting.decided_at)
        self.assertEqual(approved.approver_id, self.manager)

    def test_withdraw_belongs_to_the_asker(self):
        request = self.ask()
        with self.refused(AccessError, "somebody else"):
            self.verbs(self.manager)._withdraw(request.with_user(self.manager))
        self.assertEqual(request.state, "pending")
        self.assertEqual(len(self.recorded(action="approval.not_yours")), 1)

    def test_second_person_is_law_in_the_database_too(self):
        request = self.approved()
        with self.assertRaises(Exception) as caught:
            self.env.cr.execute(
                "UPDATE md_approval_request SET approver_id = requester_id "
                "WHERE id = %s",
                [request.id],
            )
        self.assertEqual(caught.exception.pgcode, "23514")  # check_violation

    def group(self, role):
        return self.env.ref(ROLE + role)

    def deny(self, request, user, text, sudo=False, verb="_approve"):
        """``user`` is refused; it is recorded once and changes nothing."""
        self.forget()
        service = self.verbs(user).sudo(sudo)
        with self.subTest(user=user.login, verb=verb):
            with self.refused(AccessError, text) as _error:
                getattr(service, verb)(request.with_user(user).sudo(sudo), "x")
            [event] = self.recorded(action="approval.denied")
            self.assertEqual(event["res_id"], request.id)
            self.assertEqual(event["user_id"], user.id)
            self.assert_untouched(request)

    def assert_untouched(self, request):
        request.invalidate_recordset()
        self.assertEqual((request.state, request.approver_id.id), ("pending", False))
