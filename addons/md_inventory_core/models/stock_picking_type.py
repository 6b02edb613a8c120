from odoo import api, models
from odoo.fields import Domain


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    @api.model
    def web_search_read(self, domain, *args, **kwargs):
        """The overview shows who is limited to some stores what is done in those.

        No record rule: a transfer from another store shows the other's operation type.
        """
        if stores := self.env.user.md_store_ids:
            domain = Domain(domain) & Domain("warehouse_id", "in", [*stores.ids, False])
        return super().web_search_read(domain, *args, **kwargs)
