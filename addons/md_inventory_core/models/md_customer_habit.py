from odoo import api, fields, models


class MdCustomerHabit(models.Model):
    """A product that a customer buys again and again: see ``lib.baskets``.

    Personal data: of no customer who opted out (``res.partner.md_no_suggestions``).
    Written by ``md.basket.counter`` alone.
    """

    _name = "md.customer.habit"
    _description = "Usually Buys"
    _order = "partner_id, rank, id"
    _rec_name = "product_id"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True, ondelete="cascade"
    )
    rank = fields.Integer(readonly=True, aggregator=None)
    days = fields.Integer(
        "Bought on Days", readonly=True, help="Days of the window with the product."
    )
    rate = fields.Float(
        "Of the Visits",
        readonly=True,
        aggregator="avg",
        help="On so many of the customer's shopping days it was bought.",
    )
    interval = fields.Integer(
        "Every (days)",
        readonly=True,
        aggregator="avg",
        help="The median of days between two purchases.",
    )
    last = fields.Date("Last Bought", readonly=True)
    soon = fields.Date(
        "Due Soon From",
        readonly=True,
        help="A quarter of the interval before it is over.",
    )
    due = fields.Date("Expected", readonly=True)
    is_due = fields.Boolean("Due", compute="_compute_is_due", search="_search_is_due")

    _habit_unique = models.UniqueIndex("(company_id, partner_id, product_id)")

    @api.depends("soon")
    def _compute_is_due(self):
        today = fields.Date.context_today(self)
        for habit in self:
            habit.is_due = bool(habit.soon) and habit.soon <= today

    def _search_is_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("soon", "<=" if True in value else ">", today)]
