from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MdInventoryPoolWindow(models.Model):
    """A time in which a pool sells, such as a campaign; at its end it gives back."""

    _name = "md.inventory.pool.window"
    _description = "Window of a Pool"
    _order = "start_at, id"
    _rec_name = "name"

    name = fields.Char(required=True, default=lambda self: self.env._("Window"))
    pool_id = fields.Many2one(
        "md.inventory.pool", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="pool_id.company_id", store=True, index=True)
    start_at = fields.Datetime("Start", required=True)
    end_at = fields.Datetime("End", required=True)
    begun = fields.Boolean(readonly=True, copy=False)  # channels were told
    ended = fields.Boolean(readonly=True, copy=False)  # goods were given back

    _sane = models.Constraint(
        "CHECK (start_at < end_at)", "A window ends after its start."
    )
    _due_idx = models.Index("(end_at) WHERE NOT COALESCE(ended, false)")

    @api.constrains("pool_id", "start_at", "end_at")
    def _check_overlap(self):
        # two who add windows to one pool at once: the second one runs again
        self.env.cr.execute(
            "UPDATE md_inventory_pool SET write_date = write_date WHERE id = ANY(%s)",
            [self.pool_id.ids],
        )
        for window in self:
            other = self.search(
                [
                    ("pool_id", "=", window.pool_id.id),
                    ("id", "!=", window.id),
                    ("start_at", "<", window.end_at),
                    ("end_at", ">", window.start_at),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "Pool %(pool)s: %(window)s (%(start)s to %(end)s) overlaps "
                        "%(other)s (%(other_start)s to %(other_end)s).",
                        pool=window.pool_id.name,
                        window=window.name,
                        start=self._local(window.start_at),
                        end=self._local(window.end_at),
                        other=other.name,
                        other_start=self._local(other.start_at),
                        other_end=self._local(other.end_at),
                    )
                )

    def _local(self, moment):
        """A moment as its reader writes it."""
        there = fields.Datetime.context_timestamp(self, moment)
        return there.strftime("%Y-%m-%d %H:%M")

    @api.model_create_multi
    def create(self, vals_list):
        windows = super().create(vals_list)
        windows._check_own_stores()
        windows._know_what_is_past()
        windows.pool_id._changed()
        return windows

    def write(self, vals):
        self._check_own_stores()
        result = super().write(vals)
        if {"start_at", "end_at"} & vals.keys():
            self._know_what_is_past()
        if {"start_at", "end_at", "pool_id"} & vals.keys():
            self.pool_id._changed()
        return result

    def _check_own_stores(self):
        self.pool_id._check_own_stores()

    def _know_what_is_past(self):
        """A window that is entered when it is over ends nothing any more."""
        now = self.env.cr.now()
        for window in self:
            past = window.end_at <= now
            window.write({"begun": past, "ended": past})

    def unlink(self):
        self._check_own_stores()
        pools = self.pool_id
        result = super().unlink()
        pools.exists()._changed()
        return result
