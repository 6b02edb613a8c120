import logging
import random
import time
from collections import defaultdict
from contextlib import contextmanager
from decimal import Decimal

from psycopg2 import InterfaceError, OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.claims import Slot

from ..lib.posting import PostingErrors

_logger = logging.getLogger(__name__)
BATCH = 50  # receipts in one transaction
TURNS = 20  # batches in one run of the job
TRIES = 4
ENDED = ("done", "cancel")
SESSION = "session:"
LOCK_SQL = """
SELECT o.id FROM pos_order o WHERE o.md_to_post AND %s
 ORDER BY o.date_order, o.id LIMIT %s FOR NO KEY UPDATE OF o %s
"""
# A transfer that somebody touched since it failed is being corrected: it is not
# validated under his hands.
UNTOUCHED_SQL = """
NOT EXISTS (
    SELECT 1 FROM stock_picking p
      JOIN stock_move m ON m.picking_id = p.id
      LEFT JOIN stock_move_line l ON l.move_id = m.id
     WHERE (p.pos_order_id = o.id
            OR p.pos_order_id IS NULL AND p.pos_session_id = o.session_id)
       AND GREATEST(p.write_date, m.write_date, l.write_date)
         > o.md_posting_failed_at + interval '1 second')
"""
# One that failed is left alone for a while.
DUE_SQL = f"""
(o.md_posting_failed_at IS NULL
 OR o.md_posting_failed_at < now() AT TIME ZONE 'UTC' - interval '15 minutes'
    AND {UNTOUCHED_SQL})
"""


