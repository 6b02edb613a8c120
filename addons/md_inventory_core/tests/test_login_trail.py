import json
from contextlib import suppress

from odoo import fields
from odoo.exceptions import AccessDenied
from odoo.tests import tagged

from .login_case import PASSWORD, LoginCase

CALL = "/json/2/res.users/search_count"


@tagged("post_install", "-at_install")
class TestLoginTrail(LoginCase):
    def test_log_in_and_log_out(self):
        self.form("bob", PASSWORD)
        self.url_open("/web/session/logout")
        self.form("bob", PASSWORD)
        self.json_call("/web/session/destroy")
        self.url_open("/web/session/logout")
        events = self.events("login")
        self.assertEqual(
            [event["action"] for event in events],
            ["login.succeeded", "login.ended"] * 2,
        )
        for event in events:
            self.assertEqual(
                (event["user_id"], event["res_id"], event["ip"], event["origin"]),
                (self.bob.id, self.bob.id, "192.0.2.1", "web"),
            )

    def test_failures_name_what_was_typed_but_not_the_password(self):
        self.form("bob", "not my password")
        self.form("Hunter2 for ever", "not my password")
        known, unknown = self.events("login")
        self.assertEqual(known["action"], "login.failed")
        self.assertEqual((known["login"], known["res_id"]), ("bob", self.bob.id))
        self.assertEqual(known["after"], {"method": "password", "road": "web"})
        self.assertRegex(unknown["login"], r"^H\*{9}r #[0-9a-f]{8}$")
        self.assertEqual(unknown["res_id"], 0)
        everything = json.dumps([known, unknown], default=str)
        for text in ("not my password", "unter2", "for eve"):
            self.assertNotIn(text, everything)

    def test_repeats_of_an_unknown_login_can_be_told(self):
        for login in ("Hunter2", " hunter2", "hunter3", "x", "x" * 500):
            self.form(login, "wrong")
        told = [event["login"] for event in self.events("login")]
        hashes = [login.rpartition("#")[2] for login in told]
        self.assertEqual(hashes[0], hashes[1])
        self.assertEqual(len(set(hashes)), 4)
        self.assertRegex(told[0], r"^H\*{3} #")
        self.assertRegex(told[3], r"^\*{3} #")
        self.assertRegex(told[4], r"^x\*{9}x #")
        locked = self.env["md.auth.lock"].search([("subject", "like", "pair:")])
        self.assertIn(hashes[0], " ".join(locked.mapped("who")))
        self.form("hunter2", "wrong")
        for _time in range(2):
            self.form("hunter2", "wrong")
        lock = self.events("login")[-1]
        self.assertEqual(lock["action"], "login.locked")
        self.assertRegex(lock["login"], rf"^h\*{{3}} #{hashes[0]}$")

    def test_logins_of_somebody_stay_readable(self):
        self.form("BOB ", "wrong")
        self.bob.active = False
        self.form("bob", "wrong")
        self.env.cr.execute("SELECT max(id) FROM res_users")
        number = self.env.cr.fetchone()[0] + 99
        with suppress(AccessDenied):  # assertRaises would undo what was recorded
            self.env["res.users"]._check_uid_passwd(number, "wrong")
        told = [event["login"] for event in self.events("login")]
        self.assertIn(told[0].strip(), ("BOB", "bob"))
        self.assertEqual(told[1:], ["bob", f"#{number}"])

    def test_a_lock_is_recorded_once(self):
        for _time in range(7):
            self.form("bob", "wrong")
        self.assertEqual(self.actions(), ["login.failed"] * 5 + ["login.locked"])
        self.assertEqual(self.events("login")[-1]["after"]["seconds"], 60)

    def test_a_program_is_recorded_once_an_hour(self):
        call = self.xmlrpc("object").execute_kw
        args = (self.env.cr.dbname, self.bob.id, PASSWORD, "res.users", "read")
        for _time in range(3):
            call(*args, [[self.bob.id], ["login"]])
        self.come_from("192.0.2.9")
        call = self.xmlrpc("object").execute_kw
        call(*args, [[self.bob.id], ["login"]])
        events = self.events("login")
        self.assertEqual([e["action"] for e in events], ["login.succeeded"] * 2)
        self.assertEqual([e["ip"] for e in events], ["192.0.2.1", "192.0.2.9"])
        self.assertEqual({e["origin"] for e in events}, {"api"})
        self.assertEqual({e["user_id"] for e in events}, {self.bob.id})

        throttle = self.env["md.auth.throttle"]
        pair = throttle._login_subjects("bob", "192.0.2.9")[0]
        self.assertFalse(throttle._first_in_an_hour("password", pair))
        self.pass_time(hours=1, seconds=1)
        self.assertTrue(throttle._first_in_an_hour("password", pair))

    # API keys

    def new_key(self):
        until = fields.Datetime.add(fields.Datetime.now(), days=1)
        keys = self.env["res.users.apikeys"].with_user(self.bob).sudo()
        return keys._generate(None, "a program", until)

    def call_with(self, key):
        """(status, answer) of a call with a key in the header."""
        answer = self.url_open(
            CALL,
            json={"domain": [["id", "=", self.bob.id]]},
            headers={"Authorization": f"Bearer {key}"},
        )
        return answer.status_code, answer.json()

    def count_failures(self, times, key="0" * 40):
        """What wrong keys count for; the request of a test takes its count with it."""
        for _time in range(times):
            self.env["md.auth.throttle"]._failed(
                "api_key", *self.subjects(key), road="bearer"
            )

    def subjects(self, key):
        start = self.env["md.auth.throttle"]._hash(key[:8])
        return f"key:{start}", "ip:192.0.2.1"

    def test_keys_are_recorded_when_made_and_removed(self):
        key = self.new_key()
        self.env["res.users.apikeys"].search([("name", "=", "a program")])._remove()
        made, removed = self.events("rights")
        self.assertEqual(made["action"], "api_key.created")
        self.assertEqual(removed["action"], "api_key.removed")
        self.assertEqual(removed["res_id"], self.bob.id)
        self.assertNotIn(key, json.dumps([made, removed], default=str))

    def test_a_wrong_key_is_refused_and_locks_its_address(self):
        self.assertEqual(self.call_with("0" * 40)[0], 401)
        key = self.new_key()
        self.count_failures(9)
        self.assertEqual(self.locks(), [("api_key", "key")])
        self.assertEqual(self.call_with("0" * 40)[0], 429)
        self.assertEqual(self.call_with(key), (200, 1))

        for start in range(1, 21):
            self.count_failures(1, f"{start:08d}")
        self.assertIn(("api_key", "ip"), self.locks())
        status, told = self.call_with("f" * 40)
        self.assertEqual(status, 429)
        self.assertRegex(told["message"], "^Too many failures")
        # the key that worked there before still does
        self.assertEqual(self.call_with(key), (200, 1))
        self.assertEqual(self.actions()[-1], "api_key.locked")
        self.pass_time(minutes=5)
        self.assertEqual(self.call_with("f" * 40)[0], 401)

    def test_successes_of_keys_are_not_recorded_each_time(self):
        key = self.new_key()
        for _time in range(3):
            self.assertEqual(self.call_with(key), (200, 1))
        self.assertEqual(self.actions(), [])

    # Trusted devices

    def test_trusted_devices_are_no_keys(self):
        devices = self.env["auth_totp.device"].with_user(self.bob).sudo()
        devices._generate("browser", "my tablet", None)
        self.assertEqual(self.actions("rights"), [])
        self.assertEqual(self.actions(), ["trusted_device.created"])

    # Old rows

    def test_old_rows_are_removed_but_not_what_is_known_or_locked(self):
        self.form("bob", PASSWORD)
        self.form("nobody", "wrong")
        for _time in range(5):
            self.form("mallory", "wrong")
        self.env.cr.execute(
            "UPDATE md_auth_lock SET touched_at = touched_at - interval '25 hours'"
        )
        self.env["md.auth.lock"]._gc_locks()
        rows = self.env["md.auth.lock"].search([])
        self.assertEqual([row.who for row in rows if row.good_at], ["bob @ 192.0.2.1"])
        self.assertEqual([row.locked for row in rows if not row.good_at], [True])

        self.pass_time(days=31)
        self.env["md.auth.lock"]._gc_locks()
        self.assertFalse(self.env["md.auth.lock"].search([]))
