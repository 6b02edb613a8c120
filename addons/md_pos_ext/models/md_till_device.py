from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.md_inventory_core.lib.refusals import refused

ACTS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
GONE = ("removed", "wiped")
STATES = [
    ("active", "In use"),
    ("removed", "Removal asked for"),
    ("wiped", "Wiped"),
]
NEWS = "MD_DEVICES"  # what tills hear: ask whether you are still one of us


class MdTillDevice(models.Model):
    """A browser in which a till was opened; used at two tills it has two rows.

    Written by `md.till.devices` as the browser tells; people name it, and remove it.
    ``unsent`` and ``oldest_at`` are what it said last: it may have sold since. Removed:
    it may neither load nor sell, and deletes what it keeps when it is here again, after
    it has sent what waits; then it is wiped.
    """

    _name = "md.till.device"
    _description = "Device of a Till"
    _order = "state, last_seen desc, id desc"

    name = fields.Char(required=True, help="What it is called here.")
    browser = fields.Char(readonly=True, help="As it says itself.")
    key = fields.Char(
        "Device",
        required=True,
        readonly=True,
        index=True,
        help="Key that the browser gave itself; also on blocks of receipt numbers.",
    )
    config_id = fields.Many2one(
        "pos.config", "Till", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    warehouse_id = fields.Many2one("stock.warehouse", "Store", readonly=True)
    user_id = fields.Many2one("res.users", "Last User", readonly=True)
    first_seen = fields.Datetime(required=True, readonly=True)
    last_seen = fields.Datetime(required=True, readonly=True)
    unsent = fields.Integer(
        "Receipts not sent",
        required=True,
        readonly=True,
        default=0,
        help="As the device told when it was last seen; it may have sold since.",
    )
    oldest_at = fields.Datetime(
        "Oldest of them", readonly=True, help="As the clock of the device says."
    )
    sealed = fields.Boolean(
        readonly=True,
        help="What it keeps is encrypted. Browsers do so over https only.",
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="active")
    lost = fields.Boolean(
        "Lost or stolen",
        readonly=True,
        help="Nobody expects it back: its receipt numbers were voided at once.",
    )
    reason = fields.Char("Why removed", readonly=True)
    removed_at = fields.Datetime("Removed", readonly=True)
    removed_by = fields.Many2one("res.users", "Removed by", readonly=True)
    wiped_at = fields.Datetime("Wiped", readonly=True)

    _once = models.UniqueIndex(
        "(config_id, key)", "A device is written down once for each till."
    )
    _sane = models.Constraint(
        "CHECK (unsent >= 0 AND (state = 'active' OR removed_at IS NOT NULL))",
        "A device has no less than no receipts, and is removed at a moment.",
    )

    def write(self, vals):
        """Refused but for the name, by who may."""
        if not self.env.su:
            if vals.keys() - {"name"}:
                message = self.env._("What a device has told stays as it is.")
                raise refused(AccessError(message), self._name, "write", self.ids)
            self._check_may_act()
        return super().write(vals)

    def _check_may_act(self):
        if not self.env.su and not any(map(self.env.user.has_group, ACTS)):
            message = self.env._("Only a manager removes devices of tills.")
            raise refused(AccessError(message), self._name, "remove", self.ids)
        self.check_access("read")

    def _check_in_use(self):
        if self.state != "active":
            raise UserError(self.env._("%s is removed already.", self.name))

    def action_remove(self):
        """Ask whether it is meant.

        :raises AccessError: for who is no manager
        :raises UserError: when it is removed already
        """
        self.ensure_one()._check_may_act()
        self._check_in_use()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remove Device"),
            "res_model": "md.device.removal",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_device_id": self.id},
        }

    def _same(self):
        """This browser at all tills: it has one key for all that it keeps."""
        # sudo: it may have been used at tills of stores that are not this manager's
        return self.sudo().search([("key", "in", self.mapped("key"))])

    def _remove(self, lost, reason):
        """From now on it may neither load nor sell, at no till."""
        devices = self._same().filtered(lambda one: one.state == "active")
        now = self.env["md.clock"]._now()
        devices.write(
            {
                "state": "removed",
                "lost": lost,
                "reason": reason or False,
                "removed_at": now,
                "removed_by": self.env.uid,
            }
        )
        devices._removed()
        self.env["md.till.devices"]._show()
        for device in devices:
            self.env["md.audit.trail"]._record(
                "settings",
                "till.device.removed",
                model=device._name,
                res_id=device.id,
                before={"state": "active", "unsent": device.unsent},
                after={"state": "removed", "lost": lost},
                reason=reason or None,
                company_id=device.company_id.id,
            )

    def _removed(self):
        """Devices were removed. Other models extend it; run with all rights.

        Numbers of a device that comes back are voided when it has sent what waits:
        those receipts keep the numbers that are printed on them.
        """
        for device in self:
            device.config_id._notify(NEWS, {})
            if device.lost:
                self.env["md.receipt.numbers"]._device_removed(
                    device.config_id, device.key
                )

    def _wiped(self):
        """Devices have deleted what they kept. Other models extend it, as above."""
        for device in self:
            self.env["md.receipt.numbers"]._device_removed(device.config_id, device.key)