class MdTillStock(models.AbstractModel):
    """Posts the stock moves of what tills sold: with the sale, in batches, at closing.

    The goods are gone with the sale, whatever becomes of the moves: until they are
    done, rows of `md.pending.sale` say so. Nothing here refuses a sale.
    """

    _name = "md.till.stock"
    _description = "Till Stock"

    # With the sale, and at closing

    @contextmanager
    def _accepting(self, errors):
        """What goes wrong in the block is undone, and kept in ``errors``.

        A conflict with another transaction is raised: all begins anew.
        """
        try:
            with self.env.cr.savepoint():
                yield
        except (OperationalError, InterfaceError, ConcurrencyError):
            raise
        except UserError as error:
            errors.append(str(error))
        except Exception as error:
            _logger.exception("stock of a till sale is not posted")
            errors.append(repr(error))

    def _remember(self, order, errors):
        """What of a receipt is not posted counts as sold, until it is."""
        pending, transfers = self.env["md.pending.sales"], order.picking_ids
        undone = self._undone(transfers)
        now = order._should_create_picking_real_time()
        closing = order.session_id.update_stock_at_closing
        waits = not transfers and (not now or bool(errors))
        if undone:
            pending._wait(order.uuid, undone)
        elif waits:
            pending._set(order.uuid, self._sold(order))
        elif order.md_to_post or closing:
            pending._end([order.uuid])
        to_post = bool(undone) or (waits and (now or not closing))
        self._flag(order, to_post, errors, tried=bool(undone or errors))
        if to_post and not now:
            self._soon()

    def _remember_session(self, session, errors):
        """The same of the receipts that are posted together, at closing."""
        orders = session._get_closed_orders().filtered(self._at_closing)
        pending = self.env["md.pending.sales"]
        pending._end(orders.mapped("uuid"))
        undone = self._undone(self._of_session(session))
        if undone:
            pending._wait(f"{SESSION}{session.id}", undone)
        self._flag(orders, bool(undone), errors)

    @api.model
    def _remember_all(self):
        """Sales from before this was installed count as well."""
        orders, pickings = self.env["pos.order"], self.env["stock.picking"]
        open_transfers = [("state", "not in", ENDED), ("pos_session_id", "!=", False)]
        undone = pickings.search(open_transfers)
        waiting = orders.search(
            [
                ("state", "in", ("paid", "done")),
                ("session_id.state", "!=", "closed"),
                ("session_id.update_stock_at_closing", "=", True),
            ]
        )
        for order in waiting | undone.pos_order_id:
            if not order.shipping_date:
                self._remember(order, PostingErrors())
        for session in undone.filtered(lambda p: not p.pos_order_id).pos_session_id:
            self._remember_session(session, PostingErrors())

    def _leave(self):
        """Before we are uninstalled: what waits is posted, the rest is core's."""
        orders, rows = self.env["pos.order"], self.env["md.pending.sale"]
        self._post_now(orders.search([("md_to_post", "=", True)]))
        sources = rows.search([("source", "!=", False)]).mapped("source")
        sold = orders.search([("uuid", "in", sources)])
        sold = sold.filtered(lambda order: not order.picking_ids)
        self.env["md.pending.sales"]._end(sold.mapped("uuid"))

    def _at_closing(self, order):
        """Whether a receipt is posted together with its session, as core decides it."""
        if not order.session_id.update_stock_at_closing or order.shipping_date:
            return False
        return not (order.company_id.anglo_saxon_accounting and order.is_invoiced)

    def _of_session(self, session):
        return session.picking_ids.filtered(lambda picking: not picking.pos_order_id)

    def _undone(self, pickings):
        return pickings.move_ids.filtered(lambda move: move.state not in ENDED)

    def _sold(self, order):
        """{`Slot`: Decimal} that a receipt takes from stock; what comes back does not
        count before it is there.
        """
        place = order.config_id.picking_type_id.default_location_src_id
        if place.usage != "internal" or not place.warehouse_id:
            return {}
        pieces, sold = defaultdict(float), defaultdict(Decimal)
        for line in order.lines:
            if line.qty > 0 and line.product_id.type == "consu":
                pieces[line.product_id] += line.qty
                for part, taken in line._md_parts().items():
                    pieces[part] += taken
        promise, owner = self.env["md.channel.promise"], self._owner(order)
        # a kit is its components: those are gone
        all_parts = self.env["md.kit"]._all_parts(
            list(pieces.items()), order.company_id
        )
        for parts in all_parts:
            for part, quantity in parts.items():
                if part.is_storable:
                    slot = Slot(part.id, place.warehouse_id.id, owner)
                    sold[slot] += promise._decimal(quantity)
        return {slot: quantity for slot, quantity in sold.items() if quantity > 0}

    def _owner(self, order):
        return order.config_id.md_channel_id._owner()

    def _flag(self, orders, to_post, errors, tried=True):
        """Say of receipts whether they are to be posted, and why they are not."""
        failed = to_post and tried
        why = "\n".join(dict.fromkeys(errors)) or self.env._(
            "The transfer is not done: quantities or lots are missing."
        )
        vals = {
            "md_to_post": to_post,
            "md_posting_error": failed and why,
            "md_posting_failed_at": failed and self.env.cr.now(),
        }
        for order in orders:
            if any((order[name] or False) != value for name, value in vals.items()):
                order.write(vals)

    def _look_again(self, sources):
        """Somebody did, changed or cancelled transfers of these sources."""
        uuids = [source for source in sources if not source.startswith(SESSION)]
        # sudo: who corrects a transfer need not see receipts
        orders = self.env["pos.order"].sudo()
        for order in orders.search([("uuid", "in", uuids), ("md_to_post", "=", True)]):
            if order.picking_ids and not self._undone(order.picking_ids):
                self._posted(order)
        numbers = [int(s.removeprefix(SESSION)) for s in set(sources) - set(uuids)]
        # sudo: as above
        for session in self.env["pos.session"].sudo().browse(numbers).exists():
            if not self._undone(self._of_session(session)):
                self._flag(session.order_ids.filtered(self._at_closing), False, ())

    def _posted(self, order):
        self._flag(order, False, ())
        order.with_context(md_posting=True)._compute_total_cost_in_real_time()

    # Later

    def _soon(self):
        """The job runs as soon as this transaction is committed."""
        job = self.env.ref("md_pos_ext.ir_cron_post_till_sales", False)
        if job:
            # sudo: who sells plans no jobs
            job.sudo()._trigger()

    def _cron_post(self):
        """Each minute, and after sales: what waits to be posted, oldest first."""
        for _turn in range(TURNS):
            if not self._post_batch():
                return
        self._soon()

    def _post_batch(self):
        """Post some receipts in a transaction of its own; return how many were tried.

        Fewer each time that others work on the same goods; in the end they are left to
        the next run.
        """
        for number in range(TRIES):
            try:
                with self.env["md.own.transaction"]._begin_work() as env:
                    stock = env["md.till.stock"]
                    orders = stock._locked(SQL(DUE_SQL), limit=max(BATCH >> number, 1))
                    stock._post(orders)
                    return len(orders)
            except (OperationalError, ConcurrencyError):
                time.sleep(random.uniform(0, 0.1 * 2**number))
        _logger.info("till sales are posted later")
        return 0

    def _post_now(self, orders):
        """Post receipts in the caller's transaction, however often they failed."""
        self._post(self._locked(SQL("o.id = ANY(%s)", orders.ids)))

    def _post_first(self, orders):
        """Post what must not wait any longer: its receipts are closed or invoiced."""
        # sudo: who closes or invoices need not move goods
        waiting = orders.sudo().filtered("md_to_post")
        if waiting:
            which = SQL("o.id = ANY(%s) AND " + UNTOUCHED_SQL, waiting.ids)
            self._post(self._locked(which, others=SQL()))

    def _locked(self, which, limit=None, others=None):
        """Receipts to be posted, locked, so that each is posted by one only.

        :param others: what to do about those that others work on: skip them
        """
        others = SQL("SKIP LOCKED") if others is None else others
        self.env.flush_all()
        rows = self.env.execute_query(SQL(LOCK_SQL, which, limit, others))
        # sudo: goods that were sold move, whoever asks for it
        return self.env["pos.order"].sudo().browse(row[0] for row in rows)

    def _post(self, orders):
        """Post locked receipts, each for itself: one that fails stops no other."""
        orders.invalidate_recordset()
        together = orders.filtered(
            lambda order: self._at_closing(order) and not order.picking_ids
        )
        for order in orders - together:
            errors = PostingErrors()
            with self._accepting(errors):
                self._post_one(order)
            if errors:
                self._flag(order, True, errors)
        for session in together.session_id:
            errors = self._do(self._of_session(session))
            self._remember_session(session, errors)

    def _post_one(self, order):
        # in the name of who sold it
        order = order.with_user(order.create_uid).sudo().with_company(order.company_id)
        order = order.with_context(md_posting=True)
        if order.picking_ids:
            self._remember(order, self._do(order.picking_ids))
        else:
            order._create_order_picking()
        if not order.md_to_post:
            self._posted(order)

    def _do(self, pickings):
        """Do transfers that are not done; return why they cannot be."""
        errors = PostingErrors()
        for picking in pickings.filtered(lambda picking: picking.state not in ENDED):
            with self._accepting(errors):
                picking._action_done()
        return errors
