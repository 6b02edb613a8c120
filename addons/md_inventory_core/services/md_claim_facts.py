from functools import partial

from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

INSERT_SQL = """
INSERT INTO md_claim_fact (kind, at, %(names)s)
SELECT %(kind)s, now() AT TIME ZONE 'UTC', f.* FROM (VALUES %(rows)s) f
    ON CONFLICT DO NOTHING
"""
VOIDED_SQL = """
SELECT 1 FROM md_claim_fact WHERE claim_id = ANY(%s) AND kind = 'void'
"""


class MdClaimFacts(models.AbstractModel):
    """What a business transaction says about claims: plain INSERTs inside it.

    They count when it commits; then the claims of their keys are settled. Until then
    available is too low, never too high.
    """

    _name = "md.claim.facts"
    _description = "Claim Facts"

    def _confirm(self, key, claims):
        """Confirm holds with the commit; a hold freed meanwhile makes all run again.

        Saying it twice changes nothing. A hold freed by a transaction that this one's
        snapshot does not see is a serialization failure, which is run again too.
        """
        self._insert(
            "confirm", [{"key": key, "claim_id": claim} for claim in sorted(claims)]
        )
        self.env.cr.execute(SQL(VOIDED_SQL, list(claims)))
        if self.env.cr.rowcount:
            raise ConcurrencyError("a hold expired before it was confirmed")

    def _consume(self, rows):
        """Goods left: [{key, product_id, warehouse_id, owner_id, quantity, source}]."""
        self._insert("consume", rows)

    def _review(self, keys):
        """Moves of these keys changed: what they need no more is to be released."""
        self._insert("review", [{"key": key} for key in sorted(keys)])

    def _insert(self, kind, rows):
        own = self.env["md.own.transaction"]
        folder = self.env["md.claim.folder"]
        keys = own._until_commit("keys to settle", set)
        if rows:
            self.env.cr.execute(
                SQL(
                    INSERT_SQL,
                    names=SQL(", ").join(map(SQL.identifier, rows[0])),
                    kind=kind,
                    rows=SQL(", ").join(SQL("%s", tuple(r.values())) for r in rows),
                )
            )
            keys.update(row["key"] for row in rows)
        if keys:
            own._after("settle", partial(folder._fold_some, keys))
