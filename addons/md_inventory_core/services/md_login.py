import time
from contextlib import contextmanager

from odoo import models, tools
from odoo.exceptions import AccessDenied
from odoo.http import request

from ..lib import caller
from ..lib.login import CODE_TYPES, RIGHT_AT, SINCE, masked
from ..lib.throttle_address import network_of
from ..models.md_auth_lock import HASH_LENGTH
from . import http_call

TYPED_LENGTH = 64  # so much of a known login goes into the audit trail
KEY_START = 8  # what core finds a key by
HOUR = 3600


class MdLogin(models.AbstractModel):
    """What every road to a login shares: throttle, equal time, audit trail.

    Roads: the log-in form, /web/session/authenticate, XML-RPC, JSON-RPC, change of
    password, identity check, lock screen. All end in ``res.users._check_credentials``,
    or in `_refuse_unknown` for who does not exist.
    """

    _name = "md.login"
    _description = "Login Safety"

    @contextmanager
    def _checking(self, user, credential, road):
        """Compare a credential of ``user`` in this block; AccessDenied: it is wrong."""
        code, address = credential["type"] in CODE_TYPES, self._address()
        throttle = self.env["md.auth.throttle"]
        login = user.sudo().login  # who logs in has no rights yet
        subjects = throttle._login_subjects(login, address)
        if code:
            subjects = throttle._code_subjects(user.id, address)
        with throttle._attempt(
            "totp" if code else "password",
            *subjects,
            login=login[:TYPED_LENGTH],
            user_id=user.id,
            method=credential["type"],
            road=road,
        ):
            try:
                yield
            except AccessDenied:
                if not code and self._was_quick(user, road):
                    self._spend_time(credential)
                raise

    def _refuse_unknown(self, login, credential, road, typed=True):
        """Refuse a login that nobody has: like a wrong password, in the same time.

        ``typed``: by a person, who may have typed a password there.
        """
        throttle = self.env["md.auth.throttle"]
        subjects = throttle._login_subjects(login, self._address())
        with throttle._attempt(
            "password",
            *subjects,
            login=self._told(login) if typed else login,
            method=credential["type"],
            road=road,
        ):
            self._spend_time(credential)
            raise AccessDenied()

    def _told(self, login):
        """What the audit trail says of a login that nobody has who may log in.

        Readable where it is somebody's (archived ones, capitals); else masked, with a
        short keyed hash, for people type their password there.
        """
        names = [login, login.strip().lower()]
        # who logs in has no rights yet
        users = self.env["res.users"].sudo().with_context(active_test=False)
        if "\0" not in login and users.search_count([("login", "in", names)], limit=1):
            return login[:TYPED_LENGTH]
        short = self.env["md.auth.throttle"]._hash(login)[:HASH_LENGTH]
        return f"{masked(login)} #{short}".strip()

    def _was_quick(self, user, road):
        """Whether the check took no hash: nothing to compare with, or not allowed."""
        self.env.cr.execute(
            "SELECT COALESCE(password, '') = '' FROM res_users WHERE id = %s", [user.id]
        )
        return self.env.cr.fetchone()[0] or (
            road == "rpc" and user._rpc_api_keys_only()
        )

    def _spend_time(self, credential):
        """Take the time that comparing a password takes."""
        password = credential.get("password") or "x"
        self.env["res.users"]._crypt_context().hash(password)

    def _address(self):
        """Address of who logs in; None when nobody but the program does."""
        call = http_call.current()
        return call.remote_addr if call else caller.address()

    # API keys in a header

    def _refuse_locked_key(self, key):
        """Refuse a locked key or address; else whether its success is worth a note."""
        throttle = self.env["md.auth.throttle"]
        return throttle._glance("api_key", *self._key_subjects(key))

    def _key_failed(self, key):
        """Count and record a key that is not valid."""
        throttle = self.env["md.auth.throttle"]
        throttle._failed("api_key", *self._key_subjects(key), road="bearer")

    def _key_succeeded(self, key):
        """Note that the key works."""
        throttle = self.env["md.auth.throttle"]
        throttle._succeeded("api_key", *self._key_subjects(key))

    def _key_subjects(self, key):
        """Subjects of a key: some put a password there, so even its start is hashed."""
        start = self.env["md.auth.throttle"]._hash(key[:KEY_START])
        address = network_of(self._address() or "")
        return f"key:{start}", *([f"ip:{address}"] if address else [])

    # Audit trail

    def _password_was_right(self, auth_info, road):
        """Record a log-in that is complete with the first factor; note when it was."""
        if road == "rpc":
            self._note_rpc(auth_info["uid"])
            return
        if request:
            request.session[RIGHT_AT] = time.time()
            request.session.pop(SINCE, None)
        user = self.env["res.users"].browse(auth_info["uid"])
        if auth_info.get("mfa") == "skip" or not user._mfa_url():
            self._succeeded(user, auth_info["auth_method"])

    def _succeeded(self, user, method):
        """Record that ``user`` is logged in now."""
        self.with_user(user).env["md.audit.trail"]._record(
            "login",
            "login.succeeded",
            model="res.users",
            res_id=user.id,
            after={"method": method},
        )

    def _note_rpc(self, user_id):
        """Record a call with a password: once per user, address and hour."""
        address = self._address()
        if address:
            self._noted(user_id, address, int(time.time() // HOUR))

    @tools.ormcache("user_id", "address", "hour")
    def _noted(self, user_id, address, hour):
        user = self.env["res.users"].browse(user_id)
        throttle = self.env["md.auth.throttle"]
        # a user may not know the own login's hash
        pair = throttle._login_subjects(user.sudo().login, address)[0]
        if throttle._first_in_an_hour("password", pair):
            self.with_user(user).env["md.audit.trail"]._record_apart(
                "login",
                "login.succeeded",
                model="res.users",
                res_id=user_id,
                after={"method": "password", "road": "rpc", "ip": address},
            )
        return True

    def _ended(self):
        """Record that the user of the session logs out."""
        if user_id := request.session.uid:
            user = self.env["res.users"].browse(user_id)
            self.with_user(user).env["md.audit.trail"]._record_apart(
                "login", "login.ended", model="res.users", res_id=user_id
            )
