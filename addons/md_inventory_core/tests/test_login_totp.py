import re
from xmlrpc.client import Fault

from odoo.http import root
from odoo.tests import tagged
from odoo.tools import mute_logger

from .login_case import PASSWORD, ROLE, LoginCase

SETUP = "/md/login/totp-setup"


@tagged("post_install", "-at_install")
class TestLoginTotp(LoginCase):
    def setUp(self):
        super().setUp()
        self.role = self.env.ref(ROLE + "support")
        self.role.totp_required = True

    def unfinished(self):
        """Log in with the password; the set-up page that follows."""
        answer = self.form("bob", PASSWORD)
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(answer.headers["Location"].partition("?")[0], SETUP)
        self.assertFalse(self.is_logged_in())
        page = self.url_open(answer.headers["Location"])
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        return page.text

    def secret(self, page):
        """Secret that the page shows."""
        return re.search(r"user-select-all[^>]*>([A-Z2-7 ]+)<", page)[1]

    def enrol(self):
        """Set up the authenticator; returns its secret."""
        page = self.unfinished()
        secret = self.secret(page)
        self.post(SETUP, page, totp_token=self.code(secret))
        self.assertTrue(self.is_logged_in())
        return secret

    def session(self):
        """The session of the browser as it is stored."""
        return root.session_store.get(self.opener.cookies["session_id"])

    def test_nobody_with_such_a_role_logs_in_without_setting_it_up(self):
        page = self.unfinished()
        secret = self.secret(page)
        self.assertIn(f"secret={secret.replace(' ', '')}", page.replace("&amp;", "&"))
        wrong = self.post(SETUP, page, totp_token="000000")
        self.assertRegex(self.error_of(wrong), "^This code is not right")
        self.assertEqual(self.secret(wrong.text), secret)
        self.assertFalse(self.is_logged_in())
        self.assertFalse(self.bob.totp_enabled)

        answer = self.post(SETUP, page, totp_token=self.code(secret))
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(self.is_logged_in())
        self.env.invalidate_all()
        self.assertTrue(self.bob.totp_enabled)
        self.assertEqual(self.actions(), ["totp.failed", "login.succeeded"])
        self.assertEqual(self.actions("rights")[-1], "totp.enabled")
        self.assertEqual(self.events("login")[-1]["user_id"], self.bob.id)

    def test_what_no_code_is_says_so(self):
        page = self.unfinished()
        for text in ("", "12345", "1234567", "12345x", "١٢٣٤٥٦"):
            answer = self.post(SETUP, page, totp_token=text)
            self.assertEqual(self.error_of(answer), "The code has 6 digits.", text)
            self.env["md.auth.lock"].search([]).unlink()

    def test_the_address_asked_for_is_kept(self):
        answer = self.form("bob", PASSWORD, redirect="/odoo/discuss")
        page = self.url_open(answer.headers["Location"]).text
        token = self.code(self.secret(page))
        answer = self.post(SETUP, page, totp_token=token, redirect="/odoo/discuss")
        self.assertEqual(answer.headers["Location"], "/odoo/discuss")

    def test_the_page_cannot_be_gone_round(self):
        self.unfinished()
        for path in ("/odoo", "/web", "/odoo/settings", "/web/become"):
            answer = self.url_open(path, allow_redirects=False)
            self.assertIn("/web/login", answer.headers["Location"], path)
        core = self.url_open("/web/login/totp", allow_redirects=False)
        self.assertEqual(core.headers["Location"], SETUP)
        self.assertFalse(self.is_logged_in())

    def test_a_trusted_device_does_not_stand_in_for_it(self):
        devices = self.env["auth_totp.device"].with_user(self.bob).sudo()
        key = devices._generate("browser", "old tablet", None)
        self.unfinished()
        self.opener.cookies["td_id"] = key
        self.url_open("/web/login/totp", allow_redirects=False)
        self.assertFalse(self.is_logged_in())
        known = devices._check_credentials_for_uid
        self.assertFalse(known(scope="browser", key=key, uid=self.bob.id))
        self.role.totp_required = False
        self.assertTrue(known(scope="browser", key=key, uid=self.bob.id))

    def test_an_app_gets_no_session(self):
        self.assertEqual(self.session_login("bob", PASSWORD)["result"], {"uid": None})
        self.assertFalse(self.is_logged_in())

    @mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc")
    def test_a_program_needs_a_key(self):
        call = self.xmlrpc("object").execute_kw
        args = ("res.users", "search_count", [[("id", "=", self.bob.id)]])
        with self.assertRaisesRegex(Fault, "Access Denied"):
            call(self.env.cr.dbname, self.bob.id, PASSWORD, *args)
        keys = self.env["res.users.apikeys"].with_user(self.bob).sudo()
        key = keys._generate(None, "a program", None)
        self.assertEqual(call(self.env.cr.dbname, self.bob.id, key, *args), 1)

    def test_who_waits_too_long_types_the_password_again(self):
        page = self.unfinished()
        token = self.code(self.secret(page))
        session = self.session()
        session["md_password_at"] -= 15 * 60 + 1
        root.session_store.save(session)
        answer = self.post(SETUP, page, totp_token=token)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertFalse(self.is_logged_in())
        self.assertNotIn("pre_uid", self.session())

    def test_without_the_password_there_is_no_page(self):
        answer = self.url_open(SETUP, allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_the_secret_is_another_one_each_time_and_kept_nowhere(self):
        first = self.secret(self.unfinished())
        self.assertNotEqual(self.secret(self.unfinished()), first)
        kept = str(dict(self.session()))
        self.assertNotIn(first.replace(" ", ""), kept)

    def test_five_wrong_codes_lock(self):
        page = self.unfinished()
        for _time in range(5):
            self.post(SETUP, page, totp_token="000000")
        self.assertEqual(self.locks(), [("totp", "user")])
        right = self.code(self.secret(page))
        refused = self.post(SETUP, page, totp_token=right)
        self.assertRegex(self.error_of(refused), "^Too many failures")
        self.assertFalse(self.is_logged_in())

    def test_a_code_that_was_used_is_refused(self):
        secret = self.enrol()
        used = self.code(secret)
        answer = self.form("bob", PASSWORD)
        self.assertIn("/web/login/totp", answer.headers["Location"])
        page = self.url_open("/web/login/totp").text
        refused = self.post("/web/login/totp", page, totp_token=used)
        self.assertRegex(self.error_of(refused), "latest")
        self.assertFalse(self.is_logged_in())
        self.assertEqual(self.actions()[-1], "totp.failed")
        fresh = self.code(secret, steps=1)
        self.post("/web/login/totp", page, totp_token=fresh)
        self.assertTrue(self.is_logged_in())
        self.assertEqual(self.events("login")[-1]["after"]["method"], "totp")

    def test_nobody_gives_it_up_while_the_role_demands_it(self):
        self.enrol()
        self.json_call(
            "/auth-timeout/session/check-identity", type="password", password=PASSWORD
        )
        told = self.call_user("action_totp_disable", self.bob)
        self.assertIn("Your role requires", told["error"]["data"]["message"])
        self.role.totp_required = False
        self.call_user("action_totp_disable", self.bob)
        self.env.invalidate_all()
        self.assertFalse(self.bob.totp_enabled)
        self.assertIn("totp.disabled", self.actions("rights"))

    def test_an_administrator_resets_it_and_it_is_set_up_anew(self):
        first = self.enrol()
        ada = self.new_user("ada", "admin")
        self.form("ada", PASSWORD)
        self.json_call(
            "/auth-timeout/session/check-identity", type="password", password=PASSWORD
        )
        self.call_user("action_totp_disable", self.bob)
        event = self.events("rights")[-1]
        self.assertEqual(
            (event["action"], event["user_id"], event["res_id"]),
            ("totp.reset", ada.id, self.bob.id),
        )
        self.env.invalidate_all()
        self.assertNotEqual(self.enrol(), first)

    def call_user(self, method, user):
        """Answer of a button on a user's form."""
        return self.json_call(
            f"/web/dataset/call_kw/res.users/{method}",
            model="res.users",
            method=method,
            args=[user.ids],
            kwargs={},
        )

    def test_roles_that_imply_such_a_role_demand_it_too(self):
        self.assertTrue(self.new_user("mia", "manager").totp_required)
        self.assertFalse(self.new_user("carl", "cashier").totp_required)
        self.role.totp_required = False
        self.assertFalse(self.bob.totp_required)
        self.assertEqual(self.form("bob", PASSWORD).headers["Location"], "/odoo")

    def test_a_passkey_does_not_stand_in_for_it(self):
        module = "auth_passkey.models.res_users"
        classes = type(self.env["res.users"]).mro()
        base = next(c for c in classes if c.__module__.endswith(module))
        info = {"uid": self.bob.id, "auth_method": "passkey", "mfa": "skip"}
        self.patch(base, "_check_credentials", lambda user, *_args: dict(info))
        bob = self.bob.with_user(self.bob)
        credential = {"type": "webauthn", "login": "bob"}
        told = bob._check_credentials(credential, {"interactive": True})
        self.assertEqual(told["mfa"], "default")
        self.role.totp_required = False
        told = bob._check_credentials(credential, {"interactive": True})
        self.assertEqual(told["mfa"], "skip")

    def test_setting_up_twice_at_once_counts_once(self):
        page = self.unfinished()
        self.bob.sudo().totp_secret = "A" * 32
        answer = self.post(SETUP, page, totp_token=self.code(self.secret(page)))
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertFalse(self.is_logged_in())
