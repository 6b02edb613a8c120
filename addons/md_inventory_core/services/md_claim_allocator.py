import logging

from odoo import SUPERUSER_ID, api, models
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)
LOCK = 190019  # any number; one writer per database reserves for orders
PATIENCE = "10s"


class MdClaimAllocator(models.AbstractModel):
    """Reserves for orders after their commit, one at a time for the whole database.

    The claim is the promise; which quants it is taken from is decided here. Two
    transactions that reserve the same quants at once fail or over-reserve in core.
    """

    _name = "md.claim.allocator"
    _description = "Claim Allocator"

    def _later(self, moves):
        """Reserve for ``moves`` after the caller's commit."""
        ids = moves.ids
        name = f"reserve {ids}"
        self.env["md.own.transaction"]._after(name, lambda: self._reserve(ids))

    def _reserve(self, ids):
        """Reserve for open moves by id, in transactions of its own."""
        registry = self.env.registry
        with registry.cursor() as lock:
            lock.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            lock.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            with registry.cursor() as cr:  # its snapshot is younger than the lock
                env = api.Environment(cr, SUPERUSER_ID, {})
                moves = env["stock.move"].browse(ids)

                def reserve():
                    moves.exists()._action_assign()

                retrying(reserve, env)
