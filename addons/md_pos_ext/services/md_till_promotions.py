from datetime import UTC

from odoo import models
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.promotion_uses import money_of, uses_of


class MdTillPromotions(models.AbstractModel):
    """What a till is told of promotions, and what its receipts say it used of them."""

    _name = "md.till.promotions"
    _description = "Promotions at Tills"

    def _news(
        self, till, goods=(), customer=False, pairs=None, offered=True, coupons=None
    ):
        """The time, and what a till asks for.

        :param goods: ids of products; those that are not there are left out
        :param customer: id of a partner
        :param pairs: [[id, revision]] of promotions as an order names them
        :param offered: whether it wants all promotions that it may need
        :param coupons: {"since": milliseconds or None, "look": [ids]} of coupons for
            one use; None: it asks for none
        """
        now = self.env["md.clock"]._now()
        stamp = now.replace(tzinfo=UTC).timestamp() * 1000
        news = {"now": stamp, "place": self._place(till)}
        if offered:
            news["promotions"] = self._offered(till)
            news["codes"] = self.env["md.till.codes"]._known(till)
        if goods:
            news["facts"] = self._facts(goods)
        if customer:
            partner = self.env["res.partner"].browse(customer).exists()
            facts = self.env["md.promotion.facts"]._customer(partner, now)
            news["customer"] = facts
        if pairs:
            pinned = self.env["md.promotion.catalogue"]._pinned(pairs)
            news["pinned"] = self.env["md.till.codes"]._sealed(pinned)
        if coupons is not None:
            news["coupons"] = self.env["md.till.coupons"]._news(till, coupons)
        return news

    def _place(self, till):
        # sudo: who sells need not read channels
        channel, store = till.sudo().md_channel_id, till._md_warehouse()
        none = self.env["product.pricelist"]
        return self.env["md.promotion.facts"]._place(channel, store, none)

    def _offered(self, till):
        catalogue = self.env["md.promotion.catalogue"]
        # sudo: who sells need not read channels
        channel = till.sudo().md_channel_id
        found = catalogue._contract(catalogue._offered(channel, till.company_id))
        return self.env["md.till.codes"]._sealed(found)

    def _facts(self, goods):
        products = self.env["product.product"].with_context(active_test=False)
        found = products.browse(goods).exists()._filtered_access("read")
        return self.env["md.promotion.facts"]._products(found)

    def _record(self, order):
        """Write what a paid receipt used, once however often it is sent."""
        deals, revisions = order.md_promo_deals, order.md_promo_revisions
        if not deals or not order.uuid:
            return
        revs = {str(code): str(rev) for code, rev in revisions or ()}
        contracts = self._contracts(revs)
        weighed = self._weighed(order)
        rows = []
        for code, own in uses_of(deals, contracts, weighed).items():
            rows.append(
                {
                    "promotion": code,
                    "rev": revs.get(code),
                    "key": f"pos.order:{order.uuid}",
                    "reference": order.pos_reference or order.name,
                    "uses": own,
                    "amount": self._in_company_currency(order, money_of(deals, code)),
                    "partner": order.partner_id.id,
                    # sudo: who sells need not read channels
                    "channel": order.sudo().config_id.md_channel_id.id,
                    "at": order.date_order,
                }
            )
        self.env["md.promotion.usage"]._record(rows)

    def _contracts(self, revs):
        """{id: contract} of those revisions that there are."""
        rows = self.env.execute_query(
            SQL(
                "SELECT v.code, v.contract FROM md_promotion_revision v "
                "  JOIN unnest(%s::text[], %s::text[]) AS w (code, rev) "
                "    ON w.code = v.code AND w.rev = v.rev::text",
                list(revs),
                list(revs.values()),
            )
        )
        return dict(rows)

    def _weighed(self, order):
        """Uuids of lines that are one item each."""
        facts = self.env["md.promotion.facts"]._products(order.lines.product_id)
        return {
            line.uuid
            for line in order.lines
            if facts[line.product_id.id]["divisible"] or line.qty % 1
        }

    def _in_company_currency(self, order, amount):
        rate = order.currency_rate or 1
        return amount if rate == 1 else round(float(amount) / rate, 4)
