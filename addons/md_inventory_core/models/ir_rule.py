from odoo import models

from ..lib.refusals import refused


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Note on the error what was refused, for the audit trail."""
        error = super()._make_access_error(operation, records)
        return refused(error, records._name, operation, records.ids)
