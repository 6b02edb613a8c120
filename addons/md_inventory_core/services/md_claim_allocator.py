import logging
import random
import time

from psycopg2 import OperationalError, errors

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import ConcurrencyError

_logger = logging.getLogger(__name__)
LOCK = 190019  # any number; one at a time reserves for orders in a database
PATIENCE = "5s"
TRIES = 4


class MdClaimAllocator(models.AbstractModel):
    """Reserves for orders after their commit, one at a time for the whole database.

    The claim is the promise; which quants it is taken from is decided here. Two
    transactions that reserve the same quants at once fail or over-reserve in core.
    """

    _name = "md.claim.allocator"
    _description = "Claim Allocator"

    def _later(self, moves):
        """Reserve for ``moves`` after the caller's commit."""
        own = self.env["md.own.transaction"]
        ids = own._until_commit("moves to reserve", set)
        ids.update(moves.ids)
        own._after("reserve", lambda: self._reserve(sorted(ids)))

    def _reserve(self, ids):
        """Reserve for open moves by id, in transactions of its own.

        What cannot be done now, because others work on the same goods for long, is
        left to the next run of the scheduled job.
        """
        for number in range(TRIES):
            try:
                self._reserve_once(ids)
                return
            except errors.LockNotAvailable:
                break
            except (OperationalError, ConcurrencyError):
                time.sleep(random.uniform(0, 0.1 * 2**number))
        _logger.info("moves %s are reserved later", ids)

    def _reserve_once(self, ids):
        registry = self.env.registry
        with registry.cursor() as lock:
            lock.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            lock.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            with registry.cursor() as cr:  # its snapshot is younger than the lock
                env = api.Environment(cr, SUPERUSER_ID, {"md_allocating": True})
                env["stock.move"].browse(ids).exists()._action_assign()

    def _cron_reserve(self, limit=200):
        """Each minute: claimed moves that nobody has reserved for."""
        self.env.cr.execute(
            "SELECT m.id FROM stock_move m "
            "  JOIN stock_picking_type t ON t.id = m.picking_type_id "
            " WHERE m.md_claim_key IS NOT NULL "
            "   AND t.reservation_method = 'at_confirm' "
            "   AND m.state IN ('confirmed', 'partially_available') "
            "   AND EXISTS (SELECT 1 FROM md_stock_claim c "
            "                WHERE c.key = m.md_claim_key "
            "        AND c.product_id = m.product_id AND c.state = 'confirmed') "
            " ORDER BY m.id LIMIT %s",
            [limit],
        )
        if ids := [row[0] for row in self.env.cr.fetchall()]:
            self._reserve(ids)
