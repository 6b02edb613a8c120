import json
import logging
import random
import time
from dataclasses import replace
from decimal import Decimal

from psycopg2 import InterfaceError, OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.promotion_amounts import exactly
from odoo.addons.md_inventory_core.lib.promotion_verdict import judge, main_reason

from .md_promotion_receipts import instant, key_of
from .promotion_check_sql import (
    ALONE_SQL,
    CHANGED_SQL,
    CHECKED_SQL,
    KEEP_SQL,
    WAITING_SQL,
)

_logger = logging.getLogger(__name__)
BATCH = 20  # receipts in one transaction
TURNS = 50  # batches in one run of the job
TRIES = 4
AGAIN = (OperationalError, InterfaceError, ConcurrencyError)


class MdPromotionCheck(models.AbstractModel):
    """Looks at every receipt that tills send once more, after it was taken.

    The customer has paid: nothing here refuses or changes a receipt. Receipts wait by
    a mark of their own (``md_to_check``), which is taken off in the transaction that
    writes down what was found; so each is looked at once, whatever is killed when.
    """

    _name = "md.promotion.check"
    _description = "Check of Till Receipts"

    def _soon(self):
        """The job runs as soon as this transaction is committed."""
        job = self.env.ref("md_pos_ext.ir_cron_check_till_sales", False)
        if job:
            # sudo: who sells plans no jobs
            job.sudo()._trigger()

    def _cron_check(self):
        """Each minute, and after sales: what waits to be checked, oldest first."""
        for _turn in range(TURNS):
            if not self._check_batch():
                return
        self._soon()

    def _check_batch(self):
        """Check some receipts in a transaction of its own; return how many.

        Fewer each time that somebody else writes the same receipts; in the end they
        are left to the next run.
        """
        for number in range(TRIES):
            try:
                with self.env["md.own.transaction"]._begin_work() as env:
                    check = env["md.promotion.check"]
                    return check._check_waiting(max(BATCH >> number * 2, 1))
            except AGAIN:
                time.sleep(random.uniform(0, 0.1 * 2**number))
        _logger.info("till receipts are checked later")
        return 0

    def _check_waiting(self, limit):
        """Check the oldest receipts that wait, unless another job does; how many."""
        self.env["pos.order"].flush_model(["md_to_check"])
        [(alone,)] = self.env.execute_query(SQL(ALONE_SQL))
        rows = self.env.execute_query(SQL(WAITING_SQL, limit)) if alone else []
        orders = self.env["pos.order"].browse(row[0] for row in rows)
        self._check(orders)
        # last and for a moment only: who writes these receipts does not wait for us
        if orders:
            self.env.cr.execute(SQL(CHECKED_SQL, orders.ids))
            orders.invalidate_recordset(["md_to_check"], flush=False)
        return len(orders)

    def _check(self, orders):
        """Check receipts, each for itself; write down what is found."""
        facts, books = self._facts(orders), {}
        found = []
        for order in orders:
            reasons, rows, amount = self._look_safely(order, facts, books)
            if reasons:
                found.append(self._keep(order, reasons, rows, amount))
        kept = self.env["md.promotion.difference"].browse(n for n in found if n)
        if kept:
            kept.invalidate_model(flush=False)
            self.env["md.promotion.difference.news"]._tell(kept)

    @api.model
    def _facts(self, orders):
        """Of all goods at once; of none when one of them cannot be told."""
        try:
            with self.env.cr.savepoint():
                products = orders.lines.product_id
                return self.env["md.promotion.facts"]._products(products)
        except AGAIN:
            raise
        except Exception:
            _logger.exception("facts of goods are told receipt by receipt")
            return {}

    def _look_safely(self, order, facts, books):
        """(reasons, rows, amount); what cannot be checked is a reason, too."""
        try:
            with self.env.cr.savepoint():
                return self._look(order, facts, books)
        except AGAIN:
            raise
        except Exception as error:
            _logger.exception("till receipt %s cannot be checked", order.id)
            why = f"{type(error).__name__}: {error}"
            return [{"code": "failed", "why": why[:500]}], [], Decimal(0)

    def _look(self, order, facts, books):
        order = order.with_company(order.company_id)
        if any(line.product_id.id not in facts for line in order.lines):
            facts = self.env["md.promotion.facts"]._products(order.lines.product_id)
        receipt = self.env["md.promotion.receipts"]._receipt(order, facts)
        reasons, rows = self.env["md.promotion.refunds"]._judge(order, receipt)
        verdict = self._judge(order, receipt, books)
        reasons, rows = reasons + verdict.reasons, rows + verdict.rows
        amount = self._paid_less(order, rows)
        reasons += self._total(order)
        if not any(one["code"] == "clock" for one in reasons):
            reasons += self._clock(order)
        if any(one["code"] in ("discount", "price", "facts") for one in reasons):
            reasons += self._changed(order)
        return reasons, rows, amount + self._beyond_lines(reasons)

    def _judge(self, order, receipt, books):
        """`Verdict` of what was sold; tills look for no promotions beside a refund."""
        back = {key_of(line) for line in order.lines if line.refunded_orderline_id}
        sold = tuple(line for line in receipt.lines if line.id not in back)
        promotions = ([], []) if order.is_refund else self._promotions(order, books)
        return judge(replace(receipt, lines=sold), *promotions)

    # What was on sale

    def _promotions(self, order, books):
        """([`Named`], contracts that it should have named) of a receipt."""
        pairs = [(str(code), str(rev)) for code, rev in order.md_promo_revisions or ()]
        begin, end = self._time(order)
        service, company = self.env["md.promotion.book"], order.company_id
        codes = {code for code, _rev in pairs}
        since, known, book = books.get(company, (None, set(), None))
        if book is None or begin < since or codes - known:
            book = service._open(company, begin, codes)
            books[company] = (begin, codes | book.ids.keys(), book)
        named = service._named(book, pairs, begin, end)
        removed = order.md_promo_removed or ()
        gone = [(str(one.get("promotion")), "") for one in removed]
        return named, service._missed(book, [*pairs, *gone], begin, end)

    def _time(self, order):
        """(first scan, payment) in UTC, no later than the server heard of it."""
        latest = order.create_date
        scans = [instant(line.md_promo_at) for line in order.lines]
        known = [min(moment, latest) for moment in scans if moment]
        sold = min(order.date_order, latest)
        return min([sold, *known]), max([sold, *known])

    # What else may be wrong

    def _paid_less(self, order, rows):
        """What was paid more (or less: below 0) than lines should cost, with tax."""
        lines = {key_of(line): line for line in order.lines}
        total = Decimal(0)
        for row in rows:
            if row["less"]:
                total += self._taxed(lines[row["line"]], row["less"])
        return total

    def _taxed(self, line, amount):
        """An amount of a line's price as it is paid."""
        taxes = line.order_id.fiscal_position_id.map_tax(line.tax_ids)
        sign = -1 if amount < 0 else 1
        found = taxes.compute_all(
            float(abs(amount)), line.order_id.currency_id, 1.0, product=line.product_id
        )
        return sign * exactly(found["total_included"])

    def _total(self, order):
        """Whether the receipt's total is what its lines make together."""
        currency, taxes = order.currency_id, self.env["account.tax"]
        lines = order.lines._prepare_tax_base_line_values()
        taxes._add_tax_details_in_base_lines(lines, order.company_id)
        taxes._round_base_lines_tax_details(lines, order.company_id)
        summary = taxes._get_tax_totals_summary(
            base_lines=lines, currency=currency, company=order.company_id
        )
        sign = -1 if order.amount_total < 0 else 1
        made = sign * summary["total_amount_currency"]
        # to the smallest unit for each line: tills may round line by line
        slack = currency.rounding * len(order.lines)
        rounding = order.config_id.rounding_method
        if order.config_id.cash_rounding and rounding:
            slack += rounding.rounding
        if abs(order.amount_total - made) <= slack + currency.rounding / 2:
            return []
        digits = currency.decimal_places
        return [
            {
                "code": "total",
                "paid": f"{order.amount_total:.{digits}f}",
                "made": f"{made:.{digits}f}",
            }
        ]

    def _beyond_lines(self, reasons):
        """What a wrong total adds to what lines are wrong by."""
        return sum(
            (
                Decimal(one["paid"]) - Decimal(one["made"])
                for one in reasons
                if one["code"] == "total"
            ),
            Decimal(0),
        )

    def _clock(self, order):
        """Whether its promotions hang on a clock that was wrong."""
        early = [instant(line.md_promo_at) for line in order.lines]
        slack = self.env["md.promotion.book"]._grace()
        if any(at and at > order.create_date + slack for at in early):
            return [{"code": "clock", "ahead": True}]
        if not order.md_clock_suspect or not order.md_promo_revisions:
            return []
        pairs = {(str(code), str(rev)) for code, rev in order.md_promo_revisions}
        contracts = self.env["md.promotion.book"]._contracts(pairs).values()
        timed = any(contract.get("active") for contract in contracts)
        return [{"code": "clock"}] if timed else []

    def _changed(self, order):
        """Goods that were changed since may have been in other groups then."""
        begin, _end = self._time(order)
        goods = order.lines.product_id.product_tmpl_id
        rows = self.env.execute_query(SQL(CHANGED_SQL, goods.ids, begin))
        late = goods.filtered(lambda one: (one.id,) in rows)
        return [{"code": "changed", "items": late[:3].mapped("name")}] if late else []

    # Writing it down

    def _keep(self, order, reasons, rows, amount):
        """Write a difference once for a receipt; return its id, None if it is there."""
        till = order.config_id
        details = {
            "reasons": reasons,
            "digits": order.currency_id.decimal_places,
            "lines": [
                {
                    name: f"{value:f}" if isinstance(value, Decimal) else value
                    for name, value in row.items()
                }
                for row in rows
            ],
        }
        self.env.cr.execute(
            SQL(
                KEEP_SQL,
                order_id=order.id,
                reference=order.pos_reference or order.name,
                company_id=order.company_id.id,
                currency_id=order.currency_id.id,
                session_id=order.session_id.id,
                config_id=till.id,
                warehouse_id=till._md_warehouse().id or None,
                user_id=order.user_id.id or None,
                sold_at=order.date_order,
                checked_at=self.env["md.clock"]._now(),
                reason=main_reason([o for o in reasons if o["code"] != "changed"]),
                amount=amount,
                details=json.dumps(details),
            )
        )
        row = self.env.cr.fetchone()
        return row and row[0]
