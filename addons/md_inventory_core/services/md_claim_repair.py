from decimal import Decimal

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..lib.claims import Slot
from .claim_sql import LIVE, SLOT
from .md_claim_settler import columns

ADMIN = "md_inventory_core.group_admin"
HERE = f"({SLOT}) = (%(product)s, %(warehouse)s, %(owner)s, %(pool)s)"
# ruff: noqa: S608 - put together of constants of this file
SUMS_SQL = f"""
SELECT (SELECT claimed::text FROM md_stock_counter WHERE {HERE}),
       (SELECT COALESCE(sum(granted - gone), 0)::text
          FROM md_stock_claim WHERE {LIVE} AND {HERE}),
       (SELECT COALESCE(sum(change), 0)::text FROM md_stock_journal WHERE {HERE})
"""
COUNT_SQL = f"UPDATE md_stock_counter SET claimed = %(live)s::numeric WHERE {HERE}"
REVIEW_SQL = """
INSERT INTO md_claim_fact (kind, key, at)
VALUES ('review', %(key)s, now() AT TIME ZONE 'UTC')
"""
OVERDUE_SQL = """
SELECT key, (granted - gone)::text FROM md_stock_claim c
 WHERE id = %(claim)s AND state = 'held' AND expires_at < now() AT TIME ZONE 'UTC'
   AND NOT EXISTS (SELECT 1 FROM md_claim_fact f
                    WHERE f.claim_id = c.id AND f.kind = 'confirm')
"""
DONE_SQL = """
UPDATE md_claim_finding SET resolved_at = now() AT TIME ZONE 'UTC'
 WHERE id = %(finding)s AND resolved_at IS NULL
"""


class MdClaimRepair(models.AbstractModel):
    """Repairs what the reconciler found, when an administrator says so and why.

    Each looks again with the counters locked, and changes nothing when what was found
    is not so any more. What changes and its event are committed together.
    """

    _name = "md.claim.repair"
    _description = "Claim Repair"

    def _repairs(self):
        """{kind of finding: how it is repaired}; of others people find out why."""
        return {
            "counter": self._recount,
            "unneeded": self._review,
            "unclaimed": self._review,
            "fact": self._settle,
            "hold": self._sweep,
        }

    def _repair(self, finding, reason):
        """Repair a finding; whether it was still so and something was done.

        :raises AccessError: for others than administrators
        :raises UserError: without a reason, or when people have to look
        """
        if not self.env.user.has_group(ADMIN):
            raise AccessError(self.env._("Only administrators repair findings."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is repaired."))
        repair = self._repairs().get(finding.kind)
        if not repair:
            raise UserError(
                self.env._("Nothing can be repaired here by itself: see what it says.")
            )
        return repair(finding, reason.strip())

    def _recount(self, finding, reason):
        """The counter is what the live claims are together.

        :raises UserError: when claims and journal differ: then a claim is wrong first
        """
        slot = Slot(
            *(finding.product_id.id, finding.warehouse_id.id),
            *(finding.owner_id, finding.pool_id),
        )
        here = {name[:-1]: value[0] for name, value in columns([slot]).items()}

        def count(cr, _locked):
            cr.execute(SQL(SUMS_SQL, **here))
            counted, live, written = map(Decimal, cr.fetchone())
            if counted == live:
                return False
            if live != written:
                raise UserError(
                    self.env._("Claims and journal differ: a claim is wrong first.")
                )
            cr.execute(SQL(COUNT_SQL, live=live, **here))
            before, after = ({"claimed": plain(each)} for each in (counted, live))
            self._done(cr, finding, reason, before=before, after=after)
            return True

        return self.env["md.claim.settler"]._locked((), [slot], count)

    def _review(self, finding, reason):
        """What a key has claimed is compared with what its open moves need."""
        return self._settle(finding, reason, review=True)

    def _settle(self, finding, reason, *, review=False):
        """What is left to be settled of a key is settled."""
        key, settler = finding.key, self.env["md.claim.settler"]

        def settle(cr, locked):
            before = self._live(cr, key)
            if review:
                cr.execute(SQL(REVIEW_SQL, key=key))
            facts = settler._settle(cr, [key], locked)
            after = self._live(cr, key)
            done = before != after or (facts and not review)
            if done:
                self._done(cr, finding, reason, before=before, after=after)
            return bool(done)

        return settler._locked([key], (), settle)

    def _sweep(self, finding, reason):
        """A hold that expired is freed, unless somebody confirms it meanwhile."""
        claim = finding.claim_id.id
        with self.env["md.own.transaction"]._begin() as cr:
            cr.execute(SQL(OVERDUE_SQL, claim=claim))
            overdue = cr.fetchone()
        if not overdue or not self.env["md.claim.folder"]._let_go([claim], "expire"):
            return False
        before = {f"{claim} held": plain(Decimal(overdue[1]))}
        with self.env["md.own.transaction"]._begin() as cr:
            self._done(cr, finding, reason, before=before, after={f"{claim} held": "0"})
        return True

    def _live(self, cr, key):
        """{claim and state: what is left of it}, for events."""
        states = {True: "confirmed", False: "held"}
        return {
            f"{claim.id} {states[claim.confirmed]}": plain(claim.left)
            for claim in self.env["md.claim.settler"]._live(cr, [key])
        }

    def _done(self, cr, finding, reason, *, before, after):
        """The event of a repair, and its finding resolved, in the same transaction."""
        cr.execute(SQL(DONE_SQL, finding=finding.id))
        finding.invalidate_recordset(["resolved_at"], flush=False)
        what = {"what": finding.kind}
        if finding.key:
            what["key"] = finding.key
        self.env(cr=cr)["md.audit.trail"]._record(
            "stock",
            "claims.repaired",
            model=finding._name,
            res_id=finding.id,
            before=before,
            after={**what, **after},
            reason=reason,
            company_id=finding.warehouse_id.company_id.id,
        )


def plain(quantity):
    """A quantity as people write it: without trailing zeros."""
    return f"{quantity.normalize():f}"
