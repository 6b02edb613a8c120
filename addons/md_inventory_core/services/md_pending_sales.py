from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import SQL

from ..lib.claims import SOLD
from .md_claim_settler import columns

NOTHING = Decimal(0)
END_SQL = """
DELETE FROM md_pending_sale WHERE source = ANY(%(sources)s)
RETURNING product_id, warehouse_id
"""
ADD_SQL = """
INSERT INTO md_pending_sale (source, product_id, warehouse_id, owner_id, quantity)
SELECT %(source)s, product_id, warehouse_id, owner_id, quantity
  FROM unnest(%(products)s::int[], %(warehouses)s::int[], %(owners)s::int[],
              %(quantities)s::numeric[])
    AS sold(product_id, warehouse_id, owner_id, quantity)
"""


class MdPendingSales(models.AbstractModel):
    """Keeps `md.pending.sale`: what tills sold and whose stock moves are not done.

    A source is what is posted together: the uuid of a receipt, or a session. State is
    compared, not changes: the rows of a source are what it still has to post, however
    often that is said.
    """

    _name = "md.pending.sales"
    _description = "Pending Sales"

    def _set(self, source, sold):
        """The rows of ``source`` are these: {`Slot`: Decimal above zero}."""
        self._end([source])
        if sold:
            slots = sorted(sold)
            self.env.cr.execute(
                SQL(
                    ADD_SQL,
                    source=source,
                    quantities=[sold[slot] for slot in slots],
                    **columns(slots),
                )
            )
            self.env["md.availability.feed"]._touched({slot[:2] for slot in slots})

    def _end(self, sources):
        """Nothing of these sources is left to be posted."""
        self.env.cr.execute(SQL(END_SQL, sources=list(sources)))
        self.env["md.availability.feed"]._touched(set(self.env.cr.fetchall()))
        self.env["md.pending.sale"].invalidate_model()

    def _wait(self, source, moves):
        """Moves of ``source`` were made and are not done.

        From now on they carry its key, so that what they have reserved is not counted
        beside the rows, and whatever becomes of them changes the rows.
        """
        # sudo: keys are the system's
        moves.sudo().md_claim_key = f"{SOLD}{source}"
        self._settle([source])

    def _settle(self, sources):
        """The rows of ``sources`` are what their open moves are still to take."""
        # sudo: who corrects a transfer need not see all that a till sold with it
        claims = self.env["md.claim.moves"].sudo()
        keys = {f"{SOLD}{source}": source for source in sources}
        sold = {source: defaultdict(Decimal) for source in sources}
        for move in claims._open(keys).filtered("product_id.is_storable"):
            part = claims._decimal(move.product_qty)
            if part > NOTHING:
                sold[keys[move.md_claim_key]][move._md_slot()] += part
        for source, parts in sold.items():
            self._set(source, parts)
