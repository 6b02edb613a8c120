from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..lib.claims import Ground, Slot, additions
from .claim_sql import GROUND_SQL, INSERT_COUNTERS_SQL, LOCK_SQL, TAKE_SQL

# Longer than the longest request (limit_time_real): a hold is never swept under the
# transaction that is about to confirm it.
HOLD_SECONDS = 30 * 60
TRIES = 3


class MdClaimStore(models.AbstractModel):
    """Takes claims, each call in a short READ COMMITTED transaction of its own.

    The only place where a counter goes up. What it returns is committed; the caller's
    snapshot does not see it, so nothing is read back: keep the answer.
    """

    _name = "md.claim.store"
    _description = "Claim Store"

    def _claim(self, key, wanted, *, whole=False, seconds=HOLD_SECONDS):
        """Claim what ``key`` wants and does not hold yet.

        :param str key: who claims; known before the order's row is, so that a repeat
            finds what it has. A repeat grants nothing more.
        :param dict wanted: {`Slot`: Decimal in the product's own unit}, above zero; the
            whole demand of the key, not what is added to it
        :param bool whole: all or nothing over all slots
        :param int seconds: after which a hold that nobody confirmed is swept
        :return: ({`Slot`: Decimal that the key holds now}, ids of its live claims that
            are held, ids of those that this call took). Confirm all of the former, free
            the latter when the caller's transaction fails.
        :raises psycopg2.errors.LockNotAvailable: others held the rows for 2 s
        """
        slots = sorted(wanted)
        for _try in range(TRIES):
            with self.env["md.own.transaction"]._begin() as cr:
                if self._lock(cr, slots):
                    return self._take(cr, key, wanted, whole, seconds)
            # in a transaction of its own: a row is never waited for while one further
            # back in the order of locks is held
            with self.env["md.own.transaction"]._begin() as cr:
                cr.execute(SQL(INSERT_COUNTERS_SQL, **columns(slots)))
        raise RuntimeError(f"counters of {slots} vanish")

    def _lock(self, cr, slots):
        """Lock the counters of ``slots`` in their order; whether all are there."""
        cr.execute(SQL(LOCK_SQL, **columns(slots)))
        return cr.rowcount == len(slots)

    def _take(self, cr, key, wanted, whole, seconds):
        slots = sorted(wanted)
        cr.execute(SQL(GROUND_SQL, key=key, **columns(slots)))
        grounds, held_ids = {}, []
        for product, warehouse, pool, *known, ids in cr.fetchall():
            known = (Decimal(value) for value in known)
            grounds[Slot(product, warehouse, pool)] = Ground(*known)
            held_ids += ids or ()
        given = additions(wanted, grounds, whole=whole)
        taken = []
        if given:
            order = sorted(given)
            cr.execute(
                SQL(
                    TAKE_SQL,
                    key=key,
                    seconds=seconds,
                    quantities=[given[slot] for slot in order],
                    **columns(order),
                )
            )
            taken = [row[0] for row in cr.fetchall()]
        holds = {
            slot: grounds[slot].held + given.get(slot, Decimal(0)) for slot in slots
        }
        return holds, held_ids + taken, taken


def columns(slots):
    """Slots as the arrays that the statements unnest."""
    names = ("products", "warehouses", "pools")
    return dict(zip(names, map(list, zip(*slots, strict=True)), strict=True))
