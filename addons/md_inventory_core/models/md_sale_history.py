from odoo import fields, models


class MdSaleHistory(models.Model):
    """Sales lines of another system, as they were recorded: facts, never changed.

    Filled in bulk; reports and forecasts read it. ``amount`` is what the retailer
    received, without ``coupon`` (reimbursed by manufacturers) and after ``discount``.
    A line keeps its recorded quantity beside the one that counts (see ``rule``).
    """

    _name = "md.sale.history"
    _description = "Imported Sales Line"
    _order = "sold_at desc, id desc"
    _rec_name = "basket_ref"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_no = fields.Integer(
        required=True, readonly=True, help="Position in the source; unique per company."
    )
    sold_at = fields.Datetime(required=True, readonly=True)
    day = fields.Date(required=True, readonly=True, index=True)
    store_ref = fields.Char(string="Store Number", required=True, readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Store", readonly=True)
    basket_ref = fields.Char(string="Receipt", required=True, readonly=True)
    household_ref = fields.Char(string="Household", readonly=True)
    item_ref = fields.Integer(string="Item Number", required=True, readonly=True)
    product_id = fields.Many2one(
        "product.product", readonly=True, index="btree_not_null"
    )
    categ_id = fields.Many2one(
        "product.category", string="Sub-category", required=True, readonly=True
    )
    quantity = fields.Float(readonly=True, digits="Product Unit")
    raw_quantity = fields.Integer(
        string="Recorded Quantity", readonly=True, aggregator=None
    )
    amount = fields.Monetary(readonly=True)
    discount = fields.Monetary(readonly=True)
    coupon = fields.Monetary(readonly=True)
    rule = fields.Selection(
        [
            ("no_quantity", "Nothing sold"),
            ("amount_only", "Amount without quantity"),
            ("measured", "Measured (fuel)"),
        ],
        readonly=True,
        help="How a line was read whose recorded quantity is not a count of pieces.",
    )

    _line_unique = models.UniqueIndex("(company_id, line_no)")
