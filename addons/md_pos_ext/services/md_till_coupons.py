from datetime import UTC, datetime, timedelta
from decimal import Decimal

from odoo import models

from odoo.addons.md_inventory_core.lib import coupons, promo_codes
from odoo.addons.md_inventory_core.lib.promotion_uses import money_of

OVERLAP = timedelta(minutes=10)  # changes of transactions that ended later come again
MOST = 50  # codes of a receipt that are looked at


class MdTillCoupons(models.AbstractModel):
    """Coupons for one use at tills: what tills hear of them, and what receipts used."""

    _name = "md.till.coupons"
    _description = "Coupons at Tills"

    def _news(self, till, asked):
        """The key, and coupons that changed since a till asked last.

        :param asked: ``since``: what was answered then (milliseconds), ``look``: ids
        :return: {"key", "zone", "promotions": {id: [code, name]}, "since", "gone",
            "back", "state": {id: state}}; ``gone``, ``back``: `lib.coupons.packed`
        """
        # sudo: who sells has no right to coupons
        rows = self.env["md.coupon"].sudo()
        own = [("company_id", "=", till.company_id.id)]
        now = self.env["md.clock"]._now()
        since = self._since(asked.get("since"))
        changed = [("changed_at", ">=", since - OVERLAP)] if since else []
        gone = rows._search([*own, *changed, ("state", "!=", "issued")])
        back = rows._search([*own, *changed, ("state", "=", "issued")])
        look = [n for n in asked.get("look") or () if isinstance(n, int)][:MOST]
        single = [("company_id", "=", till.company_id.id), ("coupon_single", "=", True)]
        # sudo: as above
        promotions = self.env["md.promotion"].sudo().search(single)
        return {
            "key": self.env["md.coupons"]._key().hex(),
            "zone": till.company_id.partner_id.tz or self.env.user.tz or "UTC",
            "promotions": {one.id: [one.code, one.name] for one in promotions},
            "since": now.replace(tzinfo=UTC).timestamp() * 1000,
            "gone": coupons.packed(self._numbers(gone)),
            "back": coupons.packed(self._numbers(back)) if since else "",
            "state": {row.id: row.state for row in rows.browse(look).exists()},
        }

    def _since(self, milliseconds):
        if not isinstance(milliseconds, int | float) or milliseconds <= 0:
            return None
        try:
            found = datetime.fromtimestamp(milliseconds / 1000, UTC)
        except (OverflowError, ValueError, OSError):
            return None
        return found.replace(tzinfo=None)

    def _numbers(self, query):
        return [row[0] for row in self.env.execute_query(query.select())]

    def _words(self, order):
        """What a receipt's codes open, as promotions say it: normal forms, and of
        coupons that we have signed the word of their promotion.
        """
        texts = order.md_promo_coupons or ()
        found = promo_codes.normals(t for t in texts if not coupons.is_coupon(t))
        return [*found, *(f"@{code}" for code in self._opened(order))]

    def _opened(self, order):
        """{promotion code: coupon} of a receipt's coupons that are ours."""
        texts = [text for text in order.md_promo_coupons or () if isinstance(text, str)]
        found = {}
        for text in texts[:MOST]:
            told = coupons.is_coupon(text) and self.env["md.coupons"]._read(text)
            # sudo: who sells need not read promotions
            own = self.env["md.promotion"].sudo().browse(told and told.promotion)
            if told and (own := own.exists()):
                found.setdefault(own.code, told)
        return found

    def _record(self, order):
        """Redeem what a paid receipt used, or flag it; give back what it returns."""
        deals = order.md_promo_deals or ()
        used = {deal["promotion"] for deal in deals}
        reference = order.pos_reference or order.name
        lost = {}
        for code, coupon in self._opened(order).items():
            if code not in used:
                continue
            first = self.env["md.coupons"]._redeem(
                coupon.number, order.uuid, reference, order.date_order
            )
            if first is not None:
                lost[coupon.number] = (first, money_of(deals, code))
        if lost:
            self._flag(order, lost)
        self._returned(order)

    def _returned(self, order):
        """Coupons of orders of which everything is back by now."""
        sources = order.lines.refunded_orderline_id.order_id
        for source in sources.filtered("md_promo_coupons"):
            sold = source.lines.filtered(lambda line: line.qty > 0)
            back = sold.refund_orderline_ids.filtered(
                lambda line: (
                    line.order_id == order
                    or line.order_id.state not in ("draft", "cancel")
                )
            )
            if sum(sold.mapped("qty")) + sum(back.mapped("qty")) <= 0:
                self.env["md.coupons"]._give_back(source.uuid)

    def _flag(self, order, lost):
        """The customer has left: the sale stays, a manager hears of it."""
        facts = {
            "pos_reference": order.pos_reference or order.name,
            "amount_total": float(sum((row[1] for row in lost.values()), Decimal(0))),
            "date_order": order.date_order,
            "session_id": order.session_id.id,
        }
        message = "\n".join(
            self.env._(
                "Coupon %(coupon)s was used before, with %(first)s.",
                coupon=number,
                first=first,
            )
            if first
            else self.env._("Coupon %s is blocked, or there is none.", number)
            for number, (first, _amount) in lost.items()
        )
        self.env["md.outbox"]._note(
            order.config_id,
            {"uuid": order.uuid},
            facts,
            "coupon",
            message,
            order_id=order.id,
        )
