from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError

from ..lib.promotion_amounts import basket_line, exactly, quantity_text, rounded
from ..lib.promotion_returns import REST, SHARE, Sold, by_rest, by_share, over_returned
from ..lib.promotions import evaluate

OUT, BACK = "out_invoice", "out_refund"


class MdPromotionRefund(models.AbstractModel):
    """What comes back for goods of a sales order that were sold in promotions.

    What was paid is what invoices say, of an order without invoices what its lines
    say; drafts count, so that two people do not give the same goods back.
    """

    _name = "md.promotion.refund"
    _description = "Refunds of Sales Orders"

    def _amounts(self, order, returned, policy=None):
        """Return {order line: amount that comes back}, Decimal in the order's prices.

        :param returned: {order line: quantity in its unit, more than 0}
        :param policy: ``paid_share`` or ``recompute``; None: the company's
        :raises UserError: naming the line of which more would come back than was sold
        """
        lines = [
            self._sold(line, returned.get(line, 0))
            for line in order.order_line
            if line.product_id and not line.display_type
        ]
        digits = order.currency_id.decimal_places
        for line in over_returned(lines):
            name = order.order_line.browse(int(line.id)).product_id.display_name
            raise UserError(
                self.env._(
                    "%(product)s: %(left)s can come back, not %(now)s.",
                    product=name,
                    left=quantity_text(max(line.qty - line.before, Decimal(0))),
                    now=quantity_text(line.now),
                )
            )
        given = self._given(order)
        if (policy or order.company_id.md_refund_policy) == REST:
            found = by_rest(lines, self._kept(order, lines), given, digits)
        else:
            found = by_share(lines, given, digits)
        return {
            order.order_line.browse(int(name)): amount for name, amount in found.items()
        }

    def _percent(self, line, quantity, amount):
        """The discount with which so much of a line costs exactly an amount."""
        gross = exactly(line.price_unit) * exactly(quantity)
        if not gross:
            return line.discount
        return float(round(100 * (1 - Decimal(amount) / gross), 10))

    def _charge(self, line, quantity):
        """What a part of a line costs when the line is invoiced in parts.

        All parts together cost what the line does.
        """
        whole, digits = exactly(line.product_uom_qty), line.currency_id.decimal_places
        paid = self._cost(line.price_unit, whole, line.discount, digits)
        before = exactly(line.qty_invoiced)
        if not whole or before < 0 or before + exactly(quantity) > whole:
            return self._cost(line.price_unit, quantity, line.discount, digits)
        until = before + exactly(quantity)
        return rounded(paid * until / whole, digits) - rounded(
            paid * before / whole, digits
        )

    def _sold(self, line, now):
        charged, back = self._documents(line, OUT), self._documents(line, BACK)
        digits = line.currency_id.decimal_places
        if charged:
            paid = self._sum(charged, digits)
            qty = self._quantity(charged, line)
        else:
            qty = exactly(line.product_uom_qty)
            paid = self._cost(line.price_unit, qty, line.discount, digits)
        return Sold(
            id=str(line.id),
            paid=max(paid, Decimal(0)),
            qty=max(qty, Decimal(0)),
            before=max(self._quantity(back, line), Decimal(0)),
            now=exactly(now),
        )

    def _given(self, order):
        """What credit notes of an order give back already."""
        digits = order.currency_id.decimal_places
        return sum(
            (
                self._sum(self._documents(line, BACK), digits)
                for line in order.order_line
            ),
            Decimal(0),
        )

    def _documents(self, line, kind):
        """Lines of invoices or credit notes of an order line that count."""
        # sudo: who takes goods back need not read accounting
        return line.sudo().invoice_lines.filtered(
            lambda one: one.move_id.move_type == kind and one.move_id.state != "cancel"
        )

    def _sum(self, documents, digits):
        return sum(
            (
                self._cost(one.price_unit, one.quantity, one.discount, digits)
                for one in documents
            ),
            Decimal(0),
        )

    @staticmethod
    def _quantity(documents, line):
        return sum(
            (
                exactly(
                    one.product_uom_id._compute_quantity(
                        one.quantity, line.product_uom_id, round=False
                    )
                )
                for one in documents
            ),
            Decimal(0),
        )

    @staticmethod
    def _cost(price, quantity, discount, digits):
        part = 1 - exactly(discount) / 100
        return rounded(exactly(price) * exactly(quantity) * part, digits)

    # What stays

    def _kept(self, order, lines):
        """{line id: what the rest costs by the old promotions}.

        Promotions that the order had hold for the rest, too, whoever the customer is by
        now: a first order does not become a second one by a return.
        """
        promotions = self._promotions(order)
        basket, parts = self._basket(order, lines)
        at = f"{order.date_order:%Y-%m-%dT%H:%M:%S}Z"
        result = evaluate(basket, promotions, at)
        digits = order.currency_id.decimal_places
        saved = {row["id"]: Decimal(row["discount"]) for row in result["lines"]}
        found = {}
        for name, (line, left) in parts.items():
            cut = 1 - exactly(line.md_list_discount) / 100
            gross = rounded(exactly(line.price_unit) * cut * left, digits)
            own = 1 - exactly(line.md_manual_discount) / 100
            found[name] = rounded((gross - saved.get(name, 0)) * own, digits)
        return found

    def _promotions(self, order):
        pairs = order.md_promo_revisions or []
        used = {
            share["promotion"]
            for line in order.order_line
            for share in line.md_promo_shares or ()
        }
        found = self.env["md.promotion.catalogue"]._pinned(pairs)
        return [
            self._held(contract) if contract["id"] in used else contract
            for contract in found
        ]

    @staticmethod
    def _held(contract):
        where = {**(contract.get("where") or {}), "customer_groups": []}
        limits = {**(contract.get("limits") or {}), "per_customer": None}
        return {**contract, "where": where, "limits": limits}

    def _basket(self, order, lines):
        """(basket of what stays, {line id: (order line, quantity)})."""
        maker = self.env["md.promotion.order"]
        basket = maker._basket(order, order.date_order)
        left = {line.id: line.qty - line.before - line.now for line in lines}
        facts = self.env["md.promotion.facts"]._products(order.order_line.product_id)
        digits, rows, parts = order.currency_id.decimal_places, [], {}
        for line in order.order_line:
            quantity = left.get(str(line.id), Decimal(0))
            if quantity <= 0:
                continue
            parts[str(line.id)] = (line, quantity)
            own = maker._line(line, quantity)
            row = basket_line({**facts[line.product_id.id], **own}, digits)
            if row:
                rows.append(row)
        return {**basket, "lines": rows}, parts

    def _policies(self):
        """[(value, label)] of the rules."""
        return [
            (SHARE, self.env._("What was paid for it")),
            (REST, self.env._("What was paid less what the rest costs alone")),
        ]
