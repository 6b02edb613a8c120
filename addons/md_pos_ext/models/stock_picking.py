from odoo import models

from odoo.addons.md_inventory_core.lib.claims import GOODS_ARE_GONE


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _create_picking_from_pos_order_lines(self, *args, **kwargs):
        """A till sale is a fact: its goods are gone, there is nothing to claim."""
        sold = self.with_context(md_goods_are_gone=GOODS_ARE_GONE)
        pickings = super(StockPicking, sold)._create_picking_from_pos_order_lines(
            *args, **kwargs
        )
        return pickings.with_env(self.env)
