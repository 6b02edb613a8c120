from odoo import api, fields, models


class MdCashCountWizardLine(models.TransientModel):
    """How many of one note or coin there are."""

    _name = "md.cash.count.wizard.line"
    _description = "Notes or Coins in a Drawer"
    _order = "value desc, id"

    wizard_id = fields.Many2one(
        "md.cash.count.wizard", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    value = fields.Float("Note or Coin", required=True, digits=(16, 2))
    pieces = fields.Integer()
    total = fields.Monetary(compute="_compute_total")

    @api.depends("value", "pieces")
    def _compute_total(self):
        for line in self:
            line.total = line.value * line.pieces
