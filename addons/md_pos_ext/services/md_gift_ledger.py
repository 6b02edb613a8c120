from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ..lib import gift_codes

WAITS = timedelta(hours=24)  # a payment whose order has not come by then is taken back
STRAYS = """
SELECT move.payment_uuid FROM md_gift_move move
 WHERE move.payment_uuid IS NOT NULL AND move.kind IN ('pay', 'release')
   AND NOT EXISTS (SELECT FROM pos_payment paid WHERE paid.uuid = move.payment_uuid)
 GROUP BY move.payment_uuid
HAVING sum(move.amount) < 0 AND max(move.at) < %s
"""


class MdGiftLedger(models.AbstractModel):
    """Puts money on gift cards and takes it off: each move once, never below 0.

    A move has a key that names why; who comes a second time moves nothing. The balance
    is written with the move: of two tills that want the last of a card one begins anew
    and sees what is left. Amounts are in the company's currency.
    """

    _name = "md.gift.ledger"
    _description = "Gift Cards"

    def _named(self, company, code):
        """The card of a code, none when there is none."""
        # sudo: who sells has no right to cards, but for the code that he is shown
        cards = self.env["md.gift.card"].sudo()
        domain = [
            ("digest", "=", gift_codes.digest(code)),
            ("company_id", "=", company.id),
        ]
        return cards.search(domain, limit=1)

    def _problem(self, card):
        """Why nothing is paid with a card: a word, None when something is."""
        if not card:
            return "unknown"
        if card.state != "active":
            return "blocked"
        if card.expires_on and card.expires_on < self._today(card.company_id):
            return "expired"
        return None if card.balance > 0 else "used"

    def _pay(self, till, code, amount, payment_uuid, order_uuid):
        """Pay with a card as much of an amount as it has.

        :return: {"taken", "balance", "hint", "expires"}, or {"problem", ...}
        """
        company = till.company_id
        if till.currency_id != company.currency_id:
            return {"problem": "currency"}
        card = self._named(company, code)
        amount = company.currency_id.round(amount)
        own = self._net(payment_uuid)
        if card and own == {card.id: -amount}:
            return self._said(card, taken=amount)  # asked again
        self._release(till, payment_uuid)
        card.invalidate_recordset(["balance"])
        problem = self._problem(card)
        if problem:
            return {**self._said(card), "problem": problem}
        taken = min(amount, card.balance)
        key = f"pay:{payment_uuid}:{self._count(payment_uuid)}"
        uuids = {"payment_uuid": payment_uuid, "order_uuid": order_uuid}
        done = self._move(card, "pay", -taken, key, config_id=till.id, **uuids)
        return self._said(card, taken=taken) if done else {"problem": "used"}

    def _release(self, till, payment_uuid):
        """A payment that is not made after all: its money is on the card again."""
        # sudo: payments of another till's order, perhaps
        if self.env["pos.payment"].sudo().search_count([("uuid", "=", payment_uuid)]):
            return
        for card_id, amount in self._net(payment_uuid).items():
            # sudo: as in _named
            card = self.env["md.gift.card"].sudo().browse(card_id)
            key = f"release:{payment_uuid}:{self._count(payment_uuid)}"
            own = {"payment_uuid": payment_uuid, "config_id": till.id or None}
            if amount < 0:
                self._move(card, "release", -amount, key, **own)

    def _cron_release(self):
        """Payments whose order never came: the customer has the money again."""
        before = fields.Datetime.now() - WAITS
        for (uuid,) in self.env.execute_query(SQL(STRAYS, before)):
            self._release(self.env["pos.config"], uuid)

    def _issue(self, order, kind, amount, mark, key, **more):
        """A new card with money on it, or the one that the key made before.

        :param mark: (digest, hint) of its code
        """
        company = order.company_id
        # sudo: as in _named
        cards = self.env["md.gift.card"].sudo()
        # sudo: as in _named
        known = self.env["md.gift.move"].sudo().search([("key", "=", key)])
        if known:
            return known.card_id
        months = company.md_gift_months
        today = self._today(company)
        card = cards.create(
            {
                "digest": mark[0],
                "hint": mark[1],
                "kind": kind,
                "company_id": company.id,
                "partner_id": order.partner_id.id,
                "issued_at": self.env["md.clock"]._now(),
                "expires_on": today + relativedelta(months=months) if months else False,
            }
        )
        own = {"order_uuid": order.uuid, "config_id": order.config_id.id, **more}
        self._move(card, "issue", amount, key, **own)
        return card

    def _move(self, card, kind, amount, key, **more):
        """Move money once; whether it is done, now or before.

        :param amount: below 0 takes it off; False when there is not as much
        """
        self.env.flush_all()
        values = {
            **more,
            "card_id": card.id,
            "company_id": card.company_id.id,
            "kind": kind,
            "amount": card.currency_id.round(amount),
            "key": key,
            "user_id": self.env.uid,
            "at": self.env["md.clock"]._now(),
        }
        names = SQL(", ").join(map(SQL.identifier, values))
        insert = SQL(
            "INSERT INTO md_gift_move (%s) VALUES %s",
            names,
            tuple(values.values()),
        )
        update = SQL(
            "UPDATE md_gift_card SET balance = balance + %s WHERE id = %s "
            "   AND balance + %s >= 0 RETURNING id",
            *(values["amount"], card.id, values["amount"]),
        )
        if self.env.execute_query(SQL("SELECT FROM md_gift_move WHERE key = %s", key)):
            return True
        if not self.env.execute_query(update):
            return False
        self.env.cr.execute(insert)
        card.invalidate_recordset(["balance", "move_ids"])
        return True

    def _net(self, payment_uuid):
        """{card id: amount} that a payment moved, below 0 when it was paid with."""
        query = SQL(
            "SELECT card_id, sum(amount) FROM md_gift_move "
            " WHERE payment_uuid = %s GROUP BY card_id HAVING sum(amount) != 0 "
            " ORDER BY card_id",
            payment_uuid,
        )
        return {card: float(amount) for card, amount in self.env.execute_query(query)}

    def _count(self, payment_uuid):
        query = "SELECT count(*) FROM md_gift_move WHERE payment_uuid = %s"
        return self.env.execute_query(SQL(query, payment_uuid))[0][0]

    def _said(self, card, **more):
        """What a till prints of a card."""
        return {
            **more,
            "hint": card.hint or "",
            "balance": card.balance,
            "expires": card.expires_on and card.expires_on.isoformat(),
        }

    def _today(self, company):
        zone = company.partner_id.tz or self.env.user.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone))
