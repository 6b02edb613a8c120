from odoo import api, fields, models


class MdPoolMoveEffect(models.TransientModel):
    """What one channel may promise now and after a pool move."""

    _name = "md.pool.move.effect"
    _description = "Effect of a Pool Move"

    wizard_id = fields.Many2one("md.pool.move.wizard", ondelete="cascade")
    channel_id = fields.Many2one("md.channel", readonly=True)
    before = fields.Float("Now", digits="Product Unit", readonly=True)
    after = fields.Float("Then", digits="Product Unit", readonly=True)
    change = fields.Float(digits="Product Unit", compute="_compute_change")

    @api.depends("before", "after")
    def _compute_change(self):
        for effect in self:
            effect.change = effect.after - effect.before
