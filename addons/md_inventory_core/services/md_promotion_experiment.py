from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..lib.promotion_comparison import difference, is_odd, samples
from ..lib.promotion_terms import gets

SECOND = timedelta(seconds=1)
MEASURES = ("uptake", "turnover", "goods")
# Each source: name that the share is drawn by, customer, turnover, turnover of its
# goods; without tax, in the company's currency.
SALES = """
SELECT o.name, o.partner_id,
       SUM(l.price_subtotal / COALESCE(NULLIF(o.currency_rate, 0), 1)),
       SUM(l.price_subtotal / COALESCE(NULLIF(o.currency_rate, 0), 1))
           FILTER (WHERE l.product_id = ANY(%(goods)s)),
       BOOL_OR(l.product_id = ANY(%(goods)s))
  FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id
 WHERE o.state = 'sale' AND o.company_id = %(company)s AND l.display_type IS NULL
   AND o.date_order >= %(since)s AND o.date_order < %(until)s
   AND (%(channels)s = '{}'::int[] OR o.md_channel_id = ANY(%(channels)s))
   AND (%(stores)s = '{}'::int[] OR o.warehouse_id = ANY(%(stores)s))
 GROUP BY o.id
"""


class MdPromotionExperiment(models.AbstractModel):
    """Compares those whom the share of a promotion gave it with those whom not.

    Every basket of its channels and stores since it was approved counts, whether the
    promotion did something to it or not; by customers, all that each one bought.
    """

    _name = "md.promotion.experiment"
    _description = "Comparison of a Promotion"

    def _compare(self, promotion):
        """Both groups of a promotion that has a share and is or was on sale.

        :return: {"since", "until" (UTC), "counts": (who got it, the rest), "odd": the
            split is not the one asked for, "differences": [`Difference`] of ``uptake``
            (share with its goods), ``turnover`` and ``goods`` (turnover of its goods,
            both without tax in the company's currency)}, each per basket or customer
        """
        since = max(filter(None, (promotion.approved_at, promotion.date_from)))
        now = self.env["md.clock"]._now() + SECOND  # this second counts
        until = min(filter(None, (promotion.ended_at, promotion.date_to, now)))
        [contract] = self.env["md.promotion.catalogue"]._contract(promotion)
        baskets = self._baskets(promotion, since, until)
        rows = list(self._units(contract, baskets))
        found = samples(rows, MEASURES)
        counts = tuple(sample.count for sample in found[MEASURES[0]])
        return {
            "since": since,
            "until": max(since, until),
            "counts": counts,
            "odd": is_odd(*counts, contract["share"]["points"]),
            "differences": [difference(name, *found[name]) for name in MEASURES],
        }

    def _units(self, contract, baskets):
        """(got it, measures) of each basket, or of each customer."""
        if contract["share"]["by"] == "basket":
            for name, _partner, turnover, goods, uses in baskets:
                yield gets(contract, name, None), self._measures(turnover, goods, uses)
            return
        customers = defaultdict(lambda: [0.0, 0.0, False])
        for _name, partner, turnover, goods, uses in baskets:
            if partner:
                row = customers[partner]
                row[0] += float(turnover or 0)
                row[1] += float(goods or 0)
                row[2] |= bool(uses)
        for partner, row in customers.items():
            yield gets(contract, "", str(partner)), self._measures(*row)

    def _measures(self, turnover, goods, uses):
        return float(bool(uses)), float(turnover or 0), float(goods or 0)

    def _baskets(self, promotion, since, until):
        """Rows of all sources; visitors whom nobody knows have no customer."""
        nobody = self._nobody()
        given = {
            "company": promotion.company_id.id,
            "since": since,
            "until": until,
            "channels": promotion.channel_ids.ids,
            "stores": self._stores(promotion),
            # sudo: totals of all goods that it means
            "goods": promotion.sudo()._md_goods().ids,
        }
        for model in ("sale.order", "sale.order.line"):
            self.env[model].flush_model()
        for query in self._sources():
            for name, partner, *rest in self.env.execute_query(SQL(query, **given)):
                yield name, None if partner in nobody else partner, *rest

    def _sources(self):
        """Queries of what was sold; addons add theirs."""
        return [SALES]

    def _stores(self, promotion):
        """Stores that count: its own, of them those of who looks."""
        # sudo: to be compared
        stores = promotion.sudo().warehouse_ids
        # sudo: as above
        mine = not self.env.su and self.env.user.md_store_ids.sudo()
        return ((stores & mine if stores else mine) if mine else stores).ids

    def _nobody(self):
        """Partners that stand for visitors of shops."""
        # sudo: nobody reads other users
        public = self.env.ref("base.group_public").sudo()
        users = public.with_context(active_test=False).all_user_ids
        return set(users.partner_id.ids)
