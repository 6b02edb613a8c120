import time

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.base.models.res_users import check_identity

IDENTITY_SECONDS = 10 * 60  # as long as core's check_identity believes it


class MdApprovalPinWizard(models.TransientModel):
    """A manager chooses a PIN, or gets a new badge, after the password was confirmed.

    The PIN is never saved: the button hands it over in its context (see
    md_secret_form). Therefore the check of the password cannot be on that button: it
    would keep the context.
    """

    _name = "md.approval.pin.wizard"
    _description = "Set PIN or Badge"

    pin = fields.Char("New PIN", store=False)
    confirmation = fields.Char("The Same Again", store=False)
    has_badge = fields.Boolean(compute="_compute_has_badge")
    pin_disabled = fields.Boolean(compute="_compute_has_badge")

    @check_identity
    def action_open(self):
        """Ask for the password, then show the dialog, which does not save itself."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("PIN and Badge"),
            "res_model": self._name,
            "res_id": self.create({}).id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }

    def action_set_pin(self):
        """Set the PIN typed twice."""
        self._refuse_without_identity()
        pin = self.env.context.get("md_pin")
        if pin != self.env.context.get("md_confirmation"):
            raise UserError(self.env._("The two PINs differ: type both again."))
        self.env["md.pin"]._set_pin(pin)
        return self._done(self.env._("Your PIN is set."))

    def action_new_badge(self):
        """Make a badge; show its code this once."""
        self._refuse_without_identity()
        code = self.env["md.pin"]._new_badge()
        message = self.env._("Badge %s. Print it now: it is not shown again.", code)
        return self._done(message, sticky=True)

    def _compute_has_badge(self):
        rows = self.env["md.approval.pin"].search([("user_id", "=", self.env.uid)])
        self.has_badge = bool(rows.badge_last4)
        self.pin_disabled = rows.disabled

    def _done(self, message, sticky=False):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "sticky": sticky,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _refuse_without_identity(self):
        """Raise UserError unless the password was confirmed in the last ten minutes."""
        checked = request.session.get("identity-check-last", 0) if request else 0
        if checked < time.time() - IDENTITY_SECONDS:
            raise UserError(
                self.env._("Confirm your password again: open this dialog once more.")
            )
