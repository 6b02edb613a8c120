from odoo import api, models

from ..lib.audit import Watch


class MdAuditRegistry(models.AbstractModel):
    _inherit = "md.audit.registry"

    @api.private
    def _watches(self):
        """Limits and times of approvals are rights: who changed them is recorded."""
        return [
            *super()._watches(),
            Watch.on(
                "md.approval.limit",
                "rights",
                *("kind_id", "group_id", "company_id", "maximum"),
            ),
            Watch.on(
                "md.approval.kind",
                "rights",
                *("name", "wait_minutes", "valid_minutes", "badge_maximum"),
            ),
        ]
