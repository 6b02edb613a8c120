import logging
from decimal import Decimal

from psycopg2 import errors

from odoo import models
from odoo.tools import SQL

from .claim_sql import (
    EXPIRED_SQL,
    FATE_SQL,
    HELD_KEYS_SQL,
    HELD_SQL,
    KEYS_SQL,
    PURGE_SQL,
    VOID_SQL,
)

_logger = logging.getLogger(__name__)
BATCH = 500
AT_ONCE = 50  # keys that are settled in one transaction
# A transaction that is about to confirm holds the fact's unique key: then its claim is
# not ours to free, and we do not wait for it.
VOID_PATIENCE = "100ms"


class MdClaimFolder(models.AbstractModel):
    """Applies what committed transactions said about claims, and frees what is left."""

    _name = "md.claim.folder"
    _description = "Claim Folder"

    def _fold(self, keys):
        """Apply the facts of some keys; return how many there were."""
        settler = self.env["md.claim.settler"]
        return settler._locked(
            keys, (), lambda cr, locked: settler._settle(cr, keys, locked)
        )

    def _fold_all(self):
        """Apply all facts there are, key by key; one that fails stops no other.

        :return: how many keys failed
        """
        after, failed = "", 0
        while True:
            with self.env["md.own.transaction"]._begin(sees=()) as cr:
                cr.execute(SQL(KEYS_SQL, after=after, limit=BATCH))
                keys = [row[0] for row in cr.fetchall()]
            if not keys:
                return failed
            failed += sum(not self._fold_one(key) for key in keys)
            after = keys[-1]

    def _fold_some(self, keys):
        """Apply the facts of a transaction's keys, many at once where nothing fails."""
        keys = sorted(keys)
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            try:
                self._fold(some)
            except Exception:
                if len(some) == 1:
                    raise
                for key in some:
                    self._fold_one(key)

    def _fold_one(self, key):
        """Whether the facts of a key could be applied."""
        try:
            self._fold([key])
        except Exception:
            _logger.exception("claims of %s cannot be settled", key)
            return False
        return True

    def _let_go(self, claims, kind="release"):
        """Free holds that nobody confirmed; return the ids of those that were freed.

        A tombstone under the same unique key as a confirmation makes it one or the
        other: who comes second fails (a confirmation) or leaves it alone (we do).
        """
        freed = []
        for claim in sorted(claims):
            try:
                freed += self._let_go_one(claim, kind)
            except errors.LockNotAvailable:
                _logger.info("claim %s is being confirmed or in use", claim)
            except Exception:
                # one that is broken must not keep others; the reconciler names it
                _logger.exception("claim %s cannot be freed", claim)
        return freed

    def _let_go_keys(self, keys):
        """Free all holds of some keys that nobody confirmed, as in `_let_go`."""
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute(SQL(HELD_KEYS_SQL, keys=list(keys)))
            held = [row[0] for row in cr.fetchall()]
        return self._let_go(held)

    def _let_go_one(self, claim, kind):
        settler = self.env["md.claim.settler"]
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            cr.execute("SELECT set_config('lock_timeout', %s, true)", [VOID_PATIENCE])
            cr.execute(SQL(VOID_SQL, claim=claim))
            cr.execute(SQL(FATE_SQL, claim=claim))
            key, fate = cr.fetchone()
        if fate != "void":
            return []

        def free(cr, _locked):
            cr.execute(SQL(HELD_SQL, claim=claim))
            held = cr.fetchall()
            settler._free(
                cr, [(number, kind, Decimal(left), None) for number, left in held]
            )
            return [number for number, _left in held]

        return settler._locked([key], (), free)

    def _sweep(self, limit=BATCH):
        """Free holds that expired; return how many were freed."""
        with self.env["md.own.transaction"]._begin(sees=()) as cr:
            cr.execute(SQL(PURGE_SQL))
            cr.execute(SQL(EXPIRED_SQL, limit=limit))
            expired = [row[0] for row in cr.fetchall()]
        return len(self._let_go(expired, "expire"))

    def _cron_fold(self):
        """Each minute: what a killed process left undone."""
        self._fold_all()
        self._sweep()
