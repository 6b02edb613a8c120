from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    pos_md_channel_id = fields.Many2one(
        string="Channel of the Till",
        related="pos_config_id.md_channel_id",
        readonly=False,
    )
    pos_md_stock_posting = fields.Selection(
        related="pos_config_id.md_stock_posting", readonly=False
    )
    pos_md_refund_policy = fields.Selection(
        related="pos_config_id.md_refund_policy", readonly=False
    )
    pos_md_show_suggestions = fields.Boolean(
        related="pos_config_id.md_show_suggestions", readonly=False
    )
    pos_md_blind_count = fields.Boolean(
        related="pos_config_id.md_blind_count", readonly=False
    )
    pos_md_cash_tolerance = fields.Monetary(
        related="pos_config_id.md_cash_tolerance",
        currency_field="pos_md_currency_id",
        readonly=False,
    )
    pos_md_currency_id = fields.Many2one(
        string="Currency of the Till", related="pos_config_id.currency_id"
    )
    pos_md_drawer_by_user = fields.Boolean(
        related="pos_config_id.md_drawer_by_user", readonly=False
    )
    md_difference_alert = fields.Float(
        related="company_id.md_difference_alert", readonly=False
    )
    md_bin = fields.Char(related="company_id.md_bin", readonly=False)
    md_challan_layout = fields.Selection(
        related="company_id.md_challan_layout", readonly=False
    )
    md_challan_series = fields.Selection(
        related="company_id.md_challan_series", readonly=False
    )
    md_challan_officer = fields.Char(
        related="company_id.md_challan_officer", readonly=False
    )
    md_challan_designation = fields.Char(
        related="company_id.md_challan_designation", readonly=False
    )
    pos_md_offline_credit = fields.Selection(
        related="pos_config_id.md_offline_credit", readonly=False
    )
    pos_md_offline_credit_most = fields.Float(
        related="pos_config_id.md_offline_credit_most", readonly=False
    )
    pos_md_receipt_code = fields.Char(
        related="pos_config_id.md_receipt_code", readonly=False
    )
    pos_md_receipt_block_size = fields.Integer(
        related="pos_config_id.md_receipt_block_size", readonly=False
    )
    md_receipt_format = fields.Char(
        related="company_id.md_receipt_format", readonly=False
    )
    md_gift_account_id = fields.Many2one(
        related="company_id.md_gift_account_id", readonly=False
    )
    md_gift_months = fields.Integer(related="company_id.md_gift_months", readonly=False)

    def action_md_gift_setup(self):
        """Make what is needed to sell gift cards and to pay with them.

        :raises AccessError: for who does not configure
        """
        self.ensure_one().check_access("write")
        self.env["md.gift.setup"]._install(self.company_id, self.pos_config_id)
        return {"type": "ir.actions.client", "tag": "reload"}
