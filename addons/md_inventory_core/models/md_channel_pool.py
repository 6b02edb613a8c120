from odoo import api, fields, models


class MdChannelPool(models.Model):
    """A pool that a channel draws on, in which turn."""

    _name = "md.channel.pool"
    _description = "Pool of a Channel"
    _order = "sequence, id"
    _rec_name = "pool_id"
    _check_company_auto = True

    channel_id = fields.Many2one(
        "md.channel",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    pool_id = fields.Many2one(
        "md.inventory.pool",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(related="channel_id.company_id", store=True)
    sequence = fields.Integer(default=10)

    _once = models.UniqueIndex(
        "(channel_id, pool_id)", "A channel draws on a pool in one turn only."
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
