import base64
import hmac
import io
import time
from hashlib import sha1
from urllib.parse import quote, urlencode

import qrcode
from qrcode.image.svg import SvgPathImage

from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.auth_totp.models.totp import ALGORITHM, DIGITS, TIMESTEP

from ..lib.login import RIGHT_AT, SECOND_FACTOR_WITHIN


class MdTotp(models.AbstractModel):
    """Set-up of the authenticator that a role demands, between password and session.

    The session stays one of core's unfinished log-ins (``pre_uid``) until the first
    code of the new authenticator is right.
    """

    _name = "md.totp"
    _description = "Authenticator Set-Up"

    def _unfinished(self):
        """User of the unfinished log-in of this session; nobody when it is too old.

        Who has left the screen after the password types it again.
        """
        users = self.env["res.users"]
        user_id = request.session.get("pre_uid")
        if not user_id or request.session.uid:
            return users
        passed = time.time() - request.session.get(RIGHT_AT, 0)
        if not 0 <= passed <= SECOND_FACTOR_WITHIN:
            request.session.pop("pre_uid", None)
            request.session.pop("pre_login", None)
            return users
        # who logs in has no rights yet
        return users.sudo().browse(user_id).exists().filtered("active")

    def _secret(self, user):
        """New secret for ``user``, base32. The same for the whole unfinished log-in.

        Made from the key of the database and the session, so that it is kept nowhere.
        """
        # the key of the database is not for users to read
        key = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        session = f"{request.session.sid}|{request.session[RIGHT_AT]}|{user.id}"
        digest = hmac.new(key.encode(), f"totp|{session}".encode(), sha1).digest()
        return base64.b32encode(digest).decode()

    def _enrol(self, user, code):
        """Take the authenticator over when ``code`` is right, else AccessDenied.

        Wrong codes count like those at a log-in.
        """
        throttle = self.env["md.auth.throttle"]
        login = self.env["md.login"]
        subjects = throttle._code_subjects(user.id, login._address())
        event = {"login": user.login, "user_id": user.id, "method": "setup"}
        digits = "".join(code.split())
        with throttle._attempt("totp", *subjects, **event):
            if not (digits.isascii() and digits.isdecimal() and len(digits) == DIGITS):
                raise AccessDenied(self._format_error())
            own = user.with_user(user)
            if not own._totp_try_setting(self._secret(user), int(digits)):
                raise AccessDenied(
                    self.env._("This code is not right. Type the one shown now.")
                )
        own.env["md.audit.trail"]._record(
            "rights", "totp.enabled", model="res.users", res_id=user.id
        )

    def _format_error(self):
        return self.env._("The code has 6 digits.")

    def _page(self, user):
        """What the set-up page shows: the QR code as SVG and the secret in groups."""
        secret = self._secret(user)
        issuer = user.company_id.name or "Odoo"
        query = {
            "secret": secret,
            "issuer": issuer,
            "algorithm": ALGORITHM.upper(),
            "digits": DIGITS,
            "period": TIMESTEP,
        }
        label = quote(f"{issuer}:{user.login}", safe=":")
        uri = f"otpauth://totp/{label}?{urlencode(query, quote_via=quote)}"
        image = io.BytesIO()
        qrcode.make(uri, image_factory=SvgPathImage, border=2).save(image)
        return {
            "user": user,
            "uri": uri,
            "image": f"data:image/svg+xml;base64,{_base64(image.getvalue())}",
            "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        }


def _base64(content):
    return base64.b64encode(content).decode()
