from odoo import api, fields, models


class MdGovernedMixin(models.AbstractModel):
    """Records of which fields are locked for people once they are in use."""

    _name = "md.governed.mixin"
    _description = "Governed Records"

    md_locked = fields.Char("Locked Fields", compute="_compute_md_locked")
    md_locked_labels = fields.Char("Locked", compute="_compute_md_locked")

    def _md_in_use(self):
        """Whether this record is in use, so that what is locked counts."""
        return True

    @api.depends_context("uid", "company")
    @api.depends(lambda self: self._md_use_depends())
    def _compute_md_locked(self):
        locks = self.env["md.field.locks"]
        for record in self:
            names = locks._names(record)
            record.md_locked = f" {' '.join(names)} " if names else False
            labels = (self._fields[n]._description_string(self.env) for n in names)
            record.md_locked_labels = ", ".join(dict.fromkeys(labels)) or False

    @api.model
    def _md_use_depends(self):
        """Fields that say whether a record is in use."""
        return []

    def write(self, vals):
        """Refuse people what is locked for them."""
        self.env["md.field.locks"]._refuse(self, vals)
        return super().write(vals)

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type in ("form", "list"):
            self.env["md.field.locks"]._lock_view(self, arch)
        return arch, view

    def _md_ask_change(self):
        """The dialog in which a change of this record is asked for."""
        self.ensure_one().check_access("read")
        return self.env["md.change.ask"]._open(self)
