from odoo import fields, models


class MdClaimRepairWizard(models.TransientModel):
    """Asks why a finding is repaired, and says whether it still was so."""

    _name = "md.claim.repair.wizard"
    _description = "Repair a Finding"

    finding_id = fields.Many2one(
        "md.claim.finding", required=True, readonly=True, ondelete="cascade"
    )
    kind = fields.Selection(related="finding_id.kind")
    text = fields.Text(related="finding_id.text")
    reason = fields.Char(
        required=True, help="Why it is repaired; recorded in the audit trail."
    )

    def action_repair(self):
        """Repair, and tell the outcome."""
        self.ensure_one().check_access("write")
        done = self.env["md.claim.repair"]._repair(self.finding_id, self.reason)
        if done:
            title = self.env._("Repaired")
            message = self.env._("What was changed is in the audit trail.")
        else:
            title = self.env._("Nothing was changed")
            message = self.env._("It is not so any more, or somebody works on it.")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": message,
                "type": "success" if done else "warning",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
