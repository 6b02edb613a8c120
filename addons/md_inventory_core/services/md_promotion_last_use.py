from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .md_claim_store import HOLD_SECONDS

SPACE = "md_promotion"  # of the advisory locks


class MdPromotionLastUse(models.AbstractModel):
    """Gives the last use, or the last of a budget, to exactly one order.

    Before an order is promised it is priced a last time. For promotions with a limit
    that takes a lock for each, kept until the transaction ends, and looks at what is
    committed by then: who comes second waits, and sees what the first has used. Whose
    order costs more than was shown is refused; it stays open, at its new price. Nobody
    fails because others were faster, so nobody starves. Receipts of tills take no lock:
    they are written down whatever is left.
    """

    _name = "md.promotion.last.use"
    _description = "Last Use of Promotions"

    def _settle(self, orders):
        """Price open orders a last time and write down what they use of limits.

        Paid orders cost what was paid; what they use is written down with the rest.

        :raises UserError: a sentence for each order that costs more than was shown,
            naming what it lost; it is priced anew once the transaction is undone
        """
        lost = [
            words
            for order in orders.sorted("id")
            if self._can_change(order) and (words := self._settle_one(order))
        ]
        if lost:
            self._price_later(orders)
            raise UserError("\n".join(lost))

    def _can_change(self, order):
        # sudo: who confirms need not read payments
        paid = order.sudo().amount_paid > 0
        return self.env["md.promotion.order"]._open(order) and not paid

    def _settle_one(self, order):
        """Take what an order uses; return what to say when it costs more."""
        service = self.env["md.promotion.order"]
        shown, before = order.amount_total, self._names(order)
        service._apply(order)
        known = self.env["md.promotion"]
        while missing := self._limited(order) - known:
            known |= missing
            self._lock(missing)
            service.with_context(md_uses_now=True)._apply(order)
        if order.currency_id.compare_amounts(order.amount_total, shown) > 0:
            return self._words(order, shown, before)
        if known:
            service._remember(order)
        return None

    def _names(self, order):
        """{code: name} of what an order uses."""
        shares = [s for line in order.order_line for s in line.md_promo_shares or ()]
        return {share["promotion"]: share["name"] for share in shares}

    def _words(self, order, shown, before):
        gone = {c: n for c, n in before.items() if c not in self._names(order)}
        return self.env._(
            "%(promotions)s can no longer be had as shown: order %(order)s costs "
            "%(now)s instead of %(shown)s. It was not confirmed and nothing was "
            "charged.",
            promotions=", ".join(f"“{name}”" for name in (gone or before).values()),
            order=order.name,
            now=order.currency_id.format(order.amount_total),
            shown=order.currency_id.format(shown),
        )

    def _limited(self, order):
        """Those with a limit, of what an order uses."""
        codes = list(self._names(order))
        # sudo: who sells need not read promotions
        found = self.env["md.promotion"].sudo().search([("code", "in", codes)])
        return found.filtered(lambda p: p.most_uses or p.budget or p.per_customer)

    def _lock(self, promotions):
        """Wait for others who take of the same promotions, until they are through."""
        for number in sorted(promotions.ids):  # in one order, to wait in no circle
            self.env.cr.execute(
                SQL("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", SPACE, number)
            )

    def _price_later(self, orders):
        """What was priced anew is undone with the refusal: do it again after that."""
        ours = self.env["md.own.transaction"]

        def price():
            with ours._begin_work() as env:
                found = orders.with_env(env).exists()
                env["md.promotion.order"]._apply(found)

        ours._on_failure(f"prices of {orders.ids}", price)

    # Carts that were not paid

    def _cron_release(self):
        """Give back what open orders took when their payment began, and never came."""
        now = self.env["md.clock"]._now()
        self.env["sale.order"].flush_model(["state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id
                  FROM md_promotion_use u
                  JOIN sale_order o ON o.id = split_part(u.key, ':', 2)::int
                 WHERE u.key LIKE 'so:%%' AND o.state IN ('draft', 'sent')
                   AND u.at > %s
                 GROUP BY 1 HAVING sum(u.uses) > 0 AND max(u.at) < %s
                """,
                now - timedelta(days=7),
                now - timedelta(seconds=HOLD_SECONDS),
            )
        )
        orders = self.env["sale.order"].browse(row[0] for row in rows)
        # whoever pays now has the order: the next turn sees what became of it
        for order in orders.try_lock_for_update():
            states = set(order.transaction_ids.mapped("state"))
            if not states & {"pending", "authorized", "done"}:
                self.env["md.promotion.order"]._give_back(order)
