from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib.claims import COMMON, Ground, Slot, Transfer, plan_moves

NOTHING = Decimal(0)
EMPTY = Ground(*[NOTHING] * 4)


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
        pools = source | target
        known = self._grounds(product, warehouse, pools)
        before = self._at([wish.place], known, pools)[wish.place]
        after = before
        have, refusal = before.shares().get(wish.source, NOTHING), False
        if wish.source != wish.target and wish.quantity > 0:
            refusal = self._wrong(wish)
            steps, planned = plan_moves([wish], {wish.place: before}, "move")
            after = planned[wish.place]
            if not refusal and not isinstance(steps[0], Transfer):
                refusal = mover._refusal(wish, steps[0])
        rows = [
            {
                "channel_id": channel.id,
                "before": before.free(channel._terms()),
                "after": after.free(channel._terms()),
            }
            for channel in self._channels(warehouse)
        ]
        return have, refusal, rows

    def _effects(self, wishes):
        """What pool moves would do, one after the other, each with what others leave.

        :return: (as `plan_moves`: what becomes of each wish, [{channel_id, product_id,
            before, after}] over all warehouses, where it changes)
        """
        places = {wish.place for wish in wishes}
        warehouses = self.env["stock.warehouse"].browse(
            {p.warehouse_id for p in places}
        )
        products = self.env["product.product"].browse({p.product_id for p in places})
        pools = {pool for wish in wishes for pool in wish[1:3]} - {COMMON}
        pools = self.env["md.inventory.pool"].browse(sorted(pools))
        sellers = self._sellers(warehouses)
        draws = {warehouse for _terms, draws in sellers for warehouse in draws}
        warehouses |= warehouses.browse(draws)
        known = self._grounds(products, warehouses, pools)
        before = self._at(places, known, pools)
        steps, after = plan_moves(wishes, before, "move")
        rows = []
        for (terms, draws), channels in sellers.items():
            changes = self._changes(terms, draws, before, after)
            for product in sorted(changes):
                now = sum(
                    known[product, warehouse].free(terms)
                    for warehouse in draws
                    if (product, warehouse) in known
                )
                found = {"product_id": product, "before": now}
                found["after"] = now + changes[product]
                rows += ({**found, "channel_id": channel.id} for channel in channels)
        return steps, rows

    def _changes(self, terms, draws, before, after):
        """{product id: how much more may be promised}, where that is not 0."""
        found = defaultdict(Decimal)
        for place, ground in before.items():
            if place.warehouse_id in draws and ground != after[place]:
                change = after[place].free(terms) - ground.free(terms)
                found[place.product_id] += change
        return {product: change for product, change in found.items() if change}

    def _sellers(self, warehouses):
        """{(`Terms` of nobody, ids of warehouses): channels that sell alike}."""
        found = defaultdict(list)
        for channel in self._channels(warehouses):
            terms = replace(channel._terms(), channel_id=0)
            found[terms, tuple(channel._draws_from_or_none().ids)].append(channel)
        return found

    def _channels(self, warehouses):
        """Channels that sell own goods out of some warehouses."""
        channels = self.env["md.channel"].search(
            [("company_id", "in", warehouses.company_id.ids)]
        )
        return channels.filtered(
            lambda channel: (
                warehouses & channel._draws_from_or_none() and not channel._owner()
            )
        )

    def _wrong(self, wish):
        """Why a wish makes no sense, or False."""
        try:
            self.env["md.pool.mover"]._check([wish])
        except UserError as wrong:
            return str(wrong)
        return False

    def _grounds(self, products, warehouses, pools):
        """{(product id, warehouse id): `Ground`} where something is on hand.

        As `md.pool.mover` would find it: pools gave up what reality took, and each
        ground has a part of each of ``pools``.
        """
        mover, cr = self.env["md.pool.mover"], self.env.cr
        found = self.env["md.availability"]._grounds(products, warehouses)
        found = mover._with_pools(cr, found, pools.ids)
        unsettled = {
            slot[:2] for slot in mover._unsettled(cr, [Slot(*p) for p in found])
        }
        return {
            place: ground if place in unsettled else ground.leveled()
            for place, ground in found.items()
        }

    def _at(self, places, known, pools):
        """{place: `Ground`}, also where nothing is on hand."""
        found = {place: known.get(place[:2], EMPTY) for place in places}
        return self.env["md.pool.mover"]._with_pools(self.env.cr, found, pools.ids)
