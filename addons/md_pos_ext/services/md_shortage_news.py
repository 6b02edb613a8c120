from odoo import models


class MdShortageNews(models.AbstractModel):
    _inherit = "md.shortage.news"

    def _receipt(self, source):
        """A till sale waits under its uuid: say the receipt's number."""
        order = self.env["pos.order"].search([("uuid", "=", source)], limit=1)
        return order.pos_reference or super()._receipt(source)
