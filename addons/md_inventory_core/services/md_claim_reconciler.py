from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..lib.claims import (
    Entry,
    Finding,
    Recorded,
    Slot,
    claim_finding,
    counter_finding,
)
from .reconcile_sql import (
    CLAIMS_SQL,
    COUNTERS_SQL,
    ENTRIES_SQL,
    FACTS_SQL,
    HOLDS_SQL,
    ORDERS_SQL,
    POOLS_SQL,
    RESERVED_SQL,
    SHORTAGE_SQL,
    SUSPECT_SQL,
)

MOST = 1000  # findings of one kind that are told at once
EVERYTHING = (0, 2**31 - 1)  # from one product to another, both with


class MdClaimReconciler(models.AbstractModel):
    """Proves that journal, claims, counters, open orders and stock tell the same.

    Reads all in the one snapshot of the caller's transaction, by sets: only claims that
    cannot be as their entries tell are read entry by entry. It changes nothing; what is
    found is kept by `md.claim.findings`, step by step, see `md.claim.steps`.
    """

    _name = "md.claim.reconciler"
    _description = "Claim Reconciler"

    def _cron_reconcile(self):
        """Each minute: some steps."""
        self.env["md.claim.steps"]._cron_step()

    def _check(self):
        """All that is not as it should be: list of `Finding`, each identity once."""
        found = [*self._check_products(*EVERYTHING), *self._check_rest()]
        return list({finding.identity: finding for finding in found}.values())

    def _check_products(self, first, last):
        """What is wrong about the products from ``first`` to ``last``, of the kinds in
        `BY_PRODUCT`. A claim with an entry of these products may be of another one.
        """
        # what this transaction did is part of what it sees
        self.env.flush_all()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        here = {"first": first, "last": last}
        return [
            *self._wrong_claims(here),
            *self._wrong_counters(here),
            *self._read("pool", POOLS_SQL, **here),
            *self._read("shortage", SHORTAGE_SQL, **here),
            *self._read(None, ORDERS_SQL, digits=digits, **here),
            *self._read("over_reserved", RESERVED_SQL, digits=digits, **here),
        ]

    def _check_rest(self):
        """What is wrong of all other kinds."""
        self.env.flush_all()
        return [
            *self._read("hold", HOLDS_SQL),
            *self._read("fact", FACTS_SQL),
            *self._more_findings(),
        ]

    def _more_findings(self):
        """What other addons find, of kinds of their own; to be extended."""
        return []

    def _read(self, kind, query, **values):
        """Findings of one kind from a statement whose columns are named as theirs."""
        cr = self.env.cr
        cr.execute(SQL(query, limit=MOST, **values))
        found = []
        for row in cr.dictfetchall():
            row = {"kind": kind, **row}
            for name in {"expected", "found"} & row.keys():
                row[name] = Decimal(row[name])
            found.append(Finding(**{"why": row["kind"], **row}))
        return found

    def _wrong_claims(self, here):
        cr = self.env.cr
        cr.execute(SQL(SUSPECT_SQL, limit=MOST, **here))
        suspects = [row[0] for row in cr.fetchall()]
        if not suspects:
            return []
        claims, entries = self._claims(suspects), self._entries(suspects)
        found = (claim_finding(claims.get(n), entries[n]) for n in suspects)
        return [finding for finding in found if finding]

    def _claims(self, ids):
        self.env.cr.execute(SQL(CLAIMS_SQL, claims=ids))
        return {
            number: Recorded(
                *(number, key, Slot(*slot), Decimal(granted), Decimal(gone)),
                *(state, expires),
            )
            for number, key, *slot, granted, gone, state, expires in (
                self.env.cr.fetchall()
            )
        }

    def _entries(self, claims):
        self.env.cr.execute(SQL(ENTRIES_SQL, claims=claims))
        entries = defaultdict(list)
        for (
            number,
            kind,
            claim,
            key,
            *slot,
            change,
            source,
            at,
        ) in self.env.cr.fetchall():
            entries[claim].append(
                Entry(
                    *(number, kind, claim, key, Slot(*slot), Decimal(change)),
                    *(source, at),
                )
            )
        return entries

    def _wrong_counters(self, here):
        self.env.cr.execute(SQL(COUNTERS_SQL, limit=MOST, **here))
        found = [
            counter_finding(Slot(*slot), *map(Decimal, sums))
            for *slot, counted, live, written in self.env.cr.fetchall()
            for sums in [(counted, live, written)]
        ]
        return [finding for finding in found if finding]
