from odoo import fields, models
from odoo.tools import SQL

# Who may see the list, and so is told when it changes, whichever side sold.
READERS = (
    "md_inventory_core.group_manager",
    "md_inventory_core.group_auditor",
    "md_inventory_core.group_admin",
)


class MdReportSale(models.Model):
    """Every confirmed sale, wherever it was made: one row per receipt or order.

    Amounts are in the company's currency, taxes included; refunds are negative rows of
    their own. Drafts, quotations and cancelled orders are not sales.
    """

    _name = "md.report.sale"
    _description = "All Sales"
    _auto = False
    _order = "date_order desc, id desc"

    name = fields.Char(string="Number", readonly=True)
    source = fields.Selection(
        [("till", "Till"), ("web", "Web shop"), ("desk", "Sales desk")],
        string="Sold At",
        readonly=True,
    )
    place = fields.Char(readonly=True, help="Name of the till or of the web shop.")
    date_order = fields.Datetime(string="Date", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", string="Store", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Seller", readonly=True)
    amount_total = fields.Monetary(string="Total", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    pos_order_id = fields.Many2one("pos.order", readonly=True)
    sale_order_id = fields.Many2one("sale.order", readonly=True)

    @property
    def _table_query(self):
        # even and odd ids keep the two sources apart and the id stable
        return SQL(
            """
            SELECT o.id * 2 AS id, o.pos_reference AS name, 'till' AS source,
                   c.name AS place,
                   o.date_order, t.warehouse_id, o.partner_id, o.user_id,
                   o.amount_total / COALESCE(NULLIF(o.currency_rate, 0), 1)
                       AS amount_total,
                   o.company_id, k.currency_id,
                   o.id AS pos_order_id, NULL::integer AS sale_order_id
              FROM pos_order o
              JOIN pos_config c ON c.id = o.config_id
              JOIN stock_picking_type t ON t.id = c.picking_type_id
              JOIN res_company k ON k.id = o.company_id
             WHERE o.state IN ('paid', 'done')
            UNION ALL
            SELECT s.id * 2 + 1, s.name,
                   CASE WHEN s.website_id IS NULL THEN 'desk' ELSE 'web' END, w.name,
                   s.date_order, s.warehouse_id, s.partner_id, s.user_id,
                   s.amount_total / COALESCE(NULLIF(s.currency_rate, 0), 1),
                   s.company_id, k.currency_id, NULL, s.id
              FROM sale_order s
              LEFT JOIN website w ON w.id = s.website_id
              JOIN res_company k ON k.id = s.company_id
             WHERE s.state = 'sale'
            """
        )

    def action_open_source(self):
        """Open the receipt or the order behind a row."""
        self.ensure_one()
        record = self.pos_order_id or self.sale_order_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
