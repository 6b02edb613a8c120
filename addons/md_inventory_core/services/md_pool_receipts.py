import logging
from collections import defaultdict
from decimal import Decimal

from psycopg2 import errors

from odoo import models
from odoo.tools import SQL

from ..lib.claims import Slot
from ..lib.claims.pool_rules import RECEIPT
from .md_pool_rules import Run
from .rule_sql import NOTE_SQL, RECEIPTS_SQL

_logger = logging.getLogger(__name__)
BATCH = 200
# Where goods come from that are new to the company. A count only corrects what was
# there; a return was sold out of some pool; a transfer brings nothing new.
OUTSIDE = ("supplier", "production")


class MdPoolReceipts(models.AbstractModel):
    """Gives pools their share of what arrives.

    Who receives goods leaves a row in the same transaction; after the commit, and each
    minute, rows are worked off, each in one transaction with its pool moves.
    """

    _name = "md.pool.receipts"
    _description = "Receipts shared among Pools"

    def _note(self, moves):
        """Leave a row for each of some done moves that brings new goods of our own."""
        came = moves.filtered(
            lambda move: (
                move.state == "done"
                and move.location_id.usage in OUTSIDE
                and move.product_id.is_storable
            )
        )
        if not came or not self._rules(came.company_id):
            return
        sums = defaultdict(Decimal)
        consignors = self.env["md.client"]._consignors()
        for line in came.move_line_ids:
            there = line.location_dest_id
            if (
                there.usage == "internal"
                and there.warehouse_id
                and line.owner_id.id not in consignors
            ):
                place = line.move_id.id, line.product_id.id, there.warehouse_id.id
                sums[place] += Decimal(str(line.quantity_product_uom))
        rows = [(*place, part) for place, part in sorted(sums.items()) if part > 0]
        if rows:
            names = ("moves", "products", "warehouses", "quantities")
            values = map(list, zip(*rows, strict=True))
            arguments = dict(zip(names, values, strict=True))
            self.env.cr.execute(SQL(NOTE_SQL, **arguments))
            self.env["md.background"]._soon(self._name, "_work")

    def _rules(self, companies):
        """Rules that share in receipts, in their order."""
        # sudo: whoever receives goods need not see the rules
        rules = self.env["md.pool.rule"].sudo()
        mine = [("what", "=", RECEIPT), ("company_id", "in", companies.ids)]
        return rules.search(mine)

    def _work(self, _items=()):
        """Share all receipts there are; one that fails stops no other."""
        after, done = 0, defaultdict(list)
        while True:
            with self.env["md.own.transaction"]._begin(sees=()) as cr:
                cr.execute(SQL(RECEIPTS_SQL, after=after, limit=BATCH))
                rows = cr.fetchall()
            if not rows:
                break
            for row in rows:
                try:
                    for rule, units in self._share(*row).items():
                        done[rule].append(units)
                except errors.LockNotAvailable:
                    _logger.info("receipt %s is in use by others", row[0])
                except Exception:
                    _logger.exception("receipt %s cannot be shared", row[0])
            after = rows[-1][0]
        if done:
            self._write_down(done)

    def _share(self, row, move, product, warehouse, quantity):
        """Rules take their shares of a receipt; {id of the rule: units}."""
        warehouse = self.env["stock.warehouse"].browse(warehouse)
        product = self.env["product.product"].browse(product).exists()
        rules = self._rules(warehouse.company_id).filtered(
            lambda rule: (
                warehouse in rule._warehouses()
                and product.filtered_domain(rule._product_domain())
            )
        )
        run = Run(rules, row=row, receipt=move, received=Decimal(quantity))
        place = Slot(product.id, warehouse.id)
        if not rules:
            with self.env["md.own.transaction"]._begin(sees=()) as cr:
                self.env["md.pool.rules"]._take(cr, row)
            return {}
        units = self.env["md.pool.rules"]._apply_some(run, [place])
        return {rule.id: units.get(rule.id, Decimal(0)) for rule in rules}

    def _write_down(self, done):
        """{id of the rule: [units of each receipt]}: what rules did last."""
        with self.env["md.own.transaction"]._begin_work() as env:
            for rule in env["md.pool.rule"].browse(sorted(done)).exists():
                moved = sum(done[rule.id])
                told = self.env._(
                    "Units moved: %(moved)s (receipts: %(receipts)s).",
                    moved=f"{moved.normalize():f}",
                    receipts=len(done[rule.id]),
                )
                why_not = env["md.pool.rules"]._why_not(rule)
                rule.write(
                    {
                        "last_at": env.cr.now(),
                        "last_moved": float(moved),
                        "last_result": told if moved else why_not or told,
                    }
                )
