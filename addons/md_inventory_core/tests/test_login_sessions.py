import time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.http import root
from odoo.tests import tagged
from odoo.tools import convert_file, mute_logger

from .login_case import PASSWORD, ROLE, LoginCase

CHECK = "/web/session/check"
HOUR = 3600


@tagged("post_install", "-at_install")
class TestLoginSessions(LoginCase):
    def setUp(self):
        super().setUp()
        self.role = self.env.ref(ROLE + "support")

    def change_session(self, **values):
        """Write into the stored session of the browser."""
        session = self.session()
        session.update(values)
        root.session_store.save(session)

    def session(self):
        return root.session_store.get(self.opener.cookies["session_id"])

    def error(self, path=CHECK, **params):
        """Name of the error that a call answers with, '' for none."""
        answer = self.json_call(path, **params)
        name = answer.get("error", {}).get("data", {}).get("name", "")
        return name.rpartition(".")[2]

    # Time-out

    def test_defaults_spare_who_works_at_a_till(self):
        groups = {name: self.env.ref(ROLE + name) for name in ("cashier", "manager")}
        for name, group in groups.items():
            timeouts = group._get_lock_timeouts()
            self.assertEqual(set(map(len, timeouts.values())), {0}, name)
        data = self.env.ref("md_inventory_core.group_admin")
        data |= self.env.ref("md_inventory_core.group_auditor")
        data.write({"lock_timeout": 0, "lock_timeout_inactivity": 0})
        convert_file(
            *(self.env, "md_inventory_core", "data/md_login_safety_data.xml", {}),
            mode="init",
        )
        self.assertEqual(data.mapped("lock_timeout_inactivity"), [30, 30])
        self.assertEqual(data.mapped("lock_timeout"), [720, 720])

    def test_who_was_idle_gives_the_password_and_goes_on(self):
        self.role.lock_timeout_inactivity = 30
        self.form("bob", PASSWORD)
        self.assertEqual(self.error(), "")
        self.change_session(**{"identity-check-next": time.time() - 1})
        self.assertEqual(self.error(), "CheckIdentityException")
        page = self.url_open("/odoo", allow_redirects=True)
        self.assertEqual(page.status_code, 200)
        again = "/auth-timeout/session/check-identity"
        self.assertEqual(self.json_call(again)["result"]["auth_methods"], ["password"])
        wrong = self.error(again, type="password", password="wrong")
        self.assertEqual(wrong, "AccessDenied")
        self.assertEqual(self.error(), "CheckIdentityException")
        self.json_call(again, type="password", password=PASSWORD)
        self.assertEqual(self.error(), "")

    def test_a_session_ends_after_its_time(self):
        self.role.lock_timeout = 12 * 60
        self.form("bob", PASSWORD)
        self.assertEqual(self.error(), "")
        self.change_session(md_session_since=time.time() - 12 * HOUR + 60)
        self.assertEqual(self.error(), "")
        self.change_session(md_session_since=time.time() - 12 * HOUR)
        self.assertEqual(self.error(), "SessionExpiredException")

    def test_work_does_not_prolong_a_session(self):
        """Core makes a new session file every three hours and counts from then."""
        self.role.lock_timeout = 12 * 60
        self.form("bob", PASSWORD)
        self.assertEqual(self.error(), "")
        for _time in range(3):
            self.let_three_hours_pass()
            before = self.opener.cookies["session_id"]
            self.assertEqual(self.error(), "")
            self.assertNotEqual(self.opener.cookies["session_id"], before)
        self.let_three_hours_pass()
        self.assertEqual(self.error(), "SessionExpiredException")

    def let_three_hours_pass(self):
        """And a second: the session file is old enough to be made anew."""
        since = self.session()["md_session_since"]
        self.change_session(
            create_time=time.time() - 3 * HOUR - 1,
            md_session_since=since - 3 * HOUR - 1,
        )

    def test_a_new_log_in_begins_a_new_time(self):
        self.role.lock_timeout = 60
        self.form("bob", PASSWORD)
        self.error()
        self.change_session(md_session_since=time.time() - 2 * HOUR)
        self.assertEqual(self.error(), "SessionExpiredException")
        page = self.url_open("/web/login?redirect=/odoo", allow_redirects=False)
        self.url_open("/web/session/logout")
        page = self.url_open("/web/login").text
        self.post("/web/login", page, login="bob", password=PASSWORD)
        self.assertEqual(self.error(), "")

    def test_a_cashier_is_never_timed_out(self):
        self.role.write({"lock_timeout": 60, "lock_timeout_inactivity": 10})
        self.new_user("carl", "cashier")
        self.form("carl", PASSWORD)
        old = time.time() - 100 * HOUR
        self.change_session(md_session_since=old, **{"identity-check-next": old})
        self.assertEqual(self.error(), "")

    # Devices

    def test_an_administrator_ends_the_session_of_somebody(self):
        self.form("bob", PASSWORD)
        self.assertTrue(self.is_logged_in())
        bobs = self.opener.cookies["session_id"]
        device = self.env["res.device"].search([("user_id", "=", self.bob.id)])
        self.assertEqual((len(device), device.ip_address), (1, "192.0.2.1"))

        ada = self.new_user("ada", "admin")
        self.form("ada", PASSWORD)
        self.confirm()
        answer = self.call("res.device", "revoke", device)
        self.assertNotIn("error", answer)
        self.assertTrue(self.is_logged_in())
        event = self.events("login")[-1]
        self.assertEqual(
            (event["action"], event["user_id"], event["res_id"]),
            ("login.revoked", ada.id, self.bob.id),
        )
        self.use_session(bobs)
        self.assertFalse(self.is_logged_in())

    def test_log_out_everywhere(self):
        sessions = []
        for address in ("192.0.2.7", "192.0.2.8"):
            self.come_from(address)
            self.form("bob", PASSWORD)
            self.assertTrue(self.is_logged_in())
            sessions.append(self.opener.cookies["session_id"])
        self.new_user("ada", "admin")
        self.form("ada", PASSWORD)
        self.confirm()
        self.call("res.users", "action_log_out_everywhere", self.bob)
        self.assertTrue(self.is_logged_in())
        self.assertEqual(self.actions().count("login.revoked"), 2)
        for session in sessions:
            self.use_session(session)
            self.assertFalse(self.is_logged_in())

    def test_log_out_everywhere_forgets_trusted_devices_and_counts_keys(self):
        until = fields.Datetime.add(fields.Datetime.now(), days=1)
        bobs = self.env["res.users.apikeys"].with_user(self.bob).sudo()
        bobs._generate(None, "a program", until)
        device = self.env["auth_totp.device"].with_user(self.bob).sudo()
        device._generate("browser", "my tablet", until)
        self.new_user("ada", "admin")
        self.form("ada", PASSWORD)
        self.confirm()
        mine = [("user_id", "=", self.bob.id)]

        told = self.call("res.users", "action_log_out_everywhere", self.bob)
        self.assertFalse(device.search(mine))
        self.assertEqual(len(bobs.search(mine)), 1)
        self.assertIn("still work: 1", told["result"]["params"]["message"])
        self.assertEqual(told["result"]["params"]["type"], "warning")
        self.assertIn("trusted_device.removed", self.actions())

        told = self.call("res.users", "action_log_out_and_remove_keys", self.bob)
        self.assertFalse(bobs.search(mine))
        self.assertIn("keys removed: 1", told["result"]["params"]["message"])
        removed = self.events("rights")[-1]
        self.assertEqual(
            (removed["action"], removed["res_id"]), ("api_key.removed", self.bob.id)
        )

    def test_only_administrators_end_sessions_of_others(self):
        self.form("bob", PASSWORD)
        self.assertTrue(self.is_logged_in())
        bobs = self.opener.cookies["session_id"]
        device = self.env["res.device"].search([("user_id", "=", self.bob.id)])
        mia = self.new_user("mia", "manager")
        with self.assertRaises(AccessError):
            device.with_user(mia).user_id.name  # noqa: B018 - reading is the deed
        self.form("mia", PASSWORD)
        self.confirm()
        with mute_logger("odoo.http"):
            answers = [
                self.call("res.device", "revoke", device),
                self.call("res.users", "action_log_out_everywhere", self.bob),
                self.call("res.users", "action_log_out_and_remove_keys", self.bob),
            ]
        for answer in answers:
            self.assertEqual(
                answer["error"]["data"]["name"], "odoo.exceptions.AccessError"
            )
        self.use_session(bobs)
        self.assertTrue(self.is_logged_in())

    def use_session(self, sid):
        """Be the browser that has this session."""
        self.opener.cookies.clear()
        self.opener.cookies["session_id"] = sid

    def confirm(self):
        """Give the password for what asks for it."""
        self.json_call(
            "/auth-timeout/session/check-identity", type="password", password=PASSWORD
        )

    def call(self, model, method, records):
        """Answer of a button."""
        return self.json_call(
            f"/web/dataset/call_button/{model}/{method}",
            model=model,
            method=method,
            args=[records.ids],
            kwargs={},
        )
