from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.md_inventory_core.lib.promotion_amounts import (
    exactly,
    money_text,
    quantity_text,
    rounded,
)
from odoo.addons.md_inventory_core.lib.promotion_receipt import outcome
from odoo.addons.md_inventory_core.lib.promotions import refund

from .md_promotion_receipts import key_of


class MdPromotionRefunds(models.AbstractModel):
    """What should come back for goods that a till took back; see promo_returns.js."""

    _name = "md.promotion.refunds"
    _description = "Refunds of Tills"

    def _price(self, order):
        """Price a refund of the back office as a till would: its draft's lines.

        What was sold without promotions comes back at its price, as in core.
        """
        order.ensure_one()
        back = order.lines.filtered("refunded_orderline_id")
        for source, lines in back.grouped(
            lambda line: line.refunded_orderline_id.order_id
        ).items():
            if any(source.lines.mapped("md_discount_amount")):
                self._price_lines(order, source, lines)

    def _price_lines(self, order, source, lines):
        facts = self.env["md.promotion.facts"]._products(source.lines.product_id)
        sold = self.env["md.promotion.receipts"]._receipt(source, facts)
        ways = self._ways(order, source, sold, self._returned(order, lines))
        if not ways:
            raise UserError(
                self.env._("More would come back than %s has sold.", source.name)
            )
        for line, amount in self._amounts(ways[0], lines).items():
            gross = exactly(line.price_unit) * -exactly(line.qty)
            if not gross:
                continue
            percent = 100 * (1 - amount / gross)
            line.with_context(md_refund_priced=True).write(
                {
                    "discount": float(round(percent, 10)),
                    "md_discount_amount": float(
                        rounded(amount - rounded(gross, sold.digits), sold.digits)
                    ),
                }
            )
            line._onchange_amount_line_all()
        order._compute_prices()

    def _judge(self, order, receipt):
        """(reasons, rows) of the lines that come back; none of the others."""
        receipts, reasons, rows = self.env["md.promotion.receipts"], [], []
        back = order.lines.filtered("refunded_orderline_id")
        for source, lines in back.grouped(
            lambda line: line.refunded_orderline_id.order_id
        ).items():
            facts = self.env["md.promotion.facts"]._products(source.lines.product_id)
            sold = receipts._receipt(source, facts)
            reasons += self._source(order, receipt, source, sold, lines, rows)
        return reasons, rows

    def _source(self, order, receipt, source, sold, lines, rows):
        returned = self._returned(order, lines)
        ways = self._ways(order, source, sold, returned)
        told = {line.id: line for line in receipt.lines}
        mine = [told[key_of(line)] for line in lines]
        paid = -sum((line.charged for line in mine), Decimal(0))
        unit = Decimal(1).scaleb(-receipt.digits) * len(mine)
        totals = [Decimal(way["total"]) for way in ways]
        fits = any(abs(paid - total) <= unit for total in totals)
        amounts = self._amounts(ways[0], lines) if ways else {}
        for line, own in zip(lines, mine, strict=True):
            found = own.charged if fits else -amounts.get(line, Decimal(0))
            rows.append(row_of(own, found))
        if not ways:
            return [{"code": "refund_over", "order": source.pos_reference}]
        if fits:
            return []
        digits = receipt.digits
        told = {"paid": f"{paid:.{digits}f}", "found": f"{totals[0]:.{digits}f}"}
        return [{"code": "refund", **told}]

    def _returned(self, order, lines):
        """{sold line: (quantity now, quantity before)}."""
        found = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for line in lines:
            found[line.refunded_orderline_id][0] -= exactly(line.qty)
        for sold, row in found.items():
            others = sold.refund_orderline_ids.filtered(
                lambda line: (
                    line.order_id.id < order.id and line.order_id.state != "cancel"
                )
            )
            row[1] = -sum((exactly(line.qty) for line in others), Decimal(0))
        return found

    def _ways(self, order, source, sold, returned):
        """Answers of the engine that are right; none when more came back than sold.

        A till without a server gives back by share, whatever its setting.
        """
        positive = [line for line in sold.lines if line.qty > 0]
        result = {
            "lines": [
                self._kept_line(line.id, line.qty, line.charged, sold.digits)
                for line in positive
            ],
            "deals": [],
            "total": {
                "net": money_text(
                    sum((line.charged for line in positive), Decimal(0)), sold.digits
                )
            },
        }
        rows = [
            {
                "line": key_of(line),
                "qty": quantity_text(now),
                "before": quantity_text(before),
            }
            for line, (now, before) in returned.items()
        ]
        if any(exactly(line.qty) < sum(row) for line, row in returned.items()):
            return []
        share = refund(result, rows, "paid_share")
        left = max(
            Decimal(result["total"]["net"]) - self._given(order, source, sold.digits),
            Decimal(0),
        )
        total = min(Decimal(share["total"]), left)
        share["total"] = money_text(total, sold.digits)
        if order.config_id.md_refund_policy != "recompute":
            return [share]
        return [self._recomputed(source, sold, result, returned, left), share]

    def _given(self, order, source, digits):
        """What earlier refunds gave back for the lines of a sold order."""
        total = Decimal(0)
        for line in source.lines.refund_orderline_ids:
            if line.order_id.id < order.id and line.order_id.state != "cancel":
                price, part = exactly(line.price_unit), exactly(line.discount)
                total -= rounded(price * exactly(line.qty) * (1 - part / 100), digits)
        return total

    def _recomputed(self, source, sold, result, returned, left):
        """What is ``left`` of what was paid, less what the rest costs by itself."""
        gone = {
            key_of(line): -sum(
                (
                    exactly(one.qty)
                    for one in line.refund_orderline_ids
                    if line not in returned
                ),
                Decimal(0),
            )
            for line in source.lines
        }
        gone |= {key_of(line): row[1] for line, row in returned.items()}
        after = dict(gone)
        for line, (now, _before) in returned.items():
            after[key_of(line)] += now
        first = self._kept(source, sold, gone) if any(gone.values()) else result
        rows = [
            {"line": key_of(line), "qty": quantity_text(now)}
            for line, (now, _before) in returned.items()
        ]
        kept = self._kept(source, sold, after)
        found = refund(first, rows, {"recompute": kept})
        total = max(left - Decimal(kept["total"]["net"]), Decimal(0))
        return {**found, "total": money_text(total, sold.digits)}

    def _kept(self, source, sold, gone):
        """What stays, at the old promotions."""
        lines = [
            replace(line, qty=line.qty - gone.get(line.id, 0), listed=line.price)
            for line in sold.lines
            if line.qty - gone.get(line.id, 0) > 0
        ]
        pairs = source.md_promo_revisions or []
        known = self.env["md.promotion.book"]._contracts(
            {(str(code), str(rev)) for code, rev in pairs}
        )
        rest = replace(sold, lines=tuple(lines))
        found = outcome(rest, list(known.values()), customer=sold.customer)
        total = sum(found.nets.values(), Decimal(0))
        return {
            "lines": [
                self._kept_line(line.id, line.qty, found.nets[line.id], sold.digits)
                for line in lines
            ],
            "deals": [],
            "total": {"net": money_text(total, sold.digits)},
        }

    def _kept_line(self, name, qty, net, digits):
        return {"id": name, "qty": quantity_text(qty), "net": money_text(net, digits)}

    def _amounts(self, way, lines):
        """{refund line: what should come back}; what kept goods lose is on the last."""
        told = {row["id"]: Decimal(row["amount"]) for row in way["lines"]}
        found = {}
        for line in lines:
            found[line] = max(
                told.pop(key_of(line.refunded_orderline_id), Decimal(0)), Decimal(0)
            )
        left = Decimal(way["total"]) - sum(found.values(), Decimal(0))
        last = lines[-1]
        found[last] = rounded(found[last] + left, 4)
        return found


def row_of(line, found):
    """A line of the comparison that no promotion is looked up for."""
    return {
        "line": line.id,
        "item": line.name,
        "qty": line.qty,
        "price": line.price,
        "listed": line.listed,
        "promo": line.promo,
        "found_promo": line.promo,
        "manual": line.manual,
        "charged": line.charged,
        "found": found,
        "less": line.charged - found,
        "by": [],
        "found_by": [],
    }
