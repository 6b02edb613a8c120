from odoo import api, models


class Base(models.AbstractModel):
    """Every model: changes of watched fields go into the audit trail.

    Last in line before the ORM itself, so that what other addons make of a call, and
    what they write through inverse fields or superuser rights, is seen as it is stored.
    """

    _inherit = "base"

    # the model's Watch, set by md.audit.registry on the models it names
    _md_watch = None

    @api.model_create_multi
    def create(self, vals_list):
        """Create, and record it on watched models."""
        records = super().create(vals_list)
        watch = self._md_watch
        if watch is not None and watch.life:
            # the trail sees what is stored, whatever the user may read
            self.env["md.audit.trail"]._watched_create(records.sudo(), watch)
        return records

    def write(self, vals):
        """Write, and record what changed in watched fields."""
        watch = self._md_watch
        if watch is None or not watch.touched(vals):
            return super().write(vals)
        trail, write = self.env["md.audit.trail"], super().write
        # the trail sees what is stored, whatever the user may read
        return trail._watched_write(self.sudo(), watch, vals, write)

    def unlink(self):
        """Delete, and record it on watched models."""
        watch = self._md_watch
        if watch is not None and watch.life:
            # the trail sees what is stored, whatever the user may read
            self.env["md.audit.trail"]._watched_unlink(self.sudo(), watch)
        return super().unlink()

    @api.model
    def _has_field_access(self, field, operation):
        """An auditor reads fields of business groups too, not keys and passwords."""
        return super()._has_field_access(field, operation) or (
            operation == "read" and self.env["md.roles"]._auditor_reads(field)
        )

    def export_data(self, fields_to_export):
        """Export, and record who took how many records of what."""
        result = super().export_data(fields_to_export)
        self.env["md.audit.trail"]._record(
            "export",
            "export",
            model=self._name,
            after={"records": len(self), "fields": list(fields_to_export)},
        )
        return result
