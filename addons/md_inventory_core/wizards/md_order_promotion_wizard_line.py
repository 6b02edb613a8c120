from odoo import fields, models


class MdOrderPromotionWizardLine(models.TransientModel):
    """A promotion that an order has, or had."""

    _name = "md.order.promotion.wizard.line"
    _description = "Promotion of an Order"
    _order = "id"

    wizard_id = fields.Many2one(
        "md.order.promotion.wizard", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    code = fields.Char(readonly=True)
    name = fields.Char("Promotion", readonly=True)
    amount = fields.Monetary("Saves", readonly=True)
    out = fields.Boolean("Take Out")
    reason = fields.Char(help="Stays with the order.")
