from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.md_inventory_core.models.login_errors import TooManyFailures
from odoo.addons.md_inventory_core.services.md_pin import PinRefused

from .approval_common import OTHER_PIN, PIN, WRONG, PinCase


@tagged("post_install", "-at_install")
class TestApprovalGuessing(PinCase):
    """PINs cannot be guessed, however slowly, and nobody loses more than the PIN."""

    def setUp(self):
        super().setUp()
        self.told = []
        users = self.env.registry["res.users"]
        self.startPatcher(
            patch.object(
                users,
                "_bus_send",
                lambda users, kind, message, **more: self.told.extend(
                    (user.login, message.get("title")) for user in users
                ),
            )
        )

    def approve(self, request, who, pin, user=None):
        """Badge or login and PIN on the screen of who asked."""
        self.verbs(user or self.cashier)._approve_on_the_spot(request, who, pin)

    def guess(self, times, who="ap_manager"):
        """Wrong PINs, a day between them."""
        request = self.ask()
        for _time in range(times):
            with self.refused(PinRefused):
                self.approve(request, who, WRONG)
            self.a_day_passes()
        self.verbs(self.cashier)._withdraw(request)

    def a_day_passes(self):
        """All that the throttle knows gets older, and old rows are removed."""
        self.env.cr.execute(
            """
            UPDATE md_auth_lock SET until = until - interval '2 days',
                good_at = good_at - interval '2 days',
                touched_at = touched_at - interval '2 days',
                failures = ARRAY(SELECT f - interval '2 days' FROM unnest(failures) f)
            """
        )
        self.env["md.auth.lock"]._gc_locks()
        self.env.invalidate_all()

    def row(self, user=None):
        """What people see of a PIN."""
        user = user or self.manager
        return self.env["md.approval.pin"].search([("user_id", "=", user.id)])

    def test_an_approval_buys_no_guesses_against_other_managers(self):
        for _round in range(3):
            request = self.ask()
            for _time in range(3):
                with self.refused(PinRefused):
                    self.approve(request, "ap_deputy", WRONG)
                self.env.cr.execute(
                    "UPDATE md_auth_lock SET failures = '{}' WHERE subject = %s",
                    [f"user:{self.deputy.id}"],
                )
            self.approve(request, "ap_manager", PIN)
        request = self.ask()
        with self.refused(PinRefused):
            self.approve(request, "ap_deputy", WRONG)
        with self.refused(TooManyFailures):
            self.approve(request, "ap_manager", PIN)

    def test_slow_guessing_disables_the_pin(self):
        self.guess(19)
        self.assertFalse(self.row().disabled)
        self.guess(1)
        self.assertTrue(self.row().disabled)
        self.assertIn(("ap_manager", "Your PIN is disabled"), self.told)
        self.assertNotIn("ap_cashier", [who for who, title in self.told if title])
        [event] = self.recorded(action="pin.disabled")
        self.assertEqual(
            (event["kind"], event["user_id"], event["res_id"]),
            ("approval", self.cashier.id, self.manager.id),
        )
        # the right one counts no longer, with the message of a wrong one
        for who in ("ap_manager", self.badge):
            with self.refused(PinRefused, "Not accepted."):
                self.approve(self.ask(), who, PIN)
            self.a_day_passes()
        self.assertEqual(len(self.recorded(action="pin.disabled")), 1)

    def test_a_right_pin_in_between_begins_anew(self):
        self.guess(19)
        self.approve(self.ask(), "ap_manager", PIN)
        self.guess(19)
        self.assertFalse(self.row().disabled)

    def test_who_is_locked_on_purpose_loses_the_pin_only(self):
        self.guess(20)
        request = self.ask()
        self.decide(request)
        self.assertEqual(request.state, "approved")
        self.kind.badge_maximum = 20
        badge = self.ask(what="100 -> 81")
        self.approve(badge, self.badge, "")
        self.assertEqual((badge.state, badge.method), ("approved", "badge"))
        # and a badge does not bring the PIN back
        self.assertTrue(self.row().disabled)
        self.assertFalse(self.row(self.deputy).disabled)
        self.approve(self.ask(what="100 -> 82"), "ap_deputy", OTHER_PIN)

    def test_a_badge_alone_neither_forgives_nor_is_locked(self):
        self.kind.badge_maximum = 20
        request = self.ask()
        for _time in range(4):
            with self.refused(PinRefused):
                self.approve(request, "ap_manager", WRONG)
        self.approve(request, self.badge, "")
        request = self.ask(what="100 -> 81")
        with self.refused(PinRefused):
            self.approve(request, "ap_manager", WRONG)
        with self.refused(TooManyFailures):
            self.approve(request, "ap_manager", PIN)
        self.approve(request, self.badge, "")

    def test_only_a_new_pin_ends_it(self):
        self.guess(20)
        locks = self.env["md.auth.lock"].with_user(self.admin)
        locks.search([("kind", "=", "pin")]).action_unlock()
        self.assertTrue(self.row().disabled)
        self.assertTrue(self.manager.with_user(self.manager).md_pin_disabled)
        self.assertFalse(self.manager.with_user(self.deputy).md_pin_disabled)
        wizard = self.env["md.approval.pin.wizard"].with_user(self.manager)
        self.assertTrue(wizard.create({}).pin_disabled)
        self.told.clear()
        self.ask(what="100 -> 81")
        self.assertIn(("ap_manager", "Your PIN is disabled"), self.told)
        self.assertNotIn(("ap_deputy", "Your PIN is disabled"), self.told)

        self.env["md.pin"].with_user(self.manager)._set_pin("8264")
        self.env.invalidate_all()
        self.assertFalse(self.row().disabled)
        self.assertFalse(self.manager.with_user(self.manager).md_pin_disabled)
        self.approve(self.ask(what="100 -> 82"), "ap_manager", "8264")

    def test_who_has_no_pin_has_none_to_disable(self):
        self.row().with_user(self.admin).action_clear()
        self.guess(21)
        self.assertFalse(self.recorded(action="pin.disabled"))
        self.assertNotIn(("ap_manager", "Your PIN is disabled"), self.told)
