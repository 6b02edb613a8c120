from odoo import api, fields, models


class MdReturnWizardLine(models.TransientModel):
    """Goods of the order."""

    _name = "md.return.wizard.line"
    _description = "Line of a Return of Goods"

    wizard_id = fields.Many2one("md.return.wizard", required=True, ondelete="cascade")
    sale_line_id = fields.Many2one("sale.order.line", required=True, readonly=True)
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    product_id = fields.Many2one(related="sale_line_id.product_id")
    unit_id = fields.Many2one(related="sale_line_id.product_uom_id")
    promotions = fields.Char("Promotion", related="sale_line_id.md_promo_names")
    left = fields.Float(
        "Sold", digits="Product Unit", related="sale_line_id.qty_invoiced"
    )
    quantity = fields.Float("Comes Back", digits="Product Unit")
    amount = fields.Monetary("Refund", compute="_compute_amount")

    @api.depends("wizard_id.policy", "wizard_id.line_ids.quantity")
    def _compute_amount(self):
        """What one line brings depends on all that come back."""
        for wizard, lines in self.grouped("wizard_id").items():
            found, _refusal = wizard._found()
            for line in lines:
                line.amount = float(found.get(line.sale_line_id, 0))
