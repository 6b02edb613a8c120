from collections import Counter

from odoo import models
from odoo.tools import SQL

from ..lib.claims import BY_PRODUCT
from . import md_claim_reconciler
from .finding_sql import KEEP_SQL, RESOLVE_SQL

COLUMNS = (
    *("identity", "kind", "severity", "why", "product_id", "warehouse_id", "owner_id"),
    *("pool_id", "key", "claim_id", "entry_id", "expected", "found", "model"),
    *("res_id", "subject"),
)


class MdClaimFindings(models.AbstractModel):
    """Writes down what the reconciler found, and resolves what is gone."""

    _name = "md.claim.findings"
    _description = "Keeper of Findings"

    def _keep(self, findings, first=None, last=None):
        """Write findings down; resolve those that are gone of what was looked at.

        In the caller's transaction, whose snapshot they are of.

        :param first: with ``last`` the products that were looked at, for what is in
            `BY_PRODUCT`; without, all other kinds were
        :return: (new findings, resolved findings), as records
        """
        env = self.env
        env.cr.execute(SQL(KEEP_SQL, **self._columns(findings)))
        new = [row[0] for row in env.cr.fetchall()]
        counts = Counter(finding.kind for finding in findings)
        most = md_claim_reconciler.MOST
        env.cr.execute(
            SQL(
                RESOLVE_SQL,
                identity=[finding.identity for finding in findings],
                full=[kind for kind, count in counts.items() if count >= most],
                kinds=list(BY_PRODUCT),
                first=first,
                last=last,
            )
        )
        resolved = [row[0] for row in env.cr.fetchall()]
        known = env["md.claim.finding"]
        known.invalidate_model(flush=False)
        return known.browse(new), known.browse(resolved)

    def _columns(self, findings):
        unique = {finding.identity: finding for finding in findings}.values()
        owners = self.env["md.claim.alert"]._owners(
            {finding.warehouse_id for finding in unique}
        )
        columns = {
            name: [getattr(finding, name) for finding in unique] for name in COLUMNS
        }
        columns["user_id"] = [owners[finding.warehouse_id] for finding in unique]
        return columns
