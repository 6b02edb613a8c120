from odoo import models

from odoo.addons.md_inventory_core.lib.promotion_amounts import exactly

from ..lib import tender_money

MANAGERS = ("md_inventory_core.group_manager", "md_inventory_core.group_admin")


class MdTenderRefunds(models.AbstractModel):
    """Money goes back on the tenders on which it was paid; see lib/tender_money.

    A tender is the word of the payment method, so that cash of one till is cash of
    another; a method without one is its own tender.
    """

    _name = "md.tender.refunds"
    _description = "Refunds on Tenders"

    def _source(self, order):
        """The receipt whose goods come back with this one, if it gives money back."""
        none = order.browse()
        currency = order.currency_id
        if not order or currency.compare_amounts(order.amount_total, 0) >= 0:
            return none
        # sudo: goods of another store come back to this one
        return order.sudo().lines.refunded_orderline_id.order_id[:1]

    def _left(self, source, without=None):
        """[[tender, amount]] in smallest units that may still go back.

        :param without: a refund of it that does not count
        """
        refunds = source.lines.refund_orderline_ids.order_id
        refunds = refunds.filtered(
            lambda one: (
                one != without and one.state != "cancel" and one.amount_total < 0
            )
        )
        paid = tender_money.paid_on(self._exact(source))
        return tender_money.left_on(paid, self._exact(refunds))

    def _proposal(self, order):
        """[(payment method, amount below 0)] of what an unpaid refund still gives."""
        source = self._source(order)
        if not source:
            return []
        own = self._payments(order)
        left = tender_money.left_on(self._left(source, order), own)
        due = self._units(order, order.amount_paid - order.amount_total)
        # sudo: who gives back need not read tenders
        methods = order.sudo().session_id.payment_method_ids
        by_tender = {self._tender(method): method for method in reversed(methods)}
        cash = [self._tender(one) for one in methods if one.is_cash_count]
        here = [row for row in left if row[0] in by_tender]
        rows = tender_money.proposal(due, here, cash)["rows"]
        scale = 10**order.currency_id.decimal_places
        return [(by_tender[tender], -amount / scale) for tender, amount in rows]

    def _over(self, order):
        """[[tender, excess]] of what a refund gives beyond what is left."""
        source = self._source(order)
        if not source:
            return []
        found = tender_money.over(self._exact(order), self._left(source, order))
        # any goods may come back for store credit
        cards = order.payment_ids.filtered(self.env["md.gift.orders"]._by_card)
        free = {self._tender(payment.payment_method_id) for payment in cards}
        return [row for row in found if row[0] not in free]

    def _excess(self, order, method, amount):
        """What one more payment of a refund gives beyond what is left, in currency."""
        tender = self._tender(method)
        new = {"tender": tender, "amount": self._units(order, amount)}
        new["cash"] = method.is_cash_count
        total = self._units(order, order.amount_total)
        payments = [*self._payments(order), new]
        left = self._left(self._source(order), order)
        exact = tender_money.exact(payments, total, self._step(order))
        found = dict(tender_money.over(exact, left))
        return found.get(tender, 0) / 10**order.currency_id.decimal_places

    def _findings(self, order):
        """[(payment, reason, values)] of a refund that is paid."""
        scale = 10**order.currency_id.decimal_places
        note = (order.md_refund_reason or "").strip()
        user = order.user_id
        # whose receipt it is is the till's word: a manager sends his own
        by_manager = user == self.env.user and any(map(user.has_group, MANAGERS))
        by_manager = note and by_manager
        for tender, excess in self._over(order):
            payment = order.payment_ids.filtered(
                lambda one, tender=tender: self._tender(one.payment_method_id) == tender
            )[:1]
            more = {"excess": excess / scale}
            if by_manager:
                who = {"resolved_by": user.id, "resolved_at": order.date_order}
                yield (
                    payment,
                    "other",
                    {**more, **who, "state": "resolved", "note": note},
                )
            else:
                yield payment, "refund", {**more, "note": note}

    def _exact(self, orders):
        """Payments without their rounding: what goods of each order cost."""
        found = []
        for order in orders:
            total = self._units(order, order.amount_total)
            payments = self._payments(order)
            found += tender_money.exact(payments, total, self._step(order))
        return found

    def _payments(self, orders):
        return [
            {
                "tender": self._tender(payment.payment_method_id),
                "amount": self._units(payment.pos_order_id, payment.amount),
                "cash": payment.payment_method_id.is_cash_count,
            }
            for payment in orders.payment_ids.sorted("id")
        ]

    def _tender(self, method):
        # sudo: who sells reads no tenders
        return method.sudo().md_tender or f"method:{method.id}"

    def _units(self, order, amount):
        scale = 10**order.currency_id.decimal_places
        return int(round(exactly(amount) * scale))

    def _step(self, order):
        """To how many smallest units cash is rounded."""
        config = order.sudo().config_id  # sudo: settings of the till
        if not config.cash_rounding:
            return 1
        return max(self._units(order, config.rounding_method.rounding), 1)
