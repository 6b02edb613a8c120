from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessDenied, MissingError, UserError, ValidationError

from odoo.addons.base.models.res_users import check_identity

from ..lib.login import CODE_TYPES, SETUP_URL
from ..lib.refusals import refused


class ResUsers(models.Model):
    """Stores, roles, log-in safety (what that does is in `md.login` and `md.totp`)."""

    _inherit = "res.users"

    md_store_ids = fields.Many2many(
        "stock.warehouse",
        "md_user_store_rel",
        "user_id",
        "warehouse_id",
        string="Stores",
        # a closed store must not open all the others, nor a deleted one
        context={"active_test": False},
        ondelete="restrict",
        help="Stock, orders and tills of these stores only. Empty: all stores of the "
        "user's companies.",
    )
    totp_required = fields.Boolean(
        "Two-Factor Authentication Required", compute="_compute_totp_required"
    )

    md_pin_disabled = fields.Boolean("PIN Disabled", compute="_compute_md_pin_disabled")

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "md_pin_disabled"]

    @api.depends_context("uid")
    def _compute_md_pin_disabled(self):
        """Told to the user alone, in the preferences."""
        own = self & self.env.user
        self.md_pin_disabled = False
        own.md_pin_disabled = bool(self.env["md.pin"]._disabled(own))

    @api.depends("group_ids.totp_required", "group_ids.all_implied_ids.totp_required")
    def _compute_totp_required(self):
        for user in self:
            user.totp_required = user._is_totp_required()

    @api.model
    def _get_invalidation_fields(self):
        """Record rules look at the stores: their caches follow."""
        return super()._get_invalidation_fields() | {"md_store_ids"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_no_company(vals, vals.get("name"))
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_no_company(vals, self[:1].name)
        return super().write(vals)

    def _refuse_no_company(self, vals, name):
        """Say it clearly before the database complains of an empty column."""
        if "company_id" in vals and not vals["company_id"]:
            raise self._no_company(name, self[:1].id)

    def _no_company(self, name, user_id):
        message = self.env._(
            "%(user)s needs a company that is in use: choose one as default company.",
            user=name,
        )
        return refused(ValidationError(message), self._name, "company", [user_id])

    def md_action_set_pin(self):
        """Preferences: the user's own approval PIN, after the password."""
        return self.env["md.approval.pin.wizard"].action_open()

    @api.constrains("company_id", "company_ids", "active")
    def _check_company_in_use(self):
        """Who can log in works for a company that is in use."""
        for user in self.filtered("active"):
            # who edits users need not see every company
            known = user.sudo().with_context(active_test=False)
            if not known.company_ids.filtered("active") or not known.company_id.active:
                raise self._no_company(user.name, user.id)

    @api.constrains("group_ids", "active")
    def _check_role_duties(self):
        """Nobody holds roles that exclude one another, however they were come by."""
        exclusive = self.env["md.roles"]._exclusive()
        for user in self.filtered("active"):
            held = user.all_group_ids
            for left, right, why in exclusive:
                one = held.filtered(lambda group, ids=left: group.id in ids)
                other = held.filtered(lambda group, ids=right: group.id in ids)
                if one and other:
                    raise self._two_duties(user, one, other, why)

    def _two_duties(self, user, one, other, why):
        """The error for a user with two groups that exclude one another."""
        message = self.env._(
            "%(user)s cannot be %(one)s and %(other)s at the same time: %(why)s.",
            user=user.name,
            one=self._highest(one).full_name,
            other=self._highest(other).full_name,
            why=why,
        )
        return refused(ValidationError(message), self._name, "roles", user.ids)

    def _highest(self, groups):
        """The group that people know: a role of ours, else the highest."""
        # who edits users need not read groups
        groups = groups.sudo()
        ours = groups.privilege_id.browse(
            self.env["ir.model.data"]._xmlid_to_res_id(
                "md_inventory_core.privilege_retail"
            )
        )
        known = groups.filtered(lambda group: group.privilege_id == ours) or groups
        return max(known, key=lambda group: len(group.all_implied_ids))

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
            result = super()._check_uid_passwd(uid, passwd)
        except (AccessDenied, MissingError):
            if not passwd or not self.browse(uid).exists().active:
                credential = {"type": "password", "password": passwd}
                login = self.env["md.login"]
                login._refuse_unknown(f"#{uid}", credential, "rpc", typed=False)
            raise
        self.env["md.login"]._note_rpc(uid)
        return result

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
        """End all sessions of these users but the one that asks; for administrators.

        Their trusted devices are removed; their API keys stay and are counted.
        """
        return self.env["md.devices"]._log_out_everywhere(self)

    @check_identity
    def action_log_out_and_remove_keys(self):
        """As `action_log_out_everywhere`; the API keys of these users go as well."""
        return self.env["md.devices"]._log_out_everywhere(self, with_keys=True)


def _road(user_agent_env):
    return "web" if (user_agent_env or {}).get("interactive", True) else "rpc"
