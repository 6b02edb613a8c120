import logging
import random
import time

from psycopg2 import OperationalError, errors

from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
LOCK = 190019  # with a warehouse's id: one at a time reserves for orders there
PATIENCE = "5s"
TRIES = 4
BATCH = 50  # moves in a transaction
VERSIONS_SQL = """
SELECT q.product_id, l.warehouse_id, sum(q.xmin::text::bigint)::text
  FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
 WHERE q.product_id = ANY(%(products)s) AND l.warehouse_id = ANY(%(warehouses)s)
   AND l.usage = 'internal'
 GROUP BY 1, 2
"""
# Keys whose confirmed claims are more than their open moves have reserved.
UNRESERVED_SQL = """
SELECT m.md_claim_key, array_agg(m.id)
  FROM stock_move m
  JOIN stock_picking_type t ON t.id = m.picking_type_id
 WHERE m.md_claim_key > %(after)s
   AND t.reservation_method = 'at_confirm'
   AND m.state IN ('confirmed', 'partially_available')
   AND (SELECT sum(c.granted - c.gone) FROM md_stock_claim c
         WHERE c.key = m.md_claim_key AND c.product_id = m.product_id
           AND c.state = 'confirmed')
     > COALESCE((SELECT sum(l.quantity_product_uom)
                   FROM stock_move o JOIN stock_move_line l ON l.move_id = o.id
                  WHERE o.md_claim_key = m.md_claim_key
                    AND o.product_id = m.product_id
                    AND o.state IN ('confirmed', 'partially_available', 'assigned')), 0)
 GROUP BY 1 ORDER BY 1 LIMIT %(limit)s
"""
LAST_KEY = "md_inventory_core.allocator_last_key"


class MdClaimAllocator(models.AbstractModel):
    """Reserves for orders, one at a time for each warehouse.

    The claim is the promise; which quants it is taken from is decided here. Two
    transactions that reserve the same quants at once fail or over-reserve in core: who
    finds nobody else at work, and quants as it knows them, reserves at once; for all
    others it is done after their commit, in batches.
    """

    _name = "md.claim.allocator"
    _description = "Claim Allocator"

    def _now(self, moves, versions):
        """Those moves that may be reserved in the caller's transaction.

        :param dict versions: {(product id, warehouse id): what was newest of its quants
            when it was claimed}; a transaction that sees others would fail to write
        """
        warehouses = moves.location_id.warehouse_id.sorted("id")
        for warehouse in warehouses:
            self.env.cr.execute(
                "SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, warehouse.id]
            )
            if not self.env.cr.fetchone()[0]:
                return moves.browse()
        self.env["stock.quant"].flush_model()
        self.env.cr.execute(
            SQL(
                VERSIONS_SQL,
                products=moves.product_id.ids,
                warehouses=warehouses.ids,
            )
        )
        known = {(row[0], row[1]): row[2] for row in self.env.cr.fetchall()}

        def is_fresh(move):
            place = move.product_id.id, move.location_id.warehouse_id.id
            return known.get(place, "0") == versions.get(place)

        return moves.filtered(is_fresh)

    def _later(self, moves):
        """Reserve for ``moves`` after the caller's commit, together with others'."""
        self.env["md.background"]._soon(self._name, "_reserve", moves.ids)

    def _reserve(self, ids):
        """Reserve for open moves by id, in transactions of its own.

        What cannot be done now, because others work on the same goods for long, is
        left to the next run of the scheduled job.
        """
        moves = self.env["stock.move"].browse(ids).exists()
        for warehouse, of_warehouse in moves.grouped(
            lambda move: move.location_id.warehouse_id.id
        ).items():
            for start in range(0, len(of_warehouse), BATCH):
                self._reserve_batch(warehouse, of_warehouse.ids[start : start + BATCH])

    def _reserve_batch(self, warehouse, ids):
        for number in range(TRIES):
            try:
                self._reserve_once(warehouse, ids)
                return
            except errors.LockNotAvailable:
                break
            except (OperationalError, ConcurrencyError):
                time.sleep(random.uniform(0, 0.1 * 2**number))
            except Exception:
                if len(ids) == 1:
                    _logger.exception("move %s cannot be reserved", ids[0])
                    return
                # one that cannot must not keep the others from it
                for move in ids:
                    self._reserve_batch(warehouse, [move])
                return
        _logger.info("moves %s are reserved later", ids)

    def _reserve_once(self, warehouse, ids):
        own = self.env["md.own.transaction"]
        with own._begin(sees=()) as lock:
            lock.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            lock.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, warehouse])
            with own._begin_work() as env:  # its snapshot is younger than the lock
                moves = env["stock.move"].with_context(md_allocating=True)
                moves.browse(ids).exists()._action_assign()

    def _cron_reserve(self, limit=200):
        """Each minute: moves that have reserved less than is claimed for them.

        ``limit`` keys at a time, going round: what cannot be reserved now (goods that
        are not put away yet) keeps nobody else from it.
        """
        parameters = self.env["ir.config_parameter"].sudo()  # sudo: where it was
        last = parameters.get_param(LAST_KEY) or ""
        for after in dict.fromkeys((last, "")):
            self.env.cr.execute(SQL(UNRESERVED_SQL, after=after, limit=limit))
            if rows := self.env.cr.fetchall():
                break
        parameters.set_param(LAST_KEY, rows[-1][0] if len(rows) == limit else "")
        if ids := sorted({move for _key, moves in rows for move in moves}):
            self._reserve(ids)
