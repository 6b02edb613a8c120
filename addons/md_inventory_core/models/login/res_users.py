from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessDenied, MissingError, UserError

from odoo.addons.base.models.res_users import check_identity

from ...lib.login import CODE_TYPES, SETUP_URL


class ResUsers(models.Model):
    """Log-in safety; what it does is in `md.login`, `md.totp` and `md.devices`."""

    _inherit = "res.users"

    totp_required = fields.Boolean(
        "Two-Factor Authentication Required", compute="_compute_totp_required"
    )

    @api.depends("group_ids.totp_required", "group_ids.all_implied_ids.totp_required")
    def _compute_totp_required(self):
        for user in self:
            user.totp_required = user._is_totp_required()

    # First factor

    @contextmanager
    def _assert_can_auth(self, user=None):
        """No cooldown of core's, which each process has for itself: see `md.login`."""
        yield

    def _login(self, credential, user_agent_env):
        """A login that nobody has looks like a wrong password, also in time."""
        if credential["type"] == "password":
            login = credential.get("login") or ""
            domain = self._get_login_domain(login)
            # who logs in has no rights yet
            if "\0" in login or not self.sudo().search_count(domain, limit=1):
                road = _road(user_agent_env)
                self.env["md.login"]._refuse_unknown(login, credential, road)
        return super()._login(credential, user_agent_env=user_agent_env)

    def _check_credentials(self, credential, env):
        """Every comparison of a credential is throttled and its failure recorded."""
        user = self if credential["type"] in CODE_TYPES else self.env.user
        with self.env["md.login"]._checking(user, credential, _road(env)):
            auth_info = super()._check_credentials(credential, env)
        if auth_info.get("mfa") == "skip" and self.env.user._must_enrol_totp():
            # a passkey does not stand in for the authenticator that the role requires
            auth_info["mfa"] = "default"
        return auth_info

    @api.model
    def _check_uid_passwd(self, uid, passwd):
        """A number that no active user has looks like a wrong password."""
        try:
            super()._check_uid_passwd(uid, passwd)
        except (AccessDenied, MissingError):
            if not passwd or not self.browse(uid).exists().active:
                credential = {"type": "password", "password": passwd}
                self.env["md.login"]._refuse_unknown(f"#{uid}", credential, "rpc")
            raise
        self.env["md.login"]._note_rpc(uid)

    def authenticate(self, credential, user_agent_env):
        """Core's, recorded."""
        auth_info = super().authenticate(credential, user_agent_env)
        self.env["md.login"]._password_was_right(auth_info, _road(user_agent_env))
        return auth_info

    # Second factor

    def _is_totp_required(self):
        """Whether one of the user's roles demands an authenticator."""
        groups = self.env["res.groups"].browse(self._get_group_ids())
        return groups._is_totp_required()

    def _must_enrol_totp(self):
        """Whether the user may not log in before having set up an authenticator."""
        return self._is_totp_required() and not self.totp_enabled

    def _mfa_url(self):
        """Who must have an authenticator and has none sets it up first."""
        return SETUP_URL if self._must_enrol_totp() else super()._mfa_url()

    def _rpc_api_keys_only(self):
        """A password alone is not enough where the role demands more."""
        return self._is_totp_required() or super()._rpc_api_keys_only()

    @check_identity
    def action_totp_disable(self):
        """Nobody gives up what the own role demands; an administrator resets others."""
        own = self & self.env.user
        if own and own._is_totp_required():
            raise UserError(
                self.env._(
                    "Your role requires two-factor authentication. If your device is "
                    "lost, another administrator can reset it."
                )
            )
        result = super().action_totp_disable()
        for user in self if result else ():
            self.env["md.audit.trail"]._record(
                "rights",
                "totp.disabled" if user in own else "totp.reset",
                model="res.users",
                res_id=user.id,
            )
        return result

    # Devices

    @check_identity
    def action_log_out_everywhere(self):
        """End all sessions of these users but the one that asks; for administrators."""
        return self.env["md.devices"]._log_out_everywhere(self)


def _road(user_agent_env):
    return "web" if (user_agent_env or {}).get("interactive", True) else "rpc"
