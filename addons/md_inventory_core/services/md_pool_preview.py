from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib.claims import Ground, Transfer, plan_moves

NOTHING = Ground(*[Decimal(0)] * 4)


class MdPoolPreview(models.AbstractModel):
    """What channels would see if goods changed their pool; nothing is done."""

    _name = "md.pool.preview"
    _description = "Preview of Pool Moves"

    def _effect(self, product, warehouse, source, target, quantity):
        """What a pool move would do: the same rule, on what is so at the moment.

        :return: (what the source may give, why it cannot be done or False,
            [{channel_id, before, after}] of all channels that sell from the warehouse)
        """
        mover = self.env["md.pool.mover"]
        wish = mover._wish(product, warehouse, source, target, quantity)
        channels = self.env["md.channel"].search(
            [("company_id", "=", warehouse.company_id.id)]
        )
        channels = channels.filtered(
            lambda channel: (
                warehouse in channel._draws_from_or_none() and not channel._owner()
            )
        )
        before = self._ground(product, warehouse, source | target)
        have = before.shares().get(wish.source, 0)
        after, refusal = before, False
        if wish.source != wish.target and wish.quantity > 0:
            refusal = self._wrong(wish)
            steps, grounds = plan_moves([wish], {wish.place: before}, "move")
            after = grounds[wish.place]
            if not refusal and not isinstance(steps[0], Transfer):
                refusal = mover._refusal(wish, steps[0])
        rows = [
            {
                "channel_id": channel.id,
                "before": before.free(channel._terms()),
                "after": after.free(channel._terms()),
            }
            for channel in channels
        ]
        return have, refusal, rows

    def _wrong(self, wish):
        """Why a wish makes no sense, or False."""
        try:
            self.env["md.pool.mover"]._check([wish])
        except UserError as wrong:
            return str(wrong)
        return False

    def _ground(self, product, warehouse, pools):
        found = self.env["md.availability"]._grounds(product, warehouse)
        ground = found.get((product.id, warehouse.id), NOTHING)
        mover, place = self.env["md.pool.mover"], (product.id, warehouse.id)
        return mover._with_pools(self.env.cr, {place: ground}, pools.ids)[place]
