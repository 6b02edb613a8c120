from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..services.md_audit_archiver import MONTHS, SHORTEST_MONTHS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    md_audit_retention_months = fields.Integer(
        "Keep Audit Events For (months)",
        config_parameter=MONTHS,
        help="Older events move from the database into sealed files, once a day. "
        "0 keeps all of them in the database.",
    )

    @api.constrains("md_audit_retention_months")
    def _check_audit_retention(self):
        for settings in self:
            months = settings.md_audit_retention_months
            if months and not SHORTEST_MONTHS <= months < 600:
                raise ValidationError(
                    self.env._(
                        "Audit events are kept for 0 (always) or %(least)s to 599 "
                        "months, not %(months)s.",
                        least=SHORTEST_MONTHS,
                        months=months,
                    )
                )
