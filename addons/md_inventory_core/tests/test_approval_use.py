from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.md_inventory_core.services.approval_errors import ApprovalNeeded

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalUse(ApprovalCase):
    def test_used_once(self):
        request = self.approved()
        self.assertEqual(self.require(), request)
        self.assertEqual(request.state, "used")
        self.assertTrue(request.used_at)
        with self.refused(ApprovalNeeded):
            self.require()
        self.assertEqual(
            self.actions(), ["approval.asked", "approval.approved", "approval.used"]
        )

    def test_two_approvals_are_two_uses(self):
        self.approved(key="1")
        self.approved(key="2")
        self.assertNotEqual(self.require(), self.require())
        with self.refused(ApprovalNeeded):
            self.require()

    def test_approval_is_for_this_alone(self):
        request = self.approved()
        other = self.product.copy()
        for change in (
            {"what": "100 -> 79"},
            {"amount": "19"},
            {"amount": "20.0001"},
            {"record": other},
            {"store": self.south},
            {"kind": "discount"},
            {"user": self.colleague},
        ):
            with self.subTest(change), self.refused(ApprovalNeeded):
                self.require(**change)
        self.assertEqual(request.state, "approved")
        self.assertEqual(self.require(), request)

    def test_not_before_and_not_without_a_decision(self):
        waiting, refused = self.ask(), self.ask(what="100 -> 85")
        self.decide(refused, verb="_refuse")
        for request in (waiting, refused):
            with self.refused(ApprovalNeeded):
                self.require(what=request.fingerprint)
            with self.refused(UserError):
                self.verbs(self.cashier)._use(request.with_user(self.cashier))

    def test_approval_expires(self):
        request = self.approved()
        with self.later(minutes=self.kind.valid_minutes):
            with self.refused(ApprovalNeeded):
                self.require()
            with self.refused(UserError, "expired"):
                self.verbs(self.cashier)._use(request.with_user(self.cashier))
        self.assertEqual(request.state, "approved")
        with self.later(minutes=self.kind.valid_minutes, seconds=-1):
            self.assertEqual(self.require(), request)

    def test_withdrawn_approval_is_gone(self):
        request = self.approved()
        self.verbs(self.cashier)._withdraw(request.with_user(self.cashier))
        with self.refused(ApprovalNeeded):
            self.require()

    def test_what_fails_uses_nothing_up(self):
        request = self.approved()
        with self.assertRaises(ZeroDivisionError):  # the deed itself fails
            self.require()
            raise ZeroDivisionError
        self.assertEqual(request.state, "approved")
        self.assertEqual(self.recorded(action="approval.used"), [])
        self.assertEqual(self.require(), request)

    def test_nobody_uses_what_somebody_else_asked_for(self):
        request = self.approved()
        for user in (self.manager, self.colleague):
            with self.subTest(user.login), self.refused(AccessError):
                self.verbs(user)._use(request.with_user(user))
        self.assertEqual(request.state, "approved")

    def test_own_limit_that_grew_needs_no_approval(self):
        request = self.approved()
        role = self.env.ref("md_inventory_core.group_cashier")
        self.env["md.approval.limit"].create(
            {"kind_id": self.kind.id, "group_id": role.id, "maximum": 25}
        )
        self.assertFalse(self.require())
        self.assertEqual(request.state, "approved")

    def test_approved_counts_although_the_limits_shrank(self):
        request = self.approved()
        self.env["md.approval.limit"].search([]).unlink()
        self.assertEqual(self.require(), request)

    def test_cron_says_what_expired(self):
        waiting, approved = self.ask(), self.approved(what="100 -> 81")
        recent = self.ask(kind="discount", amount="7")
        self.forget()
        with self.later(minutes=self.kind.valid_minutes):
            self.env["md.approval"]._cron_expire()
            self.assertEqual(waiting.state, "pending")
            self.assertEqual(approved.state, "expired")
            self.assertEqual(recent.state, "expired")
        with self.later(minutes=self.kind.wait_minutes):
            for _again in range(2):
                self.env["md.approval"]._cron_expire()
            self.assertEqual(waiting.state, "expired")
            self.assertTrue(waiting.decided_at)
            self.assertEqual(approved.approver_id, self.manager)
        ours = (waiting | approved | recent).ids
        told = [e["res_id"] for e in self.recorded(action="approval.expired")]
        self.assertEqual(sorted(id_ for id_ in told if id_ in ours), sorted(ours))

    def test_status_can_be_searched_by_the_clock(self):
        waiting, approved = self.ask(), self.approved(what="100 -> 81")
        used = self.approved(what="100 -> 82")
        self.require(what="100 -> 82")
        both = waiting | approved | used
        requests = self.env["md.approval.request"]

        def found(operator, value):
            return requests.search([("status", operator, value)]) & both

        self.assertEqual(found("=", "pending"), waiting)
        self.assertEqual(found("in", ["approved", "used"]), approved | used)
        self.assertEqual(found("!=", "pending"), approved | used)
        with self.later(minutes=self.kind.valid_minutes):
            self.assertEqual(found("=", "approved"), requests)
            self.assertEqual(found("=", "expired"), approved)
            self.assertEqual(found("=", "pending"), waiting)
            self.assertEqual(found("not in", ["pending", "expired"]), used)
