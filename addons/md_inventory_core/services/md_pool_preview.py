from decimal import Decimal

from odoo import models

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
            steps, grounds = plan_moves([wish], {wish.place: before}, "move")
            after = grounds[wish.place]
            if not isinstance(steps[0], Transfer):
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

    def _ground(self, product, warehouse, pools):
        found = self.env["md.availability"]._grounds(product, warehouse)
        ground = found.get((product.id, warehouse.id), NOTHING)
        mover, place = self.env["md.pool.mover"], (product.id, warehouse.id)
        return mover._with_pools(self.env.cr, {place: ground}, pools.ids)[place]
