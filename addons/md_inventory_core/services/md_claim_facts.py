from psycopg2 import errors

from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL


class MdClaimFacts(models.AbstractModel):
    """What a business transaction says about claims: plain INSERTs inside it.

    They count when it commits; a folder applies them after that. Until then available
    is too low, never too high.
    """

    _name = "md.claim.facts"
    _description = "Claim Facts"

    def _confirm(self, claims):
        """Confirm holds with the commit; a hold freed meanwhile makes it run again."""
        try:
            with self.env.cr.savepoint(flush=False):
                self._insert("confirm", [{"claim_id": claim} for claim in claims])
        except errors.UniqueViolation as error:
            raise ConcurrencyError("a hold expired before it was confirmed") from error

    def _consume(self, rows):
        """Goods left: [{key, product_id, warehouse_id, quantity, source}]."""
        self._insert("consume", rows)

    def _review(self, keys):
        """Moves of these keys changed: what they need no more is to be released."""
        self._insert("review", [{"key": key} for key in sorted(keys)])

    def _insert(self, kind, rows):
        if not rows:
            return
        names = sorted(rows[0])
        values = SQL(", ").join(
            SQL(
                "(%s, now() AT TIME ZONE 'UTC', %s)",
                kind,
                SQL(", ").join(SQL("%s", row[name]) for name in names),
            )
            for row in rows
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO md_claim_fact (kind, at, %s) VALUES %s",
                SQL(", ").join(map(SQL.identifier, names)),
                values,
            )
        )
        fold = self.env["md.claim.folder"]._fold_all
        self.env["md.own.transaction"]._after("fold claims", fold)
