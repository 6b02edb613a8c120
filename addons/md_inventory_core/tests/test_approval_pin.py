import time
from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models import res_users
from odoo.addons.md_inventory_core.lib import pin
from odoo.addons.md_inventory_core.wizards import md_approval_pin_wizard

from .approval_common import ApprovalCase

PIN = "7391"


@tagged("post_install", "-at_install")
class TestApprovalPin(ApprovalCase):
    """Setting, clearing and hiding PINs and badges."""

    def pins(self, user):
        return self.env["md.pin"].with_user(user)

    def raw(self, user):
        """(PIN's hash, badge's digest) as they are in the database."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT pin_hash, badge_digest FROM md_approval_pin WHERE user_id = %s",
            [user.id],
        )
        return self.env.cr.fetchone()

    def wizard(self, user, **identity):
        """The dialog after the password was confirmed so many seconds ago."""
        checked = time.time() - identity.get("seconds", 0)
        session = {"identity-check-last": checked} if identity else {}
        request = SimpleNamespace(session=session)
        for module in (md_approval_pin_wizard, res_users):
            self.startPatcher(patch.object(module, "request", request))
        return self.env["md.approval.pin.wizard"].with_user(user)

    def test_pin_is_hashed_as_passwords_are(self):
        self.pins(self.manager)._set_pin(PIN)
        hashed, digest = self.raw(self.manager)
        self.assertRegex(hashed, r"^\$pbkdf2-sha512\$\d+\$")
        self.assertNotIn(PIN, hashed)
        self.assertIsNone(digest)
        self.assertTrue(self.env["res.users"]._crypt_context().verify(PIN, hashed))
        [event] = self.recorded(action="pin.set")
        self.assertEqual(event["user_id"], self.manager.id)
        self.assertNotIn(PIN, str(event))

    def test_no_read_reaches_the_secrets(self):
        self.pins(self.manager)._set_pin(PIN)
        code = self.pins(self.manager)._new_badge()
        secrets = self.raw(self.manager)
        for user in (self.manager, self.auditor, self.admin):
            for sudo in (False, True):
                rows = self.env["md.approval.pin"].with_user(user).sudo(sudo)
                row = rows.search([("user_id", "=", self.manager.id)])
                text = str(row.read())
                for secret in (*secrets, code, PIN):
                    self.assertNotIn(secret, text)
                for name in ("pin_hash", "badge_digest"):
                    self.assertNotIn(name, rows.fields_get())
                    with self.assertRaises(ValueError):
                        rows.search([(name, "!=", False)])
                    with self.assertRaises(ValueError):
                        row.read([name])

    def test_weak_pins_are_refused(self):
        for code, text in (
            ("", "4 to 8 digits"),
            ("739", "4 to 8 digits"),
            ("1111", "same"),
            ("1234", "in a row"),
            ("7377", "repeat"),
            ("2580", "too common"),
        ):
            with self.subTest(code), self.refused(UserError, text):
                self.pins(self.manager)._set_pin(code)
        self.assertIsNone(self.raw(self.manager))

    def test_new_pin_differs_from_the_present_one(self):
        self.pins(self.manager)._set_pin(PIN)
        with self.refused(UserError, "present PIN"):
            self.pins(self.manager)._set_pin(PIN)
        before = self.raw(self.manager)
        self.pins(self.manager)._set_pin("5820")
        self.assertNotEqual(self.raw(self.manager), before)

    def test_only_managers_have_pins(self):
        for user in (self.cashier, self.auditor, self.admin):
            for verb in (lambda p: p._set_pin(PIN), lambda p: p._new_badge()):
                with self.subTest(user.login), self.refused(AccessError):
                    verb(self.pins(user))

    def test_badge_is_shown_once(self):
        code = self.pins(self.manager)._new_badge()
        row = self.env["md.approval.pin"].search([("user_id", "=", self.manager.id)])
        self.assertEqual(row.badge_last4, code[-4:])
        self.assertEqual(self.raw(self.manager), (None, pin.badge_digest(code)))
        self.assertNotIn(code, str(self.recorded()))
        self.assertNotEqual(self.pins(self.manager)._new_badge(), code)

    def test_administrator_clears_and_nothing_else(self):
        self.pins(self.manager)._set_pin(PIN)
        row = self.env["md.approval.pin"].search([("user_id", "=", self.manager.id)])
        for user in (self.admin, self.manager, self.auditor):
            for method, args in (
                ("write", (row.ids, {"pin_set_at": False})),
                ("create", ([{"user_id": self.deputy.id}],)),
                ("unlink", (row.ids,)),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    self.rpc(user, row._name, method, *args)
        for user in (self.manager, self.auditor, self.deputy):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.rpc(user, row._name, "action_clear", row.ids)
        self.rpc(self.admin, row._name, "action_clear", row.ids)
        self.assertIsNone(self.raw(self.manager))
        [event] = self.recorded(action="pin.cleared")
        self.assertEqual(event["user_id"], self.admin.id)
        self.assertEqual(event["after"]["user"][0][0], self.manager.id)

    def test_managers_see_their_own_row_only(self):
        for user in (self.manager, self.deputy):
            self.pins(user)._set_pin(PIN)
        rows = self.env["md.approval.pin"]
        for user, seen in (
            (self.manager, self.manager),
            (self.admin, self.manager | self.deputy),
        ):
            found = rows.with_user(user).search([]).user_id
            self.assertEqual(found & (self.manager | self.deputy), seen)

    def test_dialog_demands_the_password_first(self):
        for identity in ({}, {"seconds": 601}):
            wizard = self.wizard(self.manager, **identity)
            typed = wizard.with_context(md_pin=PIN, md_confirmation=PIN)
            for action in (typed.action_set_pin, typed.action_new_badge):
                with self.refused(UserError, "Confirm your password"):
                    action()
            opened = self.manager.with_user(self.manager).md_action_set_pin()
            self.assertEqual(opened["res_model"], "res.users.identitycheck")
        self.assertIsNone(self.raw(self.manager))

    def test_dialog_sets_the_pin_typed_twice(self):
        wizard = self.wizard(self.manager, seconds=300)
        opened = self.manager.with_user(self.manager).md_action_set_pin()
        self.assertEqual(opened["res_model"], wizard._name)
        with self.refused(UserError, "differ"):
            wizard.with_context(md_pin=PIN, md_confirmation="7392").action_set_pin()
        wizard.with_context(md_pin=PIN, md_confirmation=PIN).action_set_pin()
        self.assertTrue(self.raw(self.manager)[0])
        shown = wizard.action_new_badge()["params"]["message"]
        self.assertEqual(
            self.raw(self.manager)[1], pin.badge_digest(shown.split()[1].strip("."))
        )

    def test_what_is_typed_is_not_stored(self):
        for model, names in (
            ("md.approval.wizard", ("who", "pin")),
            ("md.approval.pin.wizard", ("pin", "confirmation")),
        ):
            for name in names:
                self.assertFalse(self.env[model]._fields[name].store)
                self.env.cr.execute(
                    "SELECT 1 FROM information_schema.columns "
                    "WHERE table_name = %s AND column_name = %s",
                    [self.env[model]._table, name],
                )
                self.assertFalse(self.env.cr.rowcount)
