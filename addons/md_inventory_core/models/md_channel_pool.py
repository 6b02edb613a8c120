from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MdChannelPool(models.Model):
    """A pool that a channel draws on, in which turn."""

    _name = "md.channel.pool"
    _description = "Pool of a Channel"
    _order = "sequence, id"
    _rec_name = "pool_id"

    channel_id = fields.Many2one(
        "md.channel",
        required=True,
        ondelete="cascade",
        index=True,
    )
    pool_id = fields.Many2one(
        "md.inventory.pool",
        required=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(related="channel_id.company_id", store=True)
    sequence = fields.Integer(default=10)

    _once = models.UniqueIndex(
        "(channel_id, pool_id)", "A channel draws on a pool in one turn only."
    )

    @api.constrains("channel_id", "pool_id")
    def _check_companies(self):
        for line in self:
            if line.channel_id.company_id != line.pool_id.company_id:
                raise ValidationError(
                    self.env._(
                        "Channel %(channel)s and pool %(pool)s are of two companies.",
                        channel=line.channel_id.name,
                        pool=line.pool_id.name,
                    )
                )

    @api.constrains("channel_id")
    def _check_tills(self):
        for line in self:
            if line.channel_id.kind == "pos":
                raise ValidationError(
                    self.env._(
                        "%(channel)s: tills sell what is in the customer's hand, out "
                        "of common stock; they draw on no pool (%(pool)s).",
                        channel=line.channel_id.name,
                        pool=line.pool_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.channel_id._drawn_otherwise()
        return lines

    def write(self, vals):
        before = self.channel_id
        result = super().write(vals)
        (before | self.channel_id)._drawn_otherwise()
        return result

    def unlink(self):
        channels = self.channel_id
        result = super().unlink()
        channels.exists()._drawn_otherwise()
        return result
