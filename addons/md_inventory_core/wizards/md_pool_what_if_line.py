from odoo import api, fields, models


class MdPoolWhatIfLine(models.TransientModel):
    """What a channel may promise of a product now, and what it might then."""

    _name = "md.pool.what.if.line"
    _description = "Effect on a Channel"
    _order = "channel_id, id"
    _rec_name = "product_id"

    what_if_id = fields.Many2one(
        "md.pool.what.if", required=True, ondelete="cascade", index=True
    )
    channel_id = fields.Many2one("md.channel", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    before = fields.Float("Now", digits="Product Unit", readonly=True)
    after = fields.Float("Then", digits="Product Unit", readonly=True)
    change = fields.Float(digits="Product Unit", compute="_compute_change", store=True)

    @api.depends("before", "after")
    def _compute_change(self):
        for line in self:
            line.change = line.after - line.before
