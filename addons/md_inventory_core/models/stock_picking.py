from odoo import models


class StockPicking(models.Model):
    """Goods leave only the own stores of who moves them: see `md.store.limit`."""

    _inherit = "stock.picking"

    def write(self, vals):
        """Moves and lines follow their transfer: what they become is checked."""
        limit = self.env["md.store.limit"]
        if not limit._stores():
            return super().write(vals)
        sources = {picking.id: picking.location_id for picking in self}
        with limit._guarding(self.move_ids, self.move_line_ids):
            result = super().write(vals)
        # the end in another store may be hidden
        for picking in self.sudo():
            if picking.location_id != sources[picking.id]:
                limit._check_ends(picking)
        return result

    def action_open_label_layout(self):
        """Our labels for who may print them: as many as came; core's for others."""
        wizard = self.env["md.label.wizard"]
        if not wizard.has_access("create"):
            return super().action_open_label_layout()
        return wizard._of_moves(self.move_line_ids)
