from odoo import fields, models
from odoo.tools import SQL


class MdOrderLookup(models.Model):
    """Every order, wherever it was placed, to be asked what was in stock then.

    Nothing is stored: what is shown is read by `md.order.forensics` at each look. Which
    attempts were refused is not here, for they leave no order.
    """

    _name = "md.order.lookup"
    _description = "Stock at Order Time"
    _auto = False
    _order = "date_order desc, id desc"
    _depends = {
        "sale.order": [
            *("client_order_ref", "company_id", "date_order", "md_channel_id", "name"),
            *("partner_id", "state", "warehouse_id"),
        ],
    }

    name = fields.Char("Order", readonly=True)
    reference = fields.Char(readonly=True, help="The customer's own number.")
    date_order = fields.Datetime("Date", readonly=True)
    channel_id = fields.Many2one("md.channel", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="model", readonly=True)
    report = fields.Html(compute="_compute_report", sanitize=False)

    def _sources(self):
        """[(model, its orders as SQL: from id to warehouse)]; addons add their own.

        The place of a model is for ever, for ids are made of it: see `_id_of`.
        """
        orders = """
            SELECT id, name, client_order_ref, date_order, md_channel_id, partner_id,
                   company_id, warehouse_id
              FROM sale_order"""
        return [("sale.order", SQL(orders))]

    @property
    def _table_query(self):
        names = SQL(
            "name, reference, date_order, channel_id, partner_id, company_id, "
            "warehouse_id"
        )
        parts = [
            SQL(
                "SELECT id * 2 + %s AS id, %s, %s AS model, id AS res_id "
                "FROM (%s) o(id, %s)",
                *(place, names, model, orders, names),
            )
            for place, (model, orders) in enumerate(self._sources())
        ]
        return SQL(" UNION ALL ").join(parts)

    def _id_of(self, order):
        models = [model for model, _orders in self._sources()]
        return order.id * 2 + models.index(order._name)

    def _open(self, order):
        """Open it for one order.

        :raises AccessError: for who may not look orders up
        """
        order.ensure_one()
        self.check_access("read")
        order.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Stock at Order Time"),
            "res_model": self._name,
            "res_id": self._id_of(order),
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _compute_report(self):
        reports = self.env["md.forensic.report"]
        for lookup in self:
            order = self.env[lookup.model].browse(lookup.res_id)
            lookup.report = reports._render(order)
