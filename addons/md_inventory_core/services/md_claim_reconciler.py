import logging
from collections import Counter, defaultdict
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
    KEEP_SQL,
    ORDERS_SQL,
    POOLS_SQL,
    RESERVED_SQL,
    RESOLVE_SQL,
    SHORTAGE_SQL,
    SUSPECT_SQL,
)

_logger = logging.getLogger(__name__)
LOCK = 190021  # any number; one at a time writes findings in a database
MOST = 1000  # findings of one kind that are told at once
TOLD = 20  # of those, in the log
HEAR = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")
SEE = (*HEAR, "md_inventory_core.group_warehouse", "md_inventory_core.group_auditor")
COLUMNS = (
    *("identity", "kind", "severity", "why", "product_id", "warehouse_id", "owner_id"),
    *("pool_id", "key", "claim_id", "entry_id", "expected", "found", "model"),
    *("res_id", "subject"),
)


class MdClaimReconciler(models.AbstractModel):
    """Proves that journal, claims, counters, open orders and stock tell the same.

    Reads all in the one snapshot of the caller's transaction, by sets: only claims that
    cannot be as their entries tell are read entry by entry. It changes nothing but the
    list of findings.
    """

    _name = "md.claim.reconciler"
    _description = "Claim Reconciler"
    _inherit = ["md.live.mixin"]

    def _check(self):
        """All that is not as it should be: list of `Finding`, each identity once."""
        # what this transaction did is part of what it sees
        self.env.flush_all()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return [
            *self._wrong_claims(),
            *self._wrong_counters(),
            *self._read("pool", POOLS_SQL),
            *self._read("shortage", SHORTAGE_SQL),
            *self._read(None, ORDERS_SQL, digits=digits),
            *self._read("hold", HOLDS_SQL),
            *self._read("fact", FACTS_SQL),
            *self._read("over_reserved", RESERVED_SQL, digits=digits),
            *self._more_findings(),
        ]

    def _more_findings(self):
        """What other addons find; to be extended."""
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
            found.append(Finding(why=row["kind"], **row))
        return found

    def _wrong_claims(self):
        cr = self.env.cr
        cr.execute(SQL(SUSPECT_SQL, limit=MOST))
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

    def _wrong_counters(self):
        self.env.cr.execute(SQL(COUNTERS_SQL, limit=MOST))
        found = [
            counter_finding(Slot(*slot), *map(Decimal, sums))
            for *slot, counted, live, written in self.env.cr.fetchall()
            for sums in [(counted, live, written)]
        ]
        return [finding for finding in found if finding]

    # Keeping them

    def _cron_reconcile(self):
        """Every five minutes: check, write down what was found, tell what is new."""
        self._keep(self._check())

    def _keep(self, findings):
        """Write findings down, resolve those that are gone, tell of those that are new.

        In a transaction of its own, with its events: an alert and its finding exist
        together.
        """
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cr.execute(SQL(KEEP_SQL, **self._columns(findings)))
            new = [row[0] for row in cr.fetchall()]
            counts = Counter(finding.kind for finding in findings)
            full = [kind for kind, count in counts.items() if count >= MOST]
            known = [finding.identity for finding in findings]
            cr.execute(SQL(RESOLVE_SQL, identity=known, full=full))
            changed = bool(new) or cr.rowcount > 0
            # the system tells, whoever had it look
            own = self.with_env(self.env(cr=cr)).sudo()
            own.env["md.claim.finding"].invalidate_model()
            own._tell(own.env["md.claim.finding"].browse(new), changed)

    def _columns(self, findings):
        unique = {finding.identity: finding for finding in findings}.values()
        return {
            name: [getattr(finding, name) for finding in unique] for name in COLUMNS
        }

    def _tell(self, new, changed):
        """Raise an alert for drift that is new; open screens show what changed."""
        drift = new.filtered(lambda finding: finding.severity == "error")
        for finding in drift:
            self._record(finding)
        for finding in drift[:TOLD]:
            _logger.error("stock drift, finding %s: %s", finding.id, finding._line())
        if len(drift) > TOLD:
            _logger.error("stock drift: %s findings more", len(drift) - TOLD)
        if changed:
            for group in SEE:
                self._live_changed("md.claim.finding", group)
        if drift:
            self._toast(drift)

    def _record(self, finding):
        self.env["md.audit.trail"]._record(
            "stock",
            "claims.drift",
            model=finding._name,
            res_id=finding.id,
            after=finding._facts(),
            company_id=finding.warehouse_id.company_id.id,
        )

    def _toast(self, drift):
        """Tell managers and administrators of the companies, without any detail."""
        companies = drift.warehouse_id.company_id
        groups = [self.env.ref(group).id for group in HEAR]
        hearers = self.env["res.users"].search(
            [("all_group_ids", "in", groups), ("company_ids", "in", companies.ids)]
        )
        hearers._bus_send(
            "simple_notification",
            {
                "title": self.env._("Stock drift"),
                "message": self.env._("Look at Retail > Reconciliation."),
                "type": "danger",
                "sticky": True,
            },
        )
