from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # as on the product: saving other settings must not turn it on
    default_allow_out_of_stock_order = fields.Boolean(default=False)
    website_md_channel_id = fields.Many2one(
        string="Channel of the Website",
        related="website_id.md_channel_id",
        readonly=False,
    )
