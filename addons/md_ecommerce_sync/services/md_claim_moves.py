from odoo import models


class MdClaimMoves(models.AbstractModel):
    _inherit = "md.claim.moves"

    def _refused(self, order, channel, wanted):
        """Nothing of an order that is paid, whatever was changed in the channel."""
        if order and order._md_paid():
            return set()
        return super()._refused(order, channel, wanted)
