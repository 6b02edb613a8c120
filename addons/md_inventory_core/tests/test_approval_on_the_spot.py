from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.md_inventory_core.models.login_errors import TooManyFailures
from odoo.addons.md_inventory_core.services.md_pin import PinRefused

from .approval_common import OTHER_PIN, PIN, WRONG, PinCase


@tagged("post_install", "-at_install")
class TestApprovalOnTheSpot(PinCase):
    """A manager approves on the asker's screen."""

    other = "southern"

    def type_in(self, request, who, pin, user=None):
        """Over the dialog, as the web client does it."""
        user = user or self.cashier
        wizard = self.env["md.approval.wizard"].with_user(user)
        wizard = wizard.create({"request_id": request.id, "who": who, "pin": pin})
        context = {"md_who": who, "md_pin": pin}
        return self.rpc(
            user, wizard._name, "action_approve", wizard.ids, context=context
        )

    def test_login_and_pin(self):
        request = self.ask()
        self.type_in(request, "ap_manager", PIN)
        self.assertRecordValues(
            request,
            [{"state": "approved", "approver_id": self.manager.id, "method": "pin"}],
        )
        [event] = self.recorded(action="approval.approved")
        self.assertEqual(event["after"]["decided_by"][0][0], self.manager.id)
        self.assertEqual(event["after"]["method"], "pin")
        self.assertNotIn(PIN, str(self.recorded()))
        self.assertEqual(self.require(), request)

    def test_badge_and_pin(self):
        request = self.ask()
        self.type_in(request, self.badge, PIN)
        self.assertEqual((request.state, request.method), ("approved", "pin"))
        self.assertNotIn(self.badge, str(self.recorded()))

    def test_badge_alone_only_where_it_is_allowed(self):
        request = self.ask()
        self.no(request, self.badge, "")
        self.kind.badge_maximum = 19.9999
        self.no(request, self.badge, "")
        self.kind.badge_maximum = 20
        self.no(request, "ap_manager", "")
        self.no(request, self.badge, WRONG)
        self.type_in(request, self.badge, "")
        self.assertEqual((request.state, request.method), ("approved", "badge"))

    def test_one_message_for_all_that_is_wrong(self):
        request = self.ask()
        messages = {
            self.no(request, who, pin, clean=True)
            for who, pin in (
                ("ap_manager", WRONG),
                ("ap_manager", ""),
                ("ap_manager", OTHER_PIN),
                (self.badge, WRONG),
                (self.badge, ""),
                ("ap_deputy", PIN),  # a manager without a PIN
                ("ap_cashier", PIN),
                ("ap_admin", PIN),
                ("nobody", PIN),
                ("", ""),
            )
        }
        refusal = "Not accepted. Check the badge or login and the PIN."
        self.assertEqual(messages, {refusal})
        self.assertEqual(request.state, "pending")

    def test_every_attempt_costs_one_hash(self):
        request = self.ask()
        context = self.env["res.users"]._crypt_context()
        costs = set()

        class Counting:
            def verify(self, *args):
                costs.add("one")
                return context.verify(*args)

            def hash(self, *args):
                costs.add("one")
                return context.hash(*args)

        users = self.env.registry["res.users"]
        with patch.object(users, "_crypt_context", lambda this: Counting()):
            for who in ("ap_manager", "nobody", "ap_deputy", "ap_cashier", self.badge):
                costs.clear()
                self.no(request, who, WRONG, clean=True)
                self.assertEqual(costs, {"one"}, who)

    def test_lock_out_of_the_approver(self):
        request = self.ask()
        for _try in range(5):
            self.no(request, "ap_manager", WRONG)
        with self.refused(TooManyFailures, "try again in"):
            self.type_in(request, "ap_manager", PIN)
        # from another screen neither
        colleagues = self.ask(self.colleague)
        with self.refused(TooManyFailures, "try again in"):
            self.type_in(colleagues, "ap_manager", PIN, self.colleague)
        self.assertEqual(request.state, "pending")
        self.assertEqual(len(self.recorded(action="pin.failed")), 5)
        self.assertTrue(self.recorded(action="pin.locked"))

    def test_lock_out_of_the_screen(self):
        request = self.ask()
        for number in range(10):
            self.no(request, f"nobody{number}", WRONG)
        with self.refused(TooManyFailures):
            self.type_in(request, "ap_manager", PIN)
        self.assertEqual(request.state, "pending")

    def test_approval_forgives(self):
        for _round in range(2):
            request = self.ask()
            for _try in range(4):
                self.no(request, "ap_manager", WRONG)
            self.type_in(request, "ap_manager", PIN)

    def test_right_pin_of_somebody_who_may_not(self):
        north = self.ask(store=self.north)
        for _try in range(6):  # no failure of the PIN: it locks nobody
            with self.refused(AccessError, "store that is not yours"):
                self.type_in(north, "ap_southern", OTHER_PIN)
        self.assertEqual(north.state, "pending")
        denied = self.recorded(action="approval.denied")
        self.assertEqual(len(denied), 6)
        self.assertEqual(denied[0]["after"], {"because": "store"})
        self.type_in(north, "ap_manager", PIN)
        self.assertEqual(north.state, "approved")

    def test_roles_and_limits_of_this_moment(self):
        request = self.ask()
        limit = self.env.ref("md_inventory_core.approval_limit_price_change_manager")
        limit.maximum = 10
        with self.refused(AccessError, "beyond your limit"):
            self.type_in(request, "ap_manager", PIN)
        limit.maximum = 30
        self.manager.active = False
        for who in ("ap_manager", self.badge):
            self.no(request, who, PIN, clean=True)
        self.manager.active = True
        self.manager.group_ids = self.env.ref("md_inventory_core.group_cashier")
        self.no(request, "ap_manager", PIN, clean=True)
        self.assertEqual(request.state, "pending")

    def test_on_the_askers_screen_only(self):
        request = self.ask()
        with self.refused(AccessError):
            self.type_in(request, "ap_manager", PIN, self.colleague)
        with self.refused(AccessError, "somebody else"):
            self.type_in(request, "ap_manager", PIN, self.manager)
        self.assertEqual(request.state, "pending")

    def test_cleared_pin_no_longer_counts(self):
        rows = self.env["md.approval.pin"].with_user(self.admin)
        rows.search([("user_id", "=", self.manager.id)]).action_clear()
        request = self.ask()
        for who in ("ap_manager", self.badge):
            self.no(request, who, PIN)

    def test_decided_or_expired_meanwhile(self):
        request = self.ask()
        expired = self.refused(UserError, "expired")
        with self.later(minutes=self.kind.wait_minutes), expired:
            self.type_in(request, "ap_manager", PIN)
        self.decide(request, verb="_refuse")
        with self.refused(UserError, "refused by ap_manager"):
            self.type_in(request, "ap_manager", PIN)

    def test_clock_that_was_set_back(self):
        request = self.ask()
        with self.later(seconds=-50):
            self.env["md.clock"]._refuse_when_behind()
        behind = self.refused(UserError, "The server's clock is behind by ")
        with self.later(minutes=-3), behind:
            self.type_in(request, "ap_manager", PIN)
        self.assertEqual(request.state, "pending")
        [event] = self.recorded(action="clock.behind")
        self.assertEqual(event["kind"], "refusal")
        self.assertEqual(set(event["after"]), {"clock", "newest_event"})

    def no(self, request, who, pin, clean=False):
        """It is not accepted; the message. ``clean``: and does not count on."""
        try:
            self.type_in(request, who, pin)
        except PinRefused as refused:
            if clean:
                self.env["md.auth.lock"].search([]).unlink()
            return str(refused)
        return self.fail(f"{who} with {pin!r} was accepted")
