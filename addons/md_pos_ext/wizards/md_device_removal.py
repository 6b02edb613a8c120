from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class MdDeviceRemoval(models.TransientModel):
    """Asks before a device is removed, and names what is only there."""

    _name = "md.device.removal"
    _description = "Removal of a Device"

    device_id = fields.Many2one("md.till.device", required=True, ondelete="cascade")
    lost = fields.Boolean(
        "It is lost or stolen",
        help="Nobody expects it back: the receipt numbers that it has with it are "
        "voided now. Otherwise they are voided when it has sent what waits.",
    )
    reason = fields.Char(required=True, size=200, help="For the audit trail.")
    warning = fields.Text("What waits there", compute="_compute_warning")

    @api.depends("device_id")
    @api.depends_context("lang", "tz")
    def _compute_warning(self):
        for removal in self:
            device = removal.device_id
            told = {
                "name": device.name or "",
                "till": device.config_id.name or "",
                "seen": format_datetime(self.env, device.last_seen),
                "count": device.unsent,
            }
            lines = []
            if device.unsent:
                lines.append(
                    self.env._(
                        "Paid receipts that are only on %(name)s: %(count)s, as it "
                        "said on %(seen)s. Do not give it away or reset it before it "
                        "has sent them.",
                        **told,
                    )
                )
            else:
                lines.append(
                    self.env._(
                        "No receipt waited on %(name)s when it was last seen, on "
                        "%(seen)s.",
                        **told,
                    )
                )
            others = device._same().config_id - device.config_id
            if others:
                names = ", ".join(others.mapped("name"))
                text = self.env._(
                    "It is removed from these tills, too, for it is the same browser: "
                    "%s.",
                    names,
                )
                lines.append(text)
            removal.warning = "\n".join(lines)

    def action_remove(self):
        """Remove the device.

        :raises AccessError: for who is no manager
        :raises UserError: when it is removed already
        """
        self.ensure_one().check_access("write")
        self.device_id._check_may_act()
        self.device_id._check_in_use()
        if not self.reason.strip():
            raise UserError(self.env._("Say why this device is removed."))
        self.device_id._remove(self.lost, self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
