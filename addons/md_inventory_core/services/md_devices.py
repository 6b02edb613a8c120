from odoo import models
from odoo.exceptions import AccessError


class MdDevices(models.AbstractModel):
    """Remote log-out, recorded: who ended whose session."""

    _name = "md.devices"
    _description = "Device Log-Out"

    def _log_out_everywhere(self, users):
        """End all sessions of ``users`` but the one that asks; for administrators."""
        if not self.env.user.has_group("md_inventory_core.group_admin"):
            raise AccessError(self.env._("Only administrators log out others."))
        devices = self.env["res.device"].search([("user_id", "in", users.ids)])
        devices.filtered(lambda device: not device.is_current)._revoke()
        return {"type": "ir.actions.client", "tag": "reload"}

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
