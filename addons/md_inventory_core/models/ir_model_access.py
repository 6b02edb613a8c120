from odoo import api, models, tools

from ..lib.refusals import refused


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    # the same key and cache as in core: emptied together
    @tools.ormcache("self.env.uid", "mode")
    def _get_allowed_models(self, mode="read"):
        """An auditor reads all but secrets and writes nothing, whatever else he is."""
        roles = self.env["md.roles"]
        if roles._is_auditor(self.env.user):
            return roles._auditor_models(mode)
        return super()._get_allowed_models(mode)

    @api.model
    def _get_access_groups(self, model_name, access_mode="read"):
        """Views: what an auditor reads is shown to him."""
        groups = super()._get_access_groups(model_name, access_mode)
        roles = self.env["md.roles"]
        auditor = roles._role_ids().get("auditor")
        if not auditor or model_name not in roles._auditor_models(access_mode):
            return groups
        return groups | self.env["res.groups"]._get_group_definitions().from_ids(
            [auditor]
        )

    def _make_access_error(self, model, mode):
        """Note on the error what was refused, for the audit trail."""
        return refused(super()._make_access_error(model, mode), model, mode)
