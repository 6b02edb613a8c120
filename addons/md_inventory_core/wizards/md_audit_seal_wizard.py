from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError


class MdAuditSealWizard(models.TransientModel):
    """Asks until when audit events are sealed into archives, and says how many went."""

    _name = "md.audit.seal.wizard"
    _description = "Seal Old Audit Events"

    before = fields.Date(
        "Older Than",
        required=True,
        default=lambda self: fields.Date.today() - relativedelta(years=2),
        help="Events before this day leave the database for a sealed file. The file "
        "stays here, can be downloaded, and is verified with the chain.",
    )

    def action_seal(self):
        """Seal, and show the archives."""
        self.ensure_one().check_access("write")
        if self.before >= fields.Date.today():
            raise UserError(self.env._("Choose a day in the past."))
        done = self.env["md.audit.archiver"]._archive_before(
            fields.Datetime.to_datetime(self.before)
        )
        if not done:
            raise UserError(
                self.env._("No chained event is older than %(day)s.", day=self.before)
            )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "md_inventory_core.md_audit_archive_action"
        )
