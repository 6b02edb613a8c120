import logging
import secrets
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from psycopg2 import errors

from odoo import fields, models
from odoo.tools import SQL

from ..lib.claims import Contender, Slot, rank
from .reconcile_sql import SHORTAGE_SQL
from .shortage_sql import (
    CONTENDERS_SQL,
    HOLDS_SQL,
    PROMISED_SQL,
    TAKE_SQL,
    UNSETTLED_KEYS_SQL,
    WAITING_SQL,
)

_logger = logging.getLogger(__name__)
NOTHING = Decimal(0)
AT_ONCE = 500  # places that are read together
MOST = 1000  # places that the scheduled job looks at
SHOWN = 20  # contenders beside the losers that a shortage keeps
OPEN_STATES = ("new", "open")
HOLD_LASTS = timedelta(hours=2)  # the longest that somebody may take to pay


class MdShortageWatch(models.AbstractModel):
    """Sees where reality took what was promised, and decides who loses.

    Looks after each change of stock was published: a till sale, a count, goods that
    nobody planned to leave. What is decided is committed with what it does to the
    claims, so that claims fit what is there; owners are told and reservations given up
    afterwards, again after a kill.
    """

    _name = "md.shortage.watch"
    _description = "Watch over Shortages"

    def _look(self, pairs):
        """Decide where goods are missing, and end shortages where they came back.

        :param pairs: {(product id, warehouse id)} of which something changed
        """
        values = {
            "products": [product for product, _warehouse in pairs],
            "warehouses": [warehouse for _product, warehouse in pairs],
        }
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            cr.execute(SQL(PROMISED_SQL, **values))
            places = [Slot(*row) for row in cr.fetchall()]
            cr.execute(SQL(WAITING_SQL, **values))
            waiting = set(cr.fetchall())
        for start in range(0, len(places), AT_ONCE):
            for place in self._short(places[start : start + AT_ONCE]):
                for shortage in self._decide(place):
                    self._follow_up(shortage)
        if waiting:
            self._refill(waiting)

    def _short(self, places):
        """Those of some places where less is there than is promised."""
        mover = self.env["md.pool.mover"]
        with self.env["md.own.transaction"]._begin() as cr:
            grounds = mover._grounds(cr, set(places), set(places), ())
        return sorted(place for place in grounds if grounds[place].unpromised < NOTHING)

    # Deciding

    def _decide(self, place):
        """Take what is missing in a place off the weakest claims; see `rank`.

        :return: ids of the shortages; none where it cannot be known yet, because of
            what is not settled: settling is an event, and it is looked at again
        """
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            cr.execute(SQL(UNSETTLED_KEYS_SQL, **self._here(place)))
            keys = [row[0] for row in cr.fetchall()]
        for key in keys:
            self.env["md.claim.folder"]._fold_one(key)
        try:
            return self.env["md.claim.settler"]._locked(
                (), {place}, lambda cr, locked: self._decide_in(cr, locked, place)
            )
        except errors.LockNotAvailable:
            _logger.info("product %s is looked at again, for it is in use", place[0])
            self.env["md.availability.feed"]._touched({place[:2]})
            return []

    def _here(self, place):
        names = ("product", "warehouse", "owner")
        return dict(zip(names, place[:3], strict=True))

    def _decide_in(self, cr, locked, place):
        mover = self.env["md.pool.mover"]
        cr.execute(SQL(UNSETTLED_KEYS_SQL, **self._here(place)))
        if cr.rowcount or mover._unsettled(cr, {place}):
            return []
        missing = -mover._grounds(cr, locked, {place}, ())[place].unpromised
        if missing <= NOTHING:
            return []
        cr.execute(SQL(CONTENDERS_SQL, **self._here(place)))
        rows = {row["id"]: row for row in cr.dictfetchall()}
        env = self.env(cr=cr, su=True)
        standings = env["md.shortage.standing"]._of(rows.values())
        contenders = [
            Contender(
                claim, row["key"], standings[claim], row["at"], Decimal(row["left"])
            )
            for claim, row in rows.items()
        ]
        seed = secrets.token_hex(8)
        ranks = rank(contenders, missing, seed)
        losers = [one for one in ranks if one.loses > NOTHING]
        if not losers:  # what is reserved without a claim is more than there is
            return []
        less = [(one.contender.claim_id, "lose", one.loses, None) for one in losers]
        self.env["md.claim.settler"]._free(cr, less)
        return env[self._name]._write_down(place, ranks, rows, missing, seed)

    def _write_down(self, place, ranks, rows, missing, seed):
        """A shortage for each loser; return their ids."""
        news, now = self.env["md.shortage.news"], self.env.cr.now()
        winners = [one for one in ranks if not one.loses][-SHOWN:]
        losers = [one for one in ranks if one.loses]
        near = winners + losers[:SHOWN]
        facts = [news._as_kept(one, rows[one.contender.claim_id], seed) for one in near]
        cause = news._cause(place)
        shortages = self.env["md.stock.shortage"].create(
            [
                {
                    "at": now,
                    "product_id": place.product_id,
                    "warehouse_id": place.warehouse_id,
                    "owner_id": place.owner_id,
                    "pool_id": rows[claim]["pool_id"],
                    "key": rows[claim]["key"],
                    "claim_id": claim,
                    "channel_id": rows[claim]["channel_id"],
                    "claimed_at": one.contender.at,
                    "standing": one.contender.standing.name.lower(),
                    "quantity": float(one.loses),
                    "left": float(one.loses),
                    "missing": float(missing),
                    "cause": cause,
                    "contenders": facts,
                    "drawn": one.drawn,
                    "seed": seed,
                }
                for one in losers
                for claim in [one.contender.claim_id]
            ]
        )
        return shortages.ids

    # What follows

    def _follow_up(self, shortage):
        """Give up what the loser has reserved, tell its owner; done once.

        Then all who have a right to goods there reserve what is theirs.
        """
        with self.env["md.own.transaction"]._begin_work() as env:
            env.cr.execute(SQL(TAKE_SQL, shortage=shortage))
            if not env.cr.rowcount:
                return
            row = env["md.stock.shortage"].browse(shortage)
            env[self._name]._give_up(row)
            row.state = "open"
            env["md.shortage.news"]._begun(row)
            keys = {one["key"] for one in row.contenders} | {row.key}
            open_moves = env["md.claim.moves"]._open(keys)
            moves = open_moves.filtered(lambda m: m.product_id == row.product_id).ids
        self._reallocate(moves)

    def _give_up(self, row):
        """Unreserve what a loser's moves have reserved beyond what it has left.

        The moves that are needed last first; what lies in a parcel already stays.
        """
        claims, moves = self.env["md.claim.moves"], self._moves(row)
        lines = moves.move_line_ids.mapped("quantity_product_uom")
        beyond = sum(map(claims._decimal, lines), NOTHING)
        beyond -= self._holds({row.key})[row.key, self._place(row)]
        for move in moves.sorted(lambda m: (m.date, m.id), reverse=True):
            if beyond <= NOTHING:
                return
            before = sum(move.move_line_ids.mapped("quantity_product_uom"))
            move._do_unreserve()
            after = sum(move.move_line_ids.mapped("quantity_product_uom"))
            beyond -= claims._decimal(before - after)

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
        rows = self._waiting(pairs)
        for shortage in rows.filtered(lambda row: row.state == "new").ids:
            self._follow_up(shortage)
        left = self._review(rows)
        for row in left:
            self._reallocate(self._moves(row).ids)
        self._review(left)

    def _moves(self, row):
        """Open moves of a shortage's key that take from its place."""
        slot, moves = self._place(row), self.env["md.claim.moves"]._open([row.key])
        return moves.filtered(lambda move: move._md_slot() == slot)

    def _waiting(self, pairs):
        """Open shortages of pairs, who is served first first."""
        rows = self.env["md.stock.shortage"].search(
            [
                ("state", "in", OPEN_STATES),
                ("product_id", "in", [product for product, _warehouse in pairs]),
                ("warehouse_id", "in", [warehouse for _product, warehouse in pairs]),
            ]
        )
        mine = rows.filtered(lambda row: row._pairs() <= set(pairs))
        standings = [name for name, _label in rows._fields["standing"].selection]
        return mine.sorted(
            lambda row: (-standings.index(row.standing), row.claimed_at, row.id)
        )

    def _review(self, rows):
        """Write down what is still missing; return those that wait for it."""
        with self.env["md.own.transaction"]._begin_work() as env:
            rows = env["md.stock.shortage"].browse(rows.ids).exists()
            rows = rows.filtered(lambda row: row.state == "open")
            watch = env[self._name]
            for same in rows.grouped(lambda row: (row.key, watch._place(row))).values():
                watch._review_same(same)
            left = rows.filtered(lambda row: row.state == "open").ids
        return self.env["md.stock.shortage"].browse(left)

    def _review_same(self, rows):
        """Shortages of one key and place, the newest first: see `_review`."""
        claims, (needed, held) = self.env["md.claim.moves"], self._need(rows[0])
        missing = max(needed - held, NOTHING)
        for row in rows.sorted("id", reverse=True):
            left = min(missing, claims._decimal(row.quantity))
            missing -= left
            if left <= NOTHING:
                row._end("refilled" if needed > NOTHING else "closed")
            elif left != claims._decimal(row.left):
                row.left = float(left)

    def _need(self, row):
        """(needed, still promised) by the key of a shortage in its place.

        An order that is not confirmed needs what it lost, as long as a hold may last.
        """
        place = self._place(row)
        held = self._holds({row.key})[row.key, place]
        order = self.env["md.shortage.standing"]._orders({row.key}).get(row.key)
        if order and order.state in ("draft", "sent"):
            over = row.at < fields.Datetime.now() - HOLD_LASTS
            lost = self.env["md.claim.moves"]._decimal(row.quantity)
            return (NOTHING if over else held + lost), held
        needed, _reserved = self.env["md.claim.moves"]._demand(row.key)
        return needed[place], held

    def _cron_watch(self):
        """Every five minutes: whatever a killed process left, over all stock."""
        self.env.flush_all()
        self.env.cr.execute(SQL(SHORTAGE_SQL, limit=MOST))
        pairs = {tuple(row[:2]) for row in self.env.cr.fetchall()}
        rows = self.env["md.stock.shortage"].search([("state", "in", OPEN_STATES)])
        self._look(pairs | rows._pairs())
