import logging
from decimal import Decimal

from psycopg2 import errors

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, float_repr

from ..lib.claims import COMMON, Slot, Transfer, Wish, plan_moves, to_level
from .md_claim_settler import columns
from .pool_sql import (
    DONE_SQL,
    FORGET_SQL,
    FREE_PLACES_SQL,
    POOLS_SQL,
    UNSETTLED_SQL,
    read_parts,
)

_logger = logging.getLogger(__name__)
NOTHING = Decimal(0)
AT_ONCE = 50  # places that are locked together by what nobody waits for
OVER = "over"


class MdPoolMover(models.AbstractModel):
    """Takes units from one pool to another; nothing moves.

    In short READ COMMITTED transactions of its own, like claims (see
    `md.claim.store`): what it returns is committed.
    """

    _name = "md.pool.mover"
    _description = "Pool Mover"

    def _move(self, wishes, why, *, kind="move", batches=None, user=None, whole=True):
        """Take units from pool to pool, in the order given.

        :param wishes: [`Wish`]
        :param why: a person's reason; or a list with one for each wish
        :param batches: a name for each wish under which it is done once: asked for
            again, the pool move that there is answers
        :param whole: all or none; else each by itself
        :return: [id of the pool move, or the Decimal that the source has when that is
            less than was wanted], one for each wish
        :raises UserError: naming pool, product and quantity, when ``whole``; or what
            else is wrong with a wish
        """
        self._check(wishes)
        settler, pools = self.env["md.claim.settler"], set()
        names = batches or [None] * len(wishes)
        whys = why if isinstance(why, list) else [why] * len(wishes)
        for wish in wishes:
            pools |= {wish.source, wish.target} - {COMMON}

        def move(cr, locked):
            # nobody deletes them meanwhile
            cr.execute(
                "SELECT FROM md_inventory_pool WHERE id = ANY(%s) FOR KEY SHARE",
                [sorted(pools)],
            )
            done = self._done(cr, names)
            left = [n for n, name in enumerate(names) if name not in done]
            places = {wish.place for wish in wishes}
            grounds = self._leveled(cr, locked, places, pools)
            plan, _after = plan_moves([wishes[n] for n in left], grounds, kind)
            answers = [done.get(name) for name in names]
            for n, step in zip(left, plan, strict=True):
                answers[n] = step
            new = [n for n in left if isinstance(answers[n], Transfer)]
            if whole and len(new) < len(left):
                return answers
            ids = settler._transfer(
                cr,
                [answers[n] for n in new],
                [whys[n] for n in new],
                user=(user or self.env.user).id,
                batches=[names[n] for n in new],
            )
            for n, move_id in zip(new, ids, strict=True):
                answers[n] = move_id
            return answers

        found = settler._locked((), {wish.place for wish in wishes}, move)
        for wish, answer in zip(wishes, found, strict=True):
            if whole and isinstance(answer, Decimal):
                raise UserError(self._refusal(wish, answer))
        return found

    def _done(self, cr, names):
        """{name: id of the pool move that was done under it}."""
        names = [name for name in names if name]
        if not names:
            return {}
        cr.execute(SQL(DONE_SQL, batches=names))
        return dict(cr.fetchall())

    def _leveled(self, cr, locked, places, pools):
        """As `_grounds`, after pools gave up what reality took of these places."""
        grounds = self._grounds(cr, locked, places, pools)
        unsettled, steps = self._unsettled(cr, places), []
        for place in sorted(places - unsettled):
            steps += self._beyond(place, grounds[place])
        if not steps:
            return grounds
        why = self.env._("Sold or counted")
        self.env["md.claim.settler"]._transfer(cr, steps, why)
        return self._grounds(cr, locked, places, pools)

    def _grounds(self, cr, locked, places, pools):
        """{place: `Ground` with a part of each of ``pools``}."""
        store = self.env["md.claim.store"]
        grounds, _held, _versions = store._grounds(cr, "", places, (), locked, None)
        return self._with_pools(cr, grounds, pools)

    def _with_pools(self, cr, grounds, pools):
        """The grounds with a part of each of some pools; its pool must be there."""
        cr.execute(SQL(POOLS_SQL, pools=list(pools)))
        empty = {part.pool_id: part for part in read_parts(cr.fetchall())}
        if missing := set(pools) - empty.keys():
            raise UserError(self.env._("Pool %s does not exist.", sorted(missing)[0]))
        return {
            place: ground.with_parts(empty.values())
            for place, ground in grounds.items()
        }

    def _check(self, wishes):
        """Whether wishes make sense.

        :raises UserError: naming the pool, product or warehouse that does not
        """
        for wish in wishes:
            product, warehouse = self._names(wish)
            if not wish.quantity > NOTHING:
                message = self.env._("%(product)s: move more than nothing.")
            elif wish.source == wish.target:
                message = self.env._("%(product)s: choose two different pools.")
            elif not product.is_storable:
                message = self.env._("%(product)s is not counted: no pool can have it.")
            else:
                self._check_pools(wish, warehouse)
                continue
            raise UserError(message % {"product": product.display_name})

    def _check_pools(self, wish, warehouse):
        named = {wish.source, wish.target} - {COMMON}
        pools = self.env["md.inventory.pool"].browse(named)
        if missing := pools - pools.exists():
            raise UserError(self.env._("Pool %s does not exist.", missing[0].id))
        for pool in pools:
            # sudo: as far as the pool is seen, so is where it may have goods
            places = pool.sudo().warehouse_ids
            if pool.company_id != warehouse.company_id or (
                places and warehouse not in places
            ):
                raise UserError(
                    self.env._(
                        "Pool %(pool)s has no goods in %(warehouse)s.",
                        pool=pool.name,
                        warehouse=warehouse.name,
                    )
                )
            if pool.id == wish.target and pool.phase == OVER:
                raise UserError(
                    self.env._(
                        "Pool %(pool)s is at its end and takes no goods.",
                        pool=pool.name,
                    )
                )

    def _names(self, wish):
        product = self.env["product.product"].browse(wish.place.product_id)
        return product, self.env["stock.warehouse"].browse(wish.place.warehouse_id)

    def _refusal(self, wish, have):
        """One sentence: which pool has less of what than is wanted."""
        product, warehouse = self._names(wish)
        pool = self.env["md.inventory.pool"].browse(wish.source or [])
        return self.env._(
            "%(pool)s has %(have)s of %(product)s in %(warehouse)s that nobody was "
            "promised, not %(wanted)s.",
            pool=pool.name or "COMMON",
            have=f"{have.normalize():f}",
            wanted=f"{wish.quantity.normalize():f}",
            product=product.display_name,
            warehouse=warehouse.name,
        )

    def _wish(self, product, warehouse, source, target, quantity, owner=0):
        """A `Wish` for records; a pool that is none is COMMON."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        place = Slot(product.id, warehouse.id, owner)
        exact = Decimal(float_repr(quantity, digits))
        return Wish(place, source.id or COMMON, target.id or COMMON, exact)

    # What nobody asks for

    def _give_back(self, pools, why):
        """What nobody was promised of some pools goes to COMMON; debts to them end.

        :return: whether all of it did; what is in use by others now is left
        """
        after, complete, own = (0, 0, 0), True, self.env["md.own.transaction"]
        while True:
            with own._begin(sees=()) as cr:
                query = SQL(
                    FREE_PLACES_SQL, pools=list(pools), after=after, limit=AT_ONCE
                )
                cr.execute(query)
                rows = cr.fetchall()
            if not rows:
                return complete
            after = rows[-1]
            left = self._level_patiently([Slot(*row) for row in rows], why, pools)
            complete = complete and not left

    def _level_patiently(self, places, why, ending=()):
        """`_level`, one by one where some are in use; return those that still are."""
        try:
            self._level(places, why, ending)
            return []
        except errors.LockNotAvailable:
            if len(places) == 1:
                _logger.info("pools of product %s are leveled later", places[0][0])
                return places
        left = []
        for place in places:
            left += self._level_patiently([place], why, ending)
        return left

    def _level(self, places, why, ending=()):
        """Pools give up what is beyond their share; those ``ending`` all that is free.

        An open pool is not at its end, whatever was so when somebody looked. Where
        goods left that are still claimed, for that is not settled yet, nobody knows
        what reality took: settling it is an event, and the place is looked at again.

        :return: how many pool moves that were
        """
        settler = self.env["md.claim.settler"]

        def level(cr, locked):
            grounds = self._grounds(cr, locked, places, ())
            unsettled = self._unsettled(cr, places)
            steps, over = [], []
            for place in sorted(grounds):
                ground = grounds[place].with_ending(ending)
                over += [
                    place._replace(pool_id=part.pool_id)
                    for part in ground.parts
                    if part.phase == OVER and part.lent
                ]
                steps += self._beyond(place, ground, place in unsettled)
            if over:
                cr.execute(SQL(FORGET_SQL, why=why, **columns(over)))
            return len(settler._transfer(cr, steps, why))

        return settler._locked((), places, level)

    def _beyond(self, place, ground, unsettled=False):
        """`Transfer` of what the pools of a place hold beyond their shares."""
        beyond = to_level(ground.unpromised, ground.parts)
        phases = {part.pool_id: part for part in ground.parts}
        return [
            Transfer(place, pool, COMMON, part, "end" if over else "reality")
            for pool, part in sorted(beyond.items())
            for over in [phases[pool].phase == OVER]
            if over or not unsettled
        ]

    def _unsettled(self, cr, places):
        """Places of which goods left that are still claimed."""
        cr.execute(SQL(UNSETTLED_SQL, **columns(places)))
        return {Slot(*row) for row in cr.fetchall()}

    def _unleveled(self, places):
        """Those of some places where pools hold more than their shares."""
        with self.env["md.own.transaction"]._begin() as cr:
            grounds = self._grounds(cr, set(places), places, ())
        return [place for place in places if self._beyond(place, grounds[place])]
