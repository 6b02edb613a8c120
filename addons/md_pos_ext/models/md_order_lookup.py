from odoo import models
from odoo.tools import SQL


class MdOrderLookup(models.Model):
    """Receipts of tills can be asked about, too."""

    _inherit = "md.order.lookup"
    _depends = {
        "pos.order": [
            *("company_id", "config_id", "date_order", "name", "partner_id"),
            *("pos_reference", "state"),
        ],
        "pos.config": ["md_channel_id", "picking_type_id"],
        "stock.picking.type": ["warehouse_id"],
    }

    def _sources(self):
        receipts = """
            SELECT o.id, o.pos_reference, o.name, o.date_order, c.md_channel_id,
                   o.partner_id, o.company_id, t.warehouse_id
              FROM pos_order o
              JOIN pos_config c ON c.id = o.config_id
              JOIN stock_picking_type t ON t.id = c.picking_type_id
             WHERE o.state <> 'draft'"""
        return [*super()._sources(), ("pos.order", SQL(receipts))]
