"""Logs in as each role and calls the server as a browser does."""

from odoo.tests import HttpCase, new_test_user

DENIED = ("odoo.exceptions.AccessError", "odoo.exceptions.AccessDenied")


class Answer:
    """What the server said to one call."""

    def __init__(self, body):
        self.result = body.get("result")
        error = body.get("error", {}).get("data")
        self.error = error and error["name"]
        self.message = error and error["message"]

    @property
    def denied(self):
        """Refused for lack of rights, not for what was sent."""
        return self.error in DENIED

    def __str__(self):
        return f"{self.error}: {self.message}" if self.error else repr(self.result)


class RoleCase(HttpCase):
    """Users with exactly one role each, and their calls over HTTP."""

    @classmethod
    def make_user(cls, role, **vals):
        """A new user with one role and no other group."""
        group = f"md_inventory_core.group_{role}"
        return new_test_user(cls.env, f"the_{role}", groups=group, **vals)

    def login(self, user):
        """Be this user from now on."""
        self.authenticate(user.login, user.login)

    def call(self, model, method, *args, **kwargs):
        """Call a method over JSON-RPC as the user who is logged in."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        reply = self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw/{model}/{method}",
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=60,
        )
        reply.raise_for_status()
        return Answer(reply.json())
