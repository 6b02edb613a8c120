from xmlrpc.client import Fault

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .login_case import PASSWORD, LoginCase

WRONG = "Wrong login/password"


@tagged("post_install", "-at_install")
class TestLoginThrottle(LoginCase):
    def fail(self, times, login="bob"):
        """Give wrong passwords in the form."""
        return [self.error_of(self.form(login, "wrong")) for _time in range(times)]

    def test_five_wrong_passwords_lock_this_login_at_this_address(self):
        self.assertEqual(self.fail(5), [WRONG] * 5)
        self.assertEqual(self.locks(), [("password", "pair")])
        refused = self.form("bob", PASSWORD)
        self.assertRegex(self.error_of(refused), r"^Too many failures; try again in \d")
        self.assertFalse(self.is_logged_in())

        self.come_from("192.0.2.2")
        self.assertEqual(self.form("bob", PASSWORD).status_code, 303)
        self.assertTrue(self.is_logged_in())

    def test_four_are_forgotten_when_the_fifth_is_right(self):
        self.fail(4)
        self.form("bob", PASSWORD)
        self.assertEqual(self.fail(4), [WRONG] * 4)
        self.assertEqual(self.locks(), [])

    def test_after_a_lock_a_single_failure_locks_for_twice_as_long(self):
        self.fail(5)
        self.pass_time(seconds=61)
        self.assertEqual(self.fail(1), [WRONG])
        lock = self.env["md.auth.lock"].search([("locked", "=", True)])
        self.assertEqual((len(lock), lock.level), (1, 2))
        self.pass_time(seconds=61)
        self.assertEqual(self.locks(), [("password", "pair")])
        self.pass_time(seconds=60)
        self.form("bob", PASSWORD)
        self.assertTrue(self.is_logged_in())

    def test_an_address_is_locked_whatever_the_logins(self):
        for number in range(6):
            self.fail(5, f"nobody{number}")
        self.assertIn(("password", "ip"), self.locks())
        self.assertRegex(self.error_of(self.form("bob", PASSWORD)), "^Too many")
        self.come_from("192.0.2.2")
        self.assertEqual(self.form("bob", PASSWORD).status_code, 303)

    def test_an_ipv6_network_is_one_address(self):
        for number in range(5):
            self.come_from(f"2001:db8:1:2::{number}:1")
            self.fail(1)
        lock = self.env["md.auth.lock"].search([("locked", "=", True)])
        self.assertEqual(lock.who, "bob @ 2001:db8:1:2::/64")
        self.come_from("2001:db8:1:2:ffff::1")
        self.assertRegex(self.error_of(self.form("bob", PASSWORD)), "^Too many")
        self.come_from("2001:db8:1:3::1")
        self.assertEqual(self.form("bob", PASSWORD).status_code, 303)
        throttle = self.env["md.auth.throttle"]
        for subjects in (
            throttle._login_subjects("bob", "::ffff:192.0.2.7"),
            throttle._code_subjects(1, "::ffff:192.0.2.7"),
        ):
            self.assertEqual(subjects[-1], "ip:192.0.2.7")

    def test_outsiders_do_not_lock_whom_the_shop_knows(self):
        self.form("bob", PASSWORD)
        for address in range(10, 14):
            self.come_from(f"198.51.100.{address}")
            self.fail(5)
        self.assertIn(("password", "login"), self.locks())
        self.come_from("198.51.100.99")
        self.assertRegex(self.error_of(self.form("bob", PASSWORD)), "^Too many")
        self.come_from("192.0.2.1")
        self.assertEqual(self.form("bob", PASSWORD).status_code, 303)

    def test_unknown_logins_look_like_wrong_passwords(self):
        known, unknown = self.fail(6, "bob"), self.fail(6, "nobody at all")
        self.assertEqual(known, unknown)
        self.bob.active = False
        self.env["md.auth.lock"].search([]).unlink()
        self.assertEqual(self.fail(6, "bob"), unknown)

    def test_every_way_of_guessing_costs_one_hash(self):
        hashes = []
        context = self.env["res.users"]._crypt_context()
        real = {name: getattr(context, name) for name in ("hash", "verify_and_update")}

        class Counting:
            def hash(self, *args):
                hashes.append("hash")
                return real["hash"](*args)

            def verify_and_update(self, password, hashed):
                hashes.extend(["hash"] if hashed else [])
                return real["verify_and_update"](password, hashed)

        self.new_user("no password", "support")
        Users = type(self.env["res.users"])
        self.patch(Users, "_crypt_context", lambda users: Counting())
        self.env.cr.execute(
            "UPDATE res_users SET password = NULL WHERE login = 'no password'"
        )
        for login in ("bob", "nobody", "no password"):
            hashes.clear()
            self.session_login(login, "wrong")
            self.assertEqual(hashes, ["hash"], login)

    def test_a_lock_holds_on_every_road(self):
        self.assertEqual(self.call_as_bob("wrong"), "Access Denied")
        self.assertEqual(self.json_service("wrong"), "Access Denied")
        self.fail(5)
        self.assertRegex(self.call_as_bob(PASSWORD), "^Too many failures")
        self.assertRegex(self.json_service(PASSWORD), "^Too many failures")
        common = self.xmlrpc("common")
        self.assertIs(
            common.authenticate(self.env.cr.dbname, "bob", PASSWORD, {}), False
        )
        refused = self.session_login("bob", PASSWORD)["error"]["data"]
        self.assertRegex(refused["message"], "^Too many failures")
        self.assertEqual(
            refused["context"]["exception_class"], "odoo.exceptions.UserError"
        )
        self.pass_time(seconds=61)
        self.assertEqual(self.call_as_bob(PASSWORD), 1)

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def call_as_bob(self, password, user_id=None):
        """What XML-RPC answers to a call with this password."""
        try:
            return self.xmlrpc("object").execute_kw(
                *(self.env.cr.dbname, user_id or self.bob.id, password),
                *("res.users", "search_count", [[("id", "=", self.bob.id)]]),
            )
        except Fault as fault:
            return fault.faultString

    def json_service(self, password):
        """What the JSON-RPC service answers to a call with this password."""
        args = [self.env.cr.dbname, self.bob.id, password]
        answer = self.json_call(
            "/jsonrpc",
            service="object",
            method="execute_kw",
            args=[*args, "res.users", "search_count", [[("id", "=", self.bob.id)]]],
        )
        return answer.get("result") or answer["error"]["data"]["message"]

    def test_a_number_that_no_user_has_looks_like_a_wrong_password(self):
        self.assertEqual(self.call_as_bob("wrong"), "Access Denied")
        self.assertEqual(self.call_as_bob("wrong", 99_999_999), "Access Denied")

    def test_an_administrator_unlocks(self):
        self.fail(5)
        lock = self.env["md.auth.lock"].search([("locked", "=", True)])
        self.assertEqual(lock.who, "bob @ 192.0.2.1")
        with self.assertRaises(AccessError):
            lock.with_user(self.bob).action_unlock()
        self.assertTrue(lock.locked)
        admin = self.new_user("ada", "admin")
        lock.with_user(admin).action_unlock()
        self.form("bob", PASSWORD)
        self.assertTrue(self.is_logged_in())
        unlocked = [e for e in self.events("login") if e["action"] == "login.unlocked"]
        self.assertEqual([e["user_id"] for e in unlocked], [admin.id])

    def test_thresholds_are_settings_and_cannot_be_switched_off(self):
        settings = self.env["res.config.settings"].create({"md_tries_pair": 2})
        settings.execute()
        self.fail(2)
        self.assertEqual(self.locks(), [("password", "pair")])
        with self.assertRaisesRegex(Exception, "from 1 to 100"):
            self.env["res.config.settings"].create({"md_tries_pair": 0})

    def test_the_screens_that_ask_again_are_throttled(self):
        self.fail(5)
        self.authenticate("bob", PASSWORD)
        self.come_from("192.0.2.1")
        self.assertRegex(self.change_password(PASSWORD), "^Too many failures")
        again = self.json_call(
            "/auth-timeout/session/check-identity", type="password", password=PASSWORD
        )
        self.assertRegex(again["error"]["data"]["message"], "^Too many failures")
        self.pass_time(seconds=61)
        self.assertEqual(self.change_password("wrong"), "Access Denied")
        self.assertIs(self.change_password(PASSWORD), True)

    def test_the_dialog_of_core_says_that_it_is_locked(self):
        self.fail(5)
        self.authenticate("bob", PASSWORD)
        self.come_from("192.0.2.1")
        dialog = self.rpc("res.users", "preference_change_password", [self.bob.id])
        asked = dialog["result"]["res_id"]
        told = self.rpc(
            "res.users.identitycheck", "run_check", [asked], password=PASSWORD
        )
        self.assertRegex(told["error"]["data"]["message"], "^Too many failures")
        self.pass_time(seconds=61)
        told = self.rpc(
            "res.users.identitycheck", "run_check", [asked], password="wrong"
        )
        self.assertRegex(told["error"]["data"]["message"], "^Incorrect Password")

    def rpc(self, model, method, *args, **context):
        """Answer of a method as the web client calls it."""
        return self.json_call(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs={"context": context},
        )

    def change_password(self, old):
        """What a change of the own password answers with this old one."""
        answer = self.json_call(
            "/web/dataset/call_kw/res.users/change_password",
            model="res.users",
            method="change_password",
            args=[old, "a new password"],
            kwargs={"context": {"md_counted": True}},
        )
        return answer.get("result") or answer["error"]["data"]["message"]
