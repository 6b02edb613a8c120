from odoo import models

REQUEST = "md.approval.request"
MANAGERS = "md_inventory_core.group_manager"


class MdApprovalNews(models.AbstractModel):
    """Who hears that a request was made or changed: the audit trail, open screens."""

    _name = "md.approval.news"
    _inherit = ["md.live.mixin"]
    _description = "Approval News"

    def _tell(self, request, action, actor=None):
        """Record ``approval.<action>`` and announce it; ``actor`` if not the user."""
        # tells about requests of users who may not read everything a request links to
        row = request.sudo()
        trail = self.env["md.audit.trail"]
        trail = trail.with_user(actor) if actor else trail
        trail._record(
            "approval",
            f"approval.{action}",
            model=REQUEST,
            res_id=row.id,
            after=self._facts(row, action),
            reason=row.reason if action == "asked" else row.decision_reason or None,
            company_id=row.company_id.id,
        )
        self._live_changed(REQUEST, MANAGERS)
        asker = row.requester_id
        asker._bus_send("md_live", {"model": REQUEST})
        if action == "asked":
            approvers = self.env["md.approval.rules"]._approvers(row)
            self._toast(approvers, self.env._("Approval asked"), row, "warning")
            self.env["md.pin"]._remind(approvers)
        elif action in ("approved", "refused", "expired"):
            states = dict(row._fields["state"]._description_selection(self.env))
            kind = "success" if action == "approved" else "danger"
            self._toast(asker, states[action], row, kind)
        if action in ("asked", "approved"):
            cron = self.env.ref("md_inventory_core.ir_cron_expire_approvals")
            cron._trigger(at=row.expires_at)

    def _facts(self, row, action):
        """What an event says; all of the request when it is asked, then what is new."""
        if action == "asked":
            return {
                "kind": row.kind_id.code,
                "amount": str(row._decimal()),
                "of": [[row.res_id, f"{row.subject} ({row.model})"]],
                "what": row.fingerprint,
                "store": row.store_id.name or None,
                "expires_at": row.expires_at,
            }
        if action in ("approved", "refused"):
            asker = row.requester_id
            return {
                "asked_by": [[asker.id, asker.name]],
                "decided_by": [[row.approver_id.id, row.approver_id.name]],
                "method": row.method,
                "expires_at": row.expires_at,
            }
        return {"state": row.state}

    def _toast(self, users, title, row, kind):
        message = f"{row.subject}: {row.amount_label}"
        users._bus_send(
            "simple_notification", {"title": title, "message": message, "type": kind}
        )
