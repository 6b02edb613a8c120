import logging
import secrets
from decimal import Decimal

from psycopg2 import errors

from odoo import models
from odoo.tools import SQL

from ..lib.claims import Contender, Slot, rank, stand
from .reconcile_sql import SHORTAGE_SQL
from .shortage_sql import (
    CONTENDERS_SQL,
    OVER_SQL,
    PROMISED_SQL,
    SCANNED_SQL,
    UNSETTLED_KEYS_SQL,
    WAITING_SQL,
)

_logger = logging.getLogger(__name__)
NOTHING = Decimal(0)
AT_ONCE = 500  # places that are read together
MOST = 1000  # places that the scheduled job looks at
SHOWN = 20  # of those who keep all, the weakest that a decision shows


class MdShortageWatch(models.AbstractModel):
    """Sees where reality took what was promised, and decides who loses.

    Looks after each change of stock was published: a till sale, a count, goods that
    nobody planned to leave. What is decided is committed with what it does to the
    claims, so that claims fit what is there; what follows is for `md.shortage.relief`.
    """

    _name = "md.shortage.watch"
    _description = "Watch over Shortages"

    def _look(self, pairs):
        """Decide where goods are missing; leave what follows to `md.shortage.relief`.

        :param pairs: {(product id, warehouse id)} of which something changed
        """
        self.env["md.shortage.relief"]._soon(*self._decide_all(pairs))

    def _decide_all(self, pairs):
        """(ids of new shortages, pairs of which somebody misses goods)."""
        places, waiting = self._concerned(pairs)
        decided = []
        for start in range(0, len(places), AT_ONCE):
            for place in self._short(places[start : start + AT_ONCE]):
                try:
                    decided += self._decide(place)
                except Exception:
                    _logger.exception("shortage of product %s is left", place[0])
        return decided, waiting

    def _concerned(self, pairs):
        """(places of pairs with promises, pairs of which somebody misses some)."""
        values = {
            "products": [product for product, _warehouse in pairs],
            "warehouses": [warehouse for _product, warehouse in pairs],
        }
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            cr.execute(SQL(PROMISED_SQL, **values))
            places = [Slot(*row) for row in cr.fetchall()]
            cr.execute(SQL(WAITING_SQL, **values))
            return places, set(cr.fetchall())

    def _short(self, places):
        """Those of some places where less is there than is promised."""
        mover = self.env["md.pool.mover"]
        with self.env["md.own.transaction"]._begin() as cr:
            grounds = mover._grounds(cr, set(places), set(places), ())
        return sorted(place for place in grounds if self._missing(grounds[place]))

    def _missing(self, ground):
        """What is promised in a place and not there.

        A plan that reserved goods without a claim has promised them to nobody.
        """
        return max(-ground.unpromised - ground.unclaimed, NOTHING)

    def _decide(self, place):
        """Take what is missing in a place off the weakest claims; see `rank`.

        :return: ids of the shortages; none where it cannot be known yet, because of
            what is not settled: settling is an event, and it is looked at again
        """
        folder = self.env["md.claim.folder"]
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            cr.execute(SQL(UNSETTLED_KEYS_SQL, **self._here(place)))
            keys = [row[0] for row in cr.fetchall()]
            cr.execute(SQL(OVER_SQL, **self._here(place)))
            over = [row[0] for row in cr.fetchall()]
        for key in keys:
            folder._fold_one(key)
        folder._let_go(over, "expire")
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
        missing = self._missing(mover._grounds(cr, locked, {place}, ())[place])
        if missing <= NOTHING:
            return []
        cr.execute(SQL(CONTENDERS_SQL, **self._here(place)))
        rows = {row["id"]: row for row in cr.dictfetchall()}
        env = self.env(cr=cr, su=True)
        seed = secrets.token_hex(8)
        ranks = rank(env[self._name]._contenders(place, rows), missing, seed)
        less = [
            (one.contender.claim_id, "lose", one.loses, None)
            for one in ranks
            if one.loses > NOTHING
        ]
        self.env["md.claim.settler"]._free(cr, less)
        return env[self._name]._write_down(place, ranks, rows, missing, seed)

    def _contenders(self, place, rows):
        """`Contender` of claims, what is scanned of them set apart."""
        standings = self.env["md.shortage.standing"]._of(rows.values())
        keys = sorted({row["key"] for row in rows.values()})
        query = SQL(SCANNED_SQL, keys=keys, **self._here(place))
        self.env.cr.execute(query)
        scanned = {key: Decimal(part) for key, part in self.env.cr.fetchall()}
        found = []
        for key in keys:
            mine = [
                Contender(n, key, standings[n], row["at"], Decimal(row["left"]))
                for n, row in rows.items()
                if row["key"] == key
            ]
            found += stand(mine, scanned.get(key, NOTHING))
        return found

    def _write_down(self, place, ranks, rows, missing, seed):
        """A shortage for each that loses; return their ids. The first keeps who else
        had a right to the goods, as far as they are near the line.
        """
        news, shortages = self.env["md.shortage.news"], self.env["md.stock.shortage"]
        losers = [one for one in ranks if one.loses > NOTHING]
        near = [one for one in ranks if not one.loses][-SHOWN:] + losers
        common = {
            "at": self.env.cr.now(),
            "product_id": place.product_id,
            "warehouse_id": place.warehouse_id,
            "owner_id": place.owner_id,
            "missing": float(missing),
            "cause": news._cause(place),
            "seed": seed,
        }
        first = False
        for one in losers:
            claim, row = one.contender, rows[one.contender.claim_id]
            values = {
                "pool_id": row["pool_id"],
                "key": claim.key,
                "claim_id": claim.claim_id,
                "channel_id": row["channel_id"],
                "claimed_at": claim.at,
                "standing": claim.standing.name.lower(),
                "strength": int(claim.standing),
                "quantity": float(one.loses),
                "left": float(one.loses),
                "drawn": one.drawn,
                "first_id": first and first.id,
            }
            if not first:
                values["contenders"] = [news._as_kept(each, seed) for each in near]
            shortage = shortages.create({**common, **values})
            first = first or shortage
            shortages |= shortage
        return shortages.ids

    def _cron_watch(self):
        """Every five minutes: whatever a killed process left, over all stock."""
        self.env.flush_all()
        self.env.cr.execute(SQL(SHORTAGE_SQL, first=0, last=2**31 - 1, limit=MOST))
        pairs = {tuple(row[:2]) for row in self.env.cr.fetchall()}
        rows = self.env["md.stock.shortage"].search([("missing_now", "=", True)])
        decided, waiting = self._decide_all(pairs | rows._pairs())
        relief = self.env["md.shortage.relief"]
        relief._follow_up(decided)
        relief._refill(waiting)
