from odoo import fields, models


class MdApprovalWizard(models.TransientModel):
    """A manager approves on the asker's screen by badge or login, and PIN.

    What is typed is never saved: the button hands it over in its context (see
    md_secret_form), so whoever opens the dialog creates its record first.
    """

    _name = "md.approval.wizard"
    _description = "Approve by PIN"

    request_id = fields.Many2one("md.approval.request", required=True, readonly=True)
    subject = fields.Char(related="request_id.subject")
    amount_label = fields.Char(related="request_id.amount_label")
    details = fields.Text(related="request_id.details")
    reason = fields.Char(related="request_id.reason")
    who = fields.Char("Badge or Login", store=False)
    pin = fields.Char("PIN", store=False)

    def action_approve(self):
        """Hand badge and PIN to the check; the dialog stays when it refuses."""
        self.ensure_one()
        typed = self.env.context
        who, pin = typed.get("md_who"), typed.get("md_pin")
        # nothing that runs from here on carries the secrets along
        clean = self.with_context(md_who=None, md_pin=None)
        approvals = clean.env["md.approval"]
        approvals._approve_on_the_spot(clean.request_id, who, pin)
        return {"type": "ir.actions.act_window_close"}
