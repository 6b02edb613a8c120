import base64
import json
import re
import time
from datetime import timedelta
from unittest.mock import patch
from xmlrpc.client import ServerProxy

from odoo.tests import HttpCase, new_test_user
from odoo.tests.common import Transport
from odoo.tools import config, mute_logger

from odoo.addons.auth_totp.models.totp import TOTP, hotp

PASSWORD = "a right password"
ROLE = "md_inventory_core.group_"


class LoginCase(HttpCase):
    """Logs in over HTTP from addresses of its choice, and reads what was recorded."""

    def setUp(self):
        super().setUp()
        self.env["md.auth.lock"].search([]).unlink()
        self.bob = self.new_user("bob", "support")
        self.env.cr.flush()
        self.start = self.env["md.audit.event"].search([], limit=1).id or 0
        patcher = patch.dict(config.options, {"proxy_mode": True})
        patcher.start()
        self.addCleanup(patcher.stop)
        self.come_from("192.0.2.1")

    def new_user(self, login, role):
        """User with one of our roles."""
        return new_test_user(
            self.env, login, groups=ROLE + role, password=PASSWORD, email=False
        )

    def come_from(self, address):
        """From now on all requests come from there, as a proxy of ours tells."""
        host = self.base_url().partition("//")[2]
        self.proxied = {"X-Forwarded-For": address, "X-Forwarded-Host": host}
        self.opener.headers.update(self.proxied)

    def actions(self, *kinds):
        """What was recorded since the test began: actions of these kinds."""
        return [event["action"] for event in self.events(*(kinds or ("login",)))]

    def events(self, *kinds):
        """Recorded events of these kinds with their values, oldest first."""
        self.env.cr.flush()
        domain = [("id", ">", self.start), ("kind", "in", kinds)]
        events = self.env["md.audit.event"].search_read(domain, order="id", load=None)
        for event in events:
            event["after"] = json.loads(event["after"] or "{}")
        return events

    @mute_logger("odoo.http")
    def form(self, login, password, **more):
        """Answer of the log-in form."""
        self.opener.cookies.clear()
        page = self.url_open("/web/login").text
        return self.post("/web/login", page, login=login, password=password, **more)

    @mute_logger("odoo.http")
    def post(self, path, page, **values):
        """Post a form with the token of the page that showed it."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        return self.url_open(
            path, data={"csrf_token": token, **values}, allow_redirects=False
        )

    def error_of(self, answer):
        """What the page says went wrong; None when it says nothing."""
        found = re.search(r'role="alert"[^>]*>(.*?)</p>', answer.text, re.S)
        return found and found[1].strip()

    @mute_logger("odoo.http")
    def json_call(self, path, **params):
        """{"result"} or {"error"} of a JSON-RPC call."""
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.url_open(path, json=body).json()

    def session_login(self, login, password):
        """Log in as apps do; what they get."""
        self.opener.cookies.clear()
        return self.json_call(
            "/web/session/authenticate",
            db=self.env.cr.dbname,
            login=login,
            password=password,
        )

    def is_logged_in(self):
        """Whether the browser has a session that may do something."""
        answer = self.json_call("/web/session/check")
        return "error" not in answer

    def xmlrpc(self, service):
        """Proxy of an XML-RPC service."""
        transport = Transport(self)
        transport._headers = list(self.proxied.items())
        return ServerProxy(f"{self.xmlrpc_url}{service}", transport=transport)

    def pass_time(self, **delta):
        """Let all counts, locks and successes be so much older."""
        past = timedelta(**delta)
        self.env.cr.execute(
            """
            UPDATE md_auth_lock SET until = until - %(past)s, good_at = good_at
                - %(past)s, noted_at = noted_at - %(past)s,
                failures = ARRAY(SELECT f - %(past)s FROM unnest(failures) AS f),
                pending = ARRAY(SELECT p - %(past)s FROM unnest(pending) AS p)
            """,
            {"past": past},
        )

    def locks(self):
        """[kind, part of the subject before ':'] of what is locked."""
        locked = self.env["md.auth.lock"].search([("locked", "=", True)])
        return sorted((lock.kind, lock.subject.partition(":")[0]) for lock in locked)

    @staticmethod
    def code(secret, steps=0):
        """Six digits that an authenticator shows, ``steps`` half minutes from now."""
        key = base64.b32decode(secret.replace(" ", ""))
        counter = int(time.time() / 30) + steps
        assert TOTP(key).match(hotp(key, counter), t=counter * 30) is not None
        return f"{hotp(key, counter):06d}"
