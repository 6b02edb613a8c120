from odoo import models
from odoo.exceptions import AccessError


class MdDevices(models.AbstractModel):
    """Remote log-out, recorded: who ended whose session."""

    _name = "md.devices"
    _description = "Device Log-Out"

    def _log_out_everywhere(self, users, with_keys=False):
        """End all sessions of ``users`` but the one that asks; for administrators.

        Their trusted devices are forgotten: each log-in asks for the code again. API
        keys stay unless ``with_keys``. Returns a message that says what became of them.
        """
        if not self.env.user.has_group("md_inventory_core.group_admin"):
            raise AccessError(self.env._("Only administrators log out others."))
        devices = self.env["res.device"].search([("user_id", "in", users.ids)])
        devices.filtered(lambda device: not device.is_current)._revoke()
        trusted = self._of(users, "auth_totp.device")
        keys = self._of(users, "res.users.apikeys")
        count, key_count = len(trusted), len(keys)
        trusted._remove()
        if with_keys:
            keys._remove()
        return self._told(count, key_count, with_keys)

    def _of(self, users, model):
        return self.env[model].search([("user_id", "in", users.ids)])

    def _told(self, trusted, keys, with_keys):
        counts = {"trusted": trusted, "keys": keys}
        if with_keys:
            message = self.env._(
                "Logged out; trusted devices removed: %(trusted)s; API keys removed: "
                "%(keys)s.",
                **counts,
            )
        else:
            message = self.env._(
                "Logged out; trusted devices removed: %(trusted)s; API keys that still "
                "work: %(keys)s.",
                **counts,
            )
        left = bool(keys) and not with_keys
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if left else "success",
                "message": message,
                "sticky": left,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _record(self, devices):
        """Record that these sessions are being ended."""
        for device in devices:
            self.env["md.audit.trail"]._record(
                "login",
                "login.revoked",
                model="res.users",
                res_id=device.user_id.id,
                before={
                    "device": device.display_name,
                    "ip": device.ip_address,
                    "last_activity": str(device.last_activity),
                },
            )
