from datetime import UTC

from odoo import models

from ..lib.promotion_amounts import basket_line, exactly
from ..lib.promotion_schedule import not_carried, schedule
from .md_promotion_catalogue import AHEAD

ONE = exactly(1)


class MdPromotionSchedule(models.AbstractModel):
    """Prices that a marketplace can carry: of one piece, for anybody, over time.

    Connectors send them; what needs more than a price (a code, a customer, a way to
    pay, several pieces, a number that runs out) stays with who can tell, and is listed
    as not on marketplaces.
    """

    _name = "md.promotion.schedule"
    _description = "Schedule of Prices"

    def _prices(self, channel, products, until=None, pricelist=None):
        """Prices of one piece from now on, without gaps, by product and time.

        :param channel: an `md.channel`; promotions of other channels do not count
        :param until: UTC; at most 14 days from now, as far as promotions are known
        :param pricelist: whose prices are the list prices; else the products' own, in
            the currency of the channel's company
        :return: [{"product": id, "from", "to" (UTC, "2026-11-22T16:30:00Z"), "price",
            "list_price" (exact, as text), "promotion": [codes]}]; neighbours differ
        """
        now = self.env["md.clock"]._now()
        until = min(until or now + AHEAD, now + AHEAD)
        pricelist = pricelist or self.env["product.pricelist"]
        company = channel.company_id or self.env.company
        currency = pricelist.currency_id or company.currency_id
        place = self.env["md.promotion.facts"]._place(
            channel, self.env["stock.warehouse"], pricelist
        )
        digits = currency.decimal_places
        rows = schedule(
            self._lines(products.with_company(company), pricelist, currency),
            self._carried(channel, company),
            {"currency": {"code": currency.name, "digits": digits}, **place},
            self._aware(now),
            self._aware(until),
        )
        return [{"product": int(row.pop("line")), **row} for row in rows]

    def _aware(self, moment):
        return moment.replace(tzinfo=UTC, microsecond=0)

    def _lines(self, products, pricelist, currency):
        """One piece of each product, as lines of the engine; none below zero."""
        facts = self.env["md.promotion.facts"]._products(products)
        if pricelist:
            prices = pricelist._get_products_price(products, 1.0)
        else:
            prices = products._price_compute("list_price", currency=currency)
        lines = []
        for product in products:
            own = {"id": str(product.id), "qty": ONE}
            own["price"] = exactly(prices[product.id])
            line = basket_line({**facts[product.id], **own}, currency.decimal_places)
            lines += [line] if line else []
        return lines

    def _carried(self, channel, company):
        """Contracts on offer that are a price and no more."""
        catalogue = self.env["md.promotion.catalogue"]
        # sudo: connectors and who looks at prices need not read promotions
        offered = catalogue._offered(channel, company).sudo()
        offered = offered.filtered(lambda promotion: not promotion.most_uses)
        return [c for c in catalogue._contract(offered) if not not_carried(c)]

    # For people

    def _why_not(self, promotion):
        """Why no marketplace can carry a promotion, in one sentence; None if it can."""
        contracts = self.env["md.promotion.catalogue"]._contract(promotion)
        if not contracts:
            return self.env._("It says nothing yet.")
        reason = not_carried(contracts[0])
        if not reason and promotion.most_uses:
            reason = "uses"
        return self._reasons()[reason] if reason else None

    def _reasons(self):
        return {
            "kind": self.env._("It takes more than one piece, or is no price."),
            "share": self.env._("Only a share of baskets or customers gets it."),
            "coupon": self.env._("Customers have to enter a code."),
            "customer_groups": self.env._("It is for some customers only."),
            "tenders": self.env._("It depends on how customers pay."),
            "stores": self.env._("It is of some stores only."),
            "per_customer": self.env._("It has a limit per customer."),
            "per_basket": self.env._("It has a limit per basket."),
            "max_discount": self.env._("It has a limit of money per basket."),
            "uses": self.env._(
                "It ends after a number of uses, which they do not count."
            ),
        }
