from odoo import models


class AuthTotpDevice(models.Model):
    _inherit = "auth_totp.device"

    def _check_credentials_for_uid(self, *, scope, key, uid):
        """A device that was trusted counts only while an authenticator is set up."""
        user = self.env["res.users"].browse(uid)
        if user._must_enrol_totp():
            return False
        return super()._check_credentials_for_uid(scope=scope, key=key, uid=uid)
