import re
import time

from werkzeug.exceptions import Unauthorized

from odoo import models
from odoo.http import request

from ..lib.login import SINCE

BEARER = re.compile(r"bearer\s+(.+)", re.IGNORECASE)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _dispatch(cls, endpoint):
        """Every call of a route: what is refused in it goes into the audit trail."""
        try:
            return super()._dispatch(endpoint)
        except Exception as error:
            request.env["md.refusal"].note(error)
            raise

    @classmethod
    def _auth_method_bearer(cls):
        """Core's, throttled; failures are recorded."""
        found = BEARER.fullmatch(request.httprequest.headers.get("Authorization", ""))
        if not found:
            return super()._auth_method_bearer()
        login, key = request.env["md.login"], found[1]
        fresh = login._refuse_locked_key(key)
        try:
            result = super()._auth_method_bearer()
        except Unauthorized:
            login._key_failed(key)
            raise
        if fresh:
            login._key_succeeded(key)
        return result

    @classmethod
    def _must_check_identity(cls):
        """Core's, and a time-out that is counted from the log-in on.

        Core counts from when the session file was made, but makes a new one every three
        hours while the user works: a longer time-out would never come.
        """
        session, now = request.session, time.time()
        asked = super()._must_check_identity()
        if session.get(SINCE, now + 1) > now:
            session[SINCE] = min(session["create_time"], now)
        if asked and asked.get("logout"):
            return asked
        timeouts = request.env(user=session.uid).user._get_lock_timeouts()
        for seconds, mfa in reversed(timeouts["lock_timeout"]):
            if now - session[SINCE] >= seconds:
                return {"logout": True, "mfa": mfa}
        return asked
