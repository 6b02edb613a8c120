from odoo import fields, models


class MdApprovalDecision(models.TransientModel):
    """Asks a manager for the remark with which a request is approved or refused."""

    _name = "md.approval.decision"
    _description = "Decide an Approval Request"

    request_id = fields.Many2one("md.approval.request", required=True, readonly=True)
    verdict = fields.Selection(
        [("approve", "Approve"), ("refuse", "Refuse")], required=True, readonly=True
    )
    subject = fields.Char(related="request_id.subject")
    amount_label = fields.Char(related="request_id.amount_label")
    details = fields.Text(related="request_id.details")
    asked_reason = fields.Char("Why Asked", related="request_id.reason")
    requester_id = fields.Many2one(related="request_id.requester_id")
    reason = fields.Char("Remark")

    def action_decide(self):
        """Approve or refuse as the dialog says."""
        self.ensure_one()
        approvals = self.env["md.approval"]
        verb = approvals._approve if self.verdict == "approve" else approvals._refuse
        verb(self.request_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
