from odoo import fields, models


class MdCreditHold(models.Model):
    """What a till was promised of a customer's credit limit, until its sale arrives.

    Written by `md.credit.ledger` alone. Amounts are in the company's currency. It keeps
    what was said at that moment: limit, what was open, and why a manager went beyond.
    """

    _name = "md.credit.hold"
    _description = "Credit promised to a Till"
    _order = "id desc"
    _rec_name = "order_uuid"

    order_uuid = fields.Char("Order", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    config_id = fields.Many2one(
        "pos.config", "Till", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Cashier", required=True, readonly=True)
    taken_at = fields.Datetime("Promised", required=True, readonly=True)
    amount = fields.Monetary(readonly=True, help="0 when it was given back.")
    limit = fields.Monetary(readonly=True)
    open = fields.Monetary("Open before", readonly=True)
    reason = fields.Char("Why beyond the Limit", readonly=True)

    _once = models.UniqueIndex("(order_uuid)", "An order is promised credit once.")
    _amount_sane = models.Constraint(
        "CHECK (amount >= 0)", "A promise of credit is 0 or more."
    )
