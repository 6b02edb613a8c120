from odoo import models

KEYS = "res.users.apikeys"


class ResUsersApikeys(models.Model):
    """API keys, and the trusted devices of two-factor log-ins that are kept alike."""

    _inherit = "res.users.apikeys"

    def _generate(self, scope, name, expiration_date):
        """Core's, recorded; the key itself is not."""
        key = super()._generate(scope, name, expiration_date)
        until = str(expiration_date) if expiration_date else None
        self._record_key("created", name, {"scope": scope, "until": until})
        return key

    def _remove(self):
        """Core's, recorded: what was removed and whose it was."""
        # who may not remove is refused below
        removed = [(key.name, key.user_id) for key in self.sudo()]
        result = super()._remove()
        for name, user in removed:
            self._record_key("removed", name, {}, user)
        return result

    def _record_key(self, verb, name, details, user=None):
        user = user or self.env.user
        is_key = self._name == KEYS
        self.env["md.audit.trail"]._record(
            "rights" if is_key else "login",
            f"{'api_key' if is_key else 'trusted_device'}.{verb}",
            model="res.users",
            res_id=user.id,
            after={"name": name, **{k: v for k, v in details.items() if v}},
        )
