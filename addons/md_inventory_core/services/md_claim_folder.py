from collections import defaultdict
from decimal import Decimal

from psycopg2 import errors

from odoo import models
from odoo.tools import SQL

from ..lib.claims import Slot, spread
from .claim_sql import (
    CONFIRM_SQL,
    EXPIRED_SQL,
    FACTS_SQL,
    FREE_SQL,
    LIVE_SQL,
    LOCK_SQL,
    SLOTS_OF_SQL,
    STILL_HELD_SQL,
    UNNEEDED_SQL,
    VOID_SQL,
)
from .md_claim_store import columns

BATCH = 500
# A transaction that is about to confirm holds the fact's unique key: then its claim is
# not ours to free, and we do not wait for it.
VOID_PATIENCE = "100ms"


class MdClaimFolder(models.AbstractModel):
    """Applies what committed transactions said about claims, and frees what is left.

    The only place where a counter goes down; each call is a short READ COMMITTED
    transaction of its own that locks counters in the same order as `md.claim.store`.
    """

    _name = "md.claim.folder"
    _description = "Claim Folder"

    def _fold(self, limit=BATCH):
        """Apply at most ``limit`` facts, the oldest first; return how many there were.

        Facts that another folder works on are left to it.
        """
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute(SQL(FACTS_SQL, limit=limit))
            facts = cr.dictfetchall()
            if not facts:
                return 0
            confirmed = [f["claim_id"] for f in facts if f["kind"] == "confirm"]
            keys = list({f["key"] for f in facts if f["key"]})
            self._lock_slots(cr, confirmed, keys)
            if confirmed:
                cr.execute(SQL(CONFIRM_SQL, claims=confirmed))
            if consumed := [f for f in facts if f["kind"] == "consume"]:
                self._take_off(cr, "consume", consumed)
            if review := {f["key"] for f in facts if f["kind"] == "review"}:
                cr.execute(SQL(UNNEEDED_SQL, keys=list(review)))
                self._take_off(cr, "release", cr.dictfetchall())
            ids = [fact["id"] for fact in facts]
            cr.execute(SQL("DELETE FROM md_claim_fact WHERE id = ANY(%s)", ids))
            return len(facts)

    def _fold_all(self):
        """Apply all facts there are."""
        while self._fold() == BATCH:
            pass

    def _lock_slots(self, cr, claims, keys):
        """Lock the counters of some claims, and of all live claims of some keys."""
        cr.execute(SQL(SLOTS_OF_SQL, claims=claims, keys=keys))
        slots = [Slot(*row) for row in cr.fetchall()]
        if slots:
            cr.execute(SQL(LOCK_SQL, **columns(slots)))

    def _take_off(self, cr, kind, facts):
        """Take quantities from the live claims of their keys."""
        cr.execute(SQL(LIVE_SQL, keys=[fact["key"] for fact in facts]))
        live = defaultdict(dict)
        for claim, key, product, warehouse, left in cr.fetchall():
            live[key, product, warehouse][claim] = Decimal(left)
        less = []
        for fact in facts:
            place = live[fact["key"], fact["product_id"], fact["warehouse_id"]]
            for claim, part in spread(Decimal(fact["quantity"]), place).items():
                place[claim] -= part
                less.append((claim, kind, part, fact["source"]))
        self._free(cr, less)

    def _free(self, cr, less):
        """[(claim, kind, quantity, source)] goes off claims and counters."""
        if less:
            claims, kinds, quantities, sources = map(list, zip(*less, strict=True))
            cr.execute(
                SQL(
                    FREE_SQL,
                    claims=claims,
                    kinds=kinds,
                    quantities=quantities,
                    sources=sources,
                )
            )

    def _let_go(self, claims, kind="release"):
        """Free holds that nobody confirmed; return the ids of those that were freed.

        A tombstone under the same unique key as a confirmation makes it one or the
        other: who comes second fails (a confirmation) or leaves it alone (we do).
        """
        try:
            with self.env["md.own.transaction"]._begin() as cr:
                cr.execute(SQL("SET LOCAL lock_timeout = %s", VOID_PATIENCE))
                cr.execute(SQL(VOID_SQL, claims=sorted(claims)))
                voided = [row[0] for row in cr.fetchall()]
                if not voided:
                    return []
                cr.execute("SET LOCAL lock_timeout = '2s'")
                self._lock_slots(cr, voided, [])
                cr.execute(SQL(STILL_HELD_SQL, claims=voided))
                held = cr.fetchall()
                self._free(
                    cr, [(claim, kind, Decimal(left), None) for claim, left in held]
                )
                return [claim for claim, _left in held]
        except errors.LockNotAvailable:
            return []

    def _sweep(self, limit=BATCH):
        """Free holds that expired, claim by claim; return how many were freed."""
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute(SQL(EXPIRED_SQL, limit=limit))
            expired = [row[0] for row in cr.fetchall()]
        return sum(len(self._let_go([claim], "expire")) for claim in expired)
