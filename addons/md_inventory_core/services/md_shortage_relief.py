import logging
import random
import time
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..lib.claims import Slot, Standing
from .shortage_sql import HOLDS_SQL, TAKE_SQL

_logger = logging.getLogger(__name__)
NOTHING = Decimal(0)
HOLD_LASTS = timedelta(hours=2)  # the longest that somebody may take to pay
TRIES = 4
PATIENCE = "2s"  # for documents that others are at work on
OTHERS = 50  # moves that are tried when who lost goods needs them no more
WAITS = ("confirmed", "partially_available")


class MdShortageRelief(models.AbstractModel):
    """What follows a shortage: its reservation is given up, its owner told; goods that
    come back go to who lost them.

    Each step is committed by itself and can be repeated; one that fails stops no other
    and is done by the scheduled job.
    """

    _name = "md.shortage.relief"
    _description = "Relief of Shortages"

    def _soon(self, shortages, pairs):
        """`_follow_up` and `_refill`, without keeping who publishes from it."""
        if not self.env["md.own.transaction"]._ends():
            self._follow_up(shortages)
            self._refill(pairs)
            return
        background = self.env["md.background"]
        if shortages:
            background._soon(self._name, "_follow_up", shortages)
        if pairs:
            background._soon(self._name, "_refill", pairs)

    def _follow_up(self, shortages):
        """Give up what losers have reserved and tell their owners; each once.

        Then all who have a right to goods there reserve what is theirs.

        :param shortages: ids
        """
        done = [number for number in shortages if self._begin_patiently(number)]
        if not done:
            return
        # in a transaction of its own: the caller's may not see what was just decided
        with self.env["md.own.transaction"]._begin_work() as env:
            rows = env["md.stock.shortage"].browse(done)
            waiting = []
            for same in rows.grouped(lambda row: row._decision()).values():
                env["md.shortage.news"]._tell(same)
                waiting += env[self._name]._who_waits(same[0])
        self._reallocate(waiting)

    def _who_waits(self, row):
        """Moves by id of those that had a right to the goods and wait for some."""
        kept = row._decision().contenders or []
        moves = self.env["md.claim.moves"]._open({one["key"] for one in kept})
        return moves.filtered(
            lambda m: m.product_id == row.product_id and m.state in WAITS
        ).ids

    def _begin_patiently(self, shortage):
        """Whether this call began a shortage's follow-up; tried again when others are
        at work on the same documents, and left to the scheduled job after that.
        """
        for number in range(TRIES):
            try:
                return self._begin(shortage)
            except (OperationalError, ConcurrencyError):
                time.sleep(random.uniform(0, 0.1 * 2**number))
            except Exception:
                _logger.exception("shortage %s cannot be followed up", shortage)
                return False
        _logger.info("shortage %s is followed up later", shortage)
        return False

    def _begin(self, shortage):
        with self.env["md.own.transaction"]._begin_work() as env:
            env.cr.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            env.cr.execute(SQL(TAKE_SQL, shortage=shortage))
            if not env.cr.rowcount:
                return False
            row = env["md.stock.shortage"].browse(shortage)
            env[self._name]._give_up(row)
            row.state = "open"
            env["md.shortage.news"]._begun(row)
        return True

    def _give_up(self, row):
        """Unreserve what a loser's moves have reserved beyond what it has left.

        The moves that are needed last first; what lies in a parcel already stays.
        """
        claims, moves = self.env["md.claim.moves"], self._moves(row)
        lines = moves.move_line_ids.mapped("quantity_product_uom")
        beyond = sum(map(claims._decimal, lines), NOTHING)
        beyond -= self._holds({row.key})[row.key, self._place(row)]
        # what waits for goods that were brought for it already has them
        fresh = moves.filtered(lambda m: "done" not in m.move_orig_ids.mapped("state"))
        for move in fresh.sorted(lambda m: (m.date, m.id), reverse=True):
            if beyond <= NOTHING:
                return
            before = sum(move.move_line_ids.mapped("quantity_product_uom"))
            move._do_unreserve()
            after = sum(move.move_line_ids.mapped("quantity_product_uom"))
            beyond -= claims._decimal(before - after)

    def _moves(self, row):
        """Open moves of a shortage's key that take from its place."""
        slot, moves = self._place(row), self.env["md.claim.moves"]._open([row.key])
        return moves.filtered(lambda move: move._md_slot() == slot)

    def _holds(self, keys):
        """{(key, `Slot`): what is still promised}, nothing where there is none."""
        self.env["md.stock.claim"].flush_model()
        self.env.cr.execute(SQL(HOLDS_SQL, keys=list(keys)))
        found = defaultdict(Decimal)
        for key, *place, left in self.env.cr.fetchall():
            found[key, Slot(*place)] = Decimal(left)
        return found

    def _place(self, row):
        return Slot(row.product_id.id, row.warehouse_id.id, row.owner_id)

    def _reallocate(self, moves):
        """Look for goods for moves by id, in turn; to be extended by who knows where
        else goods may come from.
        """
        for move in moves:
            self.env["md.claim.allocator"]._reserve([move])

    # Ending them

    def _refill(self, pairs):
        """Goods may be there again: the strongest gets them first.

        :param pairs: {(product id, warehouse id)}
        """
        with self.env["md.own.transaction"]._begin_work() as env:
            rows = env["md.stock.shortage"].search(
                [
                    ("missing_now", "=", True),
                    ("product_id", "in", [product for product, _place in pairs]),
                    ("warehouse_id", "in", [place for _product, place in pairs]),
                ]
            )
            rows = rows.filtered(lambda row: row._pairs() <= set(pairs))
            new = rows.filtered(lambda row: row.state == "new").ids
            places = {
                place: same.ids for place, same in rows.grouped(self._place).items()
            }
        self._follow_up(new)
        for place, numbers in places.items():
            try:
                self._refill_place(place, numbers)
            except Exception:
                _logger.exception("shortages %s are looked at later", numbers)

    def _refill_place(self, place, shortages):
        left = self._review(shortages)
        mover = self.env["md.pool.mover"]
        with self.env["md.own.transaction"]._begin() as cr:
            ground = mover._grounds(cr, {place}, {place}, ()).get(place)
        free = ground.unpromised if ground else NOTHING
        for number, missing, moves in left:
            if free <= NOTHING:
                return
            self._reallocate(moves)
            free -= missing
            self._review([number])  # what it has now is owed to it no more
        if len(left) < len(shortages) and free > NOTHING:
            with self.env["md.own.transaction"]._begin_work() as env:
                others = env[self._name]._others(place)
            self._reallocate(others)

    def _others(self, place):
        """Moves that wait for goods of a place, by id: nobody comes before them now."""
        return (
            self.env["stock.move"]
            .search(
                [
                    ("product_id", "=", place.product_id),
                    ("state", "in", WAITS),
                    ("location_id.warehouse_id", "=", place.warehouse_id),
                    ("md_claim_key", "!=", False),
                ],
                order="priority desc, date, id",
                limit=OTHERS,
            )
            .ids
        )

    def _review(self, shortages):
        """Write down what is still missing, and how strong who misses it is now.

        :param shortages: ids
        :return: [(id, Decimal that is missing, ids of moves that wait for it)], who
            comes first first
        """
        with self.env["md.own.transaction"]._begin_work() as env:
            relief, decimal = env[self._name], env["md.claim.moves"]._decimal
            rows = env["md.stock.shortage"].browse(shortages).exists()
            rows = rows.filtered(lambda row: row.state in ("open", "dismissed"))
            for same in rows.grouped(lambda r: (r.key, relief._place(r))).values():
                relief._review_same(same)
            waiting = rows.filtered(lambda row: row.state == "open")
            order = waiting.sorted(lambda r: (-r.strength, r.claimed_at, r.id))
            return [
                (row.id, decimal(row.left), relief._moves(row).ids) for row in order
            ]

    def _review_same(self, rows):
        """Shortages of one key and place: see `_review`."""
        claims, (needed, held) = self.env["md.claim.moves"], self._need(rows)
        missing = max(needed - held, NOTHING)
        for row in rows.sorted("id", reverse=True):
            left = min(missing, claims._decimal(row.quantity))
            missing -= left
            if left <= NOTHING:
                row._end("refilled" if needed > NOTHING else "closed")
                continue
            if left != claims._decimal(row.left):
                row.left = float(left)
            strength = self._strength(row)
            if row.strength != strength:
                row.strength = strength

    def _strength(self, row):
        """How strong who lost is now: somebody may have paid since."""
        if row.strength < Standing.PROMISED:
            return row.strength
        known = {"id": row.id, "key": row.key, "confirmed": True}
        found = self.env["md.shortage.standing"]._of([known])
        return int(max(found[row.id], Standing.PROMISED))

    def _need(self, rows):
        """(needed, still promised) by the key of shortages in their place.

        An order that is not confirmed needs what it held, as long as a hold may last.
        """
        place, key = self._place(rows[0]), rows[0].key
        held = self._holds({key})[key, place]
        order = self.env["md.shortage.standing"]._orders({key}).get(key)
        if order and order.state in ("draft", "sent"):
            over = max(rows.mapped("at")) < fields.Datetime.now() - HOLD_LASTS
            wanted = sum(rows.claim_id.exists().mapped("granted"))
            return (
                NOTHING if over else self.env["md.claim.moves"]._decimal(wanted)
            ), held
        needed, _reserved = self.env["md.claim.moves"]._demand(key)
        return needed[place], held
