from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..lib.claims import Claim, Fact, Slot, settle
from .claim_sql import (
    CONFIRM_SQL,
    CONSUMED_SQL,
    FACTS_SQL,
    FREE_SQL,
    INSERT_COUNTERS_SQL,
    LIVE_SQL,
    LOCK_SQL,
    NEED_SQL,
    TAKE_SQL,
)
from .pool_sql import TARGETS_SQL, TRANSFER_SQL
from .shortage_sql import LOST_SQL

TRIES = 5
# Models that the statements read, beside the claims' own tables.
READS = (
    *("stock.location", "stock.lot", "stock.move", "stock.move.line", "stock.quant"),
    "md.pending.sale",
)


class Unlocked(Exception):
    """Counters are needed that are not locked: start again with them."""

    def __init__(self, slots):
        super().__init__(f"not locked: {slots}")
        self.slots = slots


class MdClaimSettler(models.AbstractModel):
    """Locks counters, and brings the claims of keys in line with what was committed.

    State is compared, not changes: facts that overtake one another, repeats and old
    snapshots end the same.
    """

    _name = "md.claim.settler"
    _description = "Claim Settler"

    def _locked(self, keys, slots, work):
        """Call ``work(cr, locked)`` with places locked: of ``slots`` and live claims.

        In a short READ COMMITTED transaction of its own, committed when it returns;
        begun anew, with more slots, when it raises `Unlocked` (having written nothing).

        :param keys: whose live claims' counters are locked too
        :raises psycopg2.errors.LockNotAvailable: others held the rows for 2 s
        """
        slots = {slot.place for slot in slots}
        for _try in range(TRIES):
            try:
                with self.env["md.own.transaction"]._begin(sees=READS) as cr:
                    cr.execute(SQL(LOCK_SQL, keys=list(keys), **columns(slots)))
                    locked = {Slot(*row) for row in cr.fetchall()}
                    if not slots <= locked:
                        raise Unlocked(slots - locked)
                    result = work(cr, locked)
                self.env["md.availability.feed"]._soon()
                return result
            except Unlocked as more:
                slots |= more.slots
                self._make_counters(slots)
        raise RuntimeError(f"claims of {keys} do not come to rest")

    def _make_counters(self, slots):
        # in a transaction of its own: a row is never waited for while one further back
        # in the order of locks is held
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            cr.execute(SQL(INSERT_COUNTERS_SQL, **columns(slots)))

    def _settle(self, cr, keys, locked):
        """Apply the committed facts of ``keys``; ``locked`` are the slots that are.

        :return: how many facts there were
        :raises Unlocked: before anything is written
        """
        cr.execute(SQL(FACTS_SQL, keys=list(keys)))
        rows = cr.dictfetchall()
        if not rows:
            return 0
        ids = [row.pop("id") for row in rows]
        facts = [
            Fact(
                **{
                    **row,
                    "owner_id": row["owner_id"] or 0,
                    "quantity": Decimal(row["quantity"] or 0),
                }
            )
            for row in rows
        ]
        claims = self._live(cr, keys)
        plan = settle(facts, claims, self._needs(cr, facts), self._consumed(cr, facts))
        used = {claim.slot.place for claim in claims}
        used |= {slot for _key, slot in plan.adopt}
        if not used <= locked:
            raise Unlocked(used - locked)
        self._write(cr, plan)
        cr.execute(SQL("DELETE FROM md_claim_fact WHERE id = ANY(%s)", ids))
        return len(ids)

    def _live(self, cr, keys):
        cr.execute(SQL(LIVE_SQL, keys=list(keys)))
        return [
            Claim(number, key, Slot(*slot), state == "confirmed", Decimal(left))
            for number, key, *slot, state, left in cr.fetchall()
        ]

    def _needs(self, cr, facts):
        keys = list({fact.key for fact in facts if fact.kind == "review"})
        if not keys:
            return {}
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        cr.execute(SQL(NEED_SQL, keys=keys, digits=digits))
        return {
            tuple(place): (Decimal(needed), Decimal(reserved))
            for *place, needed, reserved in cr.fetchall()
        }

    def _consumed(self, cr, facts):
        sources = [fact.source for fact in facts if fact.kind == "consume"]
        if not sources:
            return ()
        cr.execute(SQL(CONSUMED_SQL, sources=sources))
        return {row[0] for row in cr.fetchall()}

    def _write(self, cr, plan):
        if plan.confirm:
            cr.execute(SQL(CONFIRM_SQL, claims=plan.confirm))
        self._free(cr, plan.less)
        if adopt := self._without_lost(cr, plan.adopt):
            self._take(cr, adopt, "adopt", None)

    def _without_lost(self, cr, adopt):
        """Of what is to be adopted, what is not lost: see `md.stock.shortage`."""
        if not adopt:
            return adopt
        values = columns([slot for _key, slot in adopt], ordered=True)
        values.pop("pools")
        cr.execute(SQL(LOST_SQL, keys=[key for key, _slot in adopt], **values))
        left = dict(adopt)
        for key, *place, lost in cr.fetchall():
            left[key, Slot(*place)] -= Decimal(lost)
        return {place: part for place, part in left.items() if part > 0}

    def _take(self, cr, given, kind, seconds, channel=0):
        """Insert claims {(key, `Slot`): quantity} of a channel; return their ids.

        Held for ``seconds``; confirmed at once when that is None.
        """
        order = sorted(given)
        cr.execute(
            SQL(
                TAKE_SQL,
                keys=[key for key, _slot in order],
                quantities=[given[place] for place in order],
                kind=kind,
                seconds=seconds,
                channel=channel,
                **columns([slot for _key, slot in order], ordered=True),
            )
        )
        return [row[0] for row in cr.fetchall()]

    def _transfer(self, cr, transfers, why, *, user=None, batches=None, rules=None):
        """Goods change their pool, as `Transfer` say; their places are locked.

        :param why: a reason, or the key that they are claimed by; a list has one for
            each
        :param batches: names under which each is done once, as many as ``transfers``
        :param rules: ids of the rules that say so, as many
        :return: ids of the pool moves, in the order of ``transfers``
        """
        if not transfers:
            return []
        targets = {move.place._replace(pool_id=move.target) for move in transfers}
        cr.execute(SQL(TARGETS_SQL, **columns(targets)))
        places = columns([move.place for move in transfers], ordered=True)
        places.pop("pools")
        cr.execute(
            SQL(
                TRANSFER_SQL,
                sources=[move.source for move in transfers],
                targets=[move.target for move in transfers],
                quantities=[move.quantity for move in transfers],
                kinds=[move.kind for move in transfers],
                user=user,
                whys=why if isinstance(why, list) else [why] * len(transfers),
                batches=batches or [None] * len(transfers),
                rules=rules or [None] * len(transfers),
                **places,
            )
        )
        return [row[0] for row in cr.fetchall()]

    def _free(self, cr, less):
        """[(claim, kind, quantity, source)] goes off claims and counters."""
        if less:
            names = ("claims", "kinds", "quantities", "sources")
            values = map(list, zip(*less, strict=True))
            cr.execute(SQL(FREE_SQL, **dict(zip(names, values, strict=True))))


def columns(slots, *, ordered=False):
    """Slots as the arrays that the statements unnest; sorted unless ``ordered``."""
    rows = slots if ordered else sorted(slots)
    values = map(list, zip(*rows, strict=True)) if rows else ([], [], [], [])
    names = ("products", "warehouses", "owners", "pools")
    return dict(zip(names, values, strict=True))
