from functools import partial

from odoo import models

from ..lib.claims import Standing

PAYS = ("draft", "pending", "authorized", "done")  # states of a payment under way
PAID = ("paid", "in_payment")
PREPAID = ("marketplace",)  # kinds of channels whose customers have paid elsewhere


class MdShortageStanding(models.AbstractModel):
    """How strong claims are when goods are missing; see `lib.claims.fairness`."""

    _name = "md.shortage.standing"
    _description = "Standing of Claims"

    def _of(self, rows):
        """{claim id: `Standing`} of claims as rows of ``CONTENDERS_SQL``."""
        orders = self._orders({row["key"] for row in rows})
        return {
            row["id"]: self._standing(row["confirmed"], orders.get(row["key"]))
            for row in rows
        }

    def _orders(self, keys):
        """{key: its sales order}."""
        numbers = {}
        for key in keys:
            kind, _, number = key.partition(":")
            number = number.partition(":")[0]
            if kind == "so" and number.isdigit():
                numbers[key] = int(number)
        orders = self.env["sale.order"].browse(numbers.values()).exists()
        known = {order.id: order for order in orders}
        return {key: known[n] for key, n in numbers.items() if n in known}

    def _standing(self, confirmed, order):
        if not confirmed:
            return Standing.HELD if self._is_being_paid(order) else Standing.CARTED
        return Standing.PAID if self._is_paid(order) else Standing.PROMISED

    def _is_being_paid(self, order):
        """Whether somebody has begun to pay for an order."""
        return bool(order) and any(
            payment.state in PAYS for payment in order.transaction_ids
        )

    def _is_paid(self, order):
        """Whether an order is paid in full: online, by its invoices, or elsewhere.

        One that costs nothing is not.
        """
        if not order or order.currency_id.is_zero(order.amount_total):
            return False
        if order.md_channel_id.kind in PREPAID:
            return True
        invoices = order.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.payment_state in PAID
        )
        paid = max(order.amount_paid, sum(map(partial(self._settled, order), invoices)))
        return order.currency_id.compare_amounts(paid, order.amount_total) >= 0

    def _settled(self, order, invoice):
        """What a paid invoice says of an order, in the order's currency."""
        amount = invoice.amount_total
        if invoice.move_type == "out_refund":
            amount = -amount
        return invoice.currency_id._convert(
            amount, order.currency_id, order.company_id, invoice.date
        )
