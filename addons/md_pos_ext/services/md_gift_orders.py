from odoo import models

from ..lib import gift_codes


class MdGiftOrders(models.AbstractModel):
    """What a receipt does to gift cards: sells them, was paid with them, refunds.

    A receipt is never refused: what no card covers is written down.
    """

    _name = "md.gift.orders"
    _description = "Gift Cards of Receipts"

    def _findings(self, order):
        """Move what it moves; [(payment, "gift", values)] of what does not fit."""
        for line in order.lines.filtered("product_id.md_gift_card"):
            missing = self._sold(line) if line.qty > 0 else self._unsold(line)
            if missing:
                yield order.payment_ids[:1], "gift", {"excess": missing}
        for payment in order.payment_ids.filtered(self._by_card):
            missing = self._paid(payment) if payment.amount > 0 else self._back(payment)
            if missing:
                yield payment, "gift", {"excess": missing}

    @staticmethod
    def _by_card(payment):
        # sudo: who sells reads no tenders
        return payment.payment_method_id.sudo().md_kind == "gift"

    def _sold(self, line):
        """Issue a card for each piece; what could not be given a code of its own."""
        order, marks = line.order_id, line.md_gift_codes or []
        pieces = int(line.qty)
        each = order.currency_id.round(line.price_subtotal_incl / line.qty)
        # sudo: who sells reads no cards
        ledger, cards = self.env["md.gift.ledger"], self.env["md.gift.card"].sudo()
        for at in range(pieces):
            key = f"issue:{line.uuid}:{at}"
            mark = marks[at] if at < len(marks) else self._nobody_knows()
            cards |= ledger._issue(order, "gift", each, mark, key)
        self._tell(line, cards, "new")
        known = min(len(marks), pieces) if pieces == line.qty else 0
        return 0 if known == line.qty else line.price_subtotal_incl - known * each

    def _unsold(self, line):
        """Take the money off cards that come back; what they no longer have."""
        source = line.refunded_orderline_id
        due, ledger = -line.price_subtotal_incl, self.env["md.gift.ledger"]
        # sudo: who sells reads no cards
        moves = self.env["md.gift.move"].sudo()
        keys = [f"issue:{source.uuid}:{at}" for at in range(int(source.qty))]
        for card in moves.search([("key", "in", keys)]).card_id.sorted("id"):
            key = f"unsold:{line.uuid}:{card.id}"
            done = moves.search([("key", "=", key)])
            taken = -done.amount if done else min(card.balance, due)
            if taken and ledger._move(card, "pay", -taken, key):
                due -= taken
        return line.currency_id.round(due)

    def _paid(self, payment):
        """See that cards paid it; what none of them did."""
        ledger, order = self.env["md.gift.ledger"], payment.pos_order_id
        net = ledger._net(payment.uuid)
        # sudo: who sells reads no cards
        cards = self.env["md.gift.card"].sudo().browse(net)
        missing = order.currency_id.round(payment.amount + sum(net.values()))
        own = {"payment_uuid": payment.uuid, "order_uuid": order.uuid}
        key = f"settle:{payment.uuid}:{ledger._count(payment.uuid)}"
        if missing < 0:  # the till took more than it needed
            ledger._move(cards[0], "release", -missing, key, **own)
            missing = 0
        self._tell(payment, cards, "paid")
        return missing

    def _back(self, payment):
        """Put a refund on the cards that paid, the rest on a new one."""
        ledger, order = self.env["md.gift.ledger"], payment.pos_order_id
        due = order.currency_id.round(-payment.amount - self._done(payment))
        if due <= 0:  # done before
            return 0
        source = self.env["md.tender.refunds"]._source(order)
        # sudo: who sells reads no cards
        cards = self.env["md.gift.card"].sudo()
        given = cards
        for card, left in self._left(source).items():
            amount = min(due, left)
            key = f"back:{payment.uuid}:{card.id}"
            uuids = {"payment_uuid": payment.uuid, "order_uuid": order.uuid}
            more = {**uuids, "source_uuid": source.uuid}
            if amount > 0 and ledger._move(card, "back", amount, key, **more):
                due, given = due - amount, given | card
        missing, new = 0, cards
        if order.currency_id.compare_amounts(due, 0) > 0:
            marks = payment.md_gift_codes or []
            mark = marks[0] if marks else self._nobody_knows()
            key = f"credit:{payment.uuid}"
            own = {"payment_uuid": payment.uuid}
            new = ledger._issue(order, "credit", due, mark, key, **own)
            missing = 0 if marks else due
        self._tell(payment, given, "back")
        self._tell(payment, new, "new", more=True)
        return missing

    def _done(self, payment):
        return sum(self.env["md.gift.ledger"]._net(payment.uuid).values())

    def _left(self, source):
        """{card: amount} that may go back on the cards that paid a receipt."""
        if not source:
            return {}
        # sudo: who sells reads no cards
        moves = self.env["md.gift.move"].sudo()
        paid = source.payment_ids.filtered(self._by_card).mapped("uuid")
        left = {}
        for move in moves.search([("payment_uuid", "in", paid)], order="id"):
            left[move.card_id] = left.get(move.card_id, 0) - move.amount
        for move in moves.search([("source_uuid", "=", source.uuid)]):
            left[move.card_id] = left.get(move.card_id, 0) - move.amount
        ledger = self.env["md.gift.ledger"]
        ended = ("blocked", "expired")
        return {
            card: amount
            for card, amount in left.items()
            if amount > 0 and ledger._problem(card) not in ended
        }

    def _tell(self, record, cards, what, more=False):
        """What the receipt prints of cards."""
        ledger = self.env["md.gift.ledger"]
        said = [ledger._said(card, what=what) for card in cards]
        record.md_gift_said = [*(record.md_gift_said or []), *said] if more else said

    def _nobody_knows(self):
        """The mark of a card without a code: a manager gives it one."""
        code = self.env["md.gift.card"]._new_code()
        return [gift_codes.digest(code), "????"]
