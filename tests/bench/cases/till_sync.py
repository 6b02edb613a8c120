"""POS order sync in promotions, and the server's check of what was sold."""

import time

from ..world import request
from .till import LINES, PosOrder

OFFERS = 100  # promotions on sale, of every second product one
PERCENT = 10


class TillSync(PosOrder):
    """Plain Odoo takes the same discounts as percentages, and checks nothing."""

    name = "till_sync"
    title = f"Take and check a till order of {LINES} lines, {OFFERS} promotions on sale"
    figure = "with_check_ms"
    target = 1.15

    def setup(self, place):
        super().setup(place)
        self.offers = {}
        goods = self.world.products[::2][:OFFERS]
        self.discounted = set(goods.ids)
        self.ours = "md.promotion" in place
        if self.ours:
            self.promote(place, goods)

    def promote(self, place, goods):
        """Put a promotion on sale for each of some goods."""
        company, offers = self.world.till.company_id, place["md.promotion"].sudo()
        for product in goods:
            row = {"role": "goods", "product_ids": [(6, 0, product.ids)]}
            values = {"name": f"Bench {product.id}", "percent": PERCENT}
            self.offers[product.id] = offers.create(
                {**values, "company_id": company.id, "goods_ids": [(0, 0, row)]}
            )
        made = offers.union(*self.offers.values())
        place["md.promotion.life"].sudo()._approved(made, place.user)
        place.cr.flush()

    def run(self, place, size):
        begin = time.perf_counter()
        super().run(place, size)
        taken = time.perf_counter()
        if self.ours:
            with request(place) as env:
                env["md.promotion.check"].sudo()._cron_check()
        checked = time.perf_counter()
        if self.ours:
            self.look(place, size)
        return {
            "ms": (taken - begin) * 1000 / size,
            "with_check_ms": (checked - begin) * 1000 / size,
        }

    def look(self, place, size):
        """Receipts were honest, and all of them were checked."""
        uuids = [order["uuid"] for order in self.orders]
        with request(place) as env:
            orders = env["pos.order"].sudo().search([("uuid", "in", uuids)])
            found = env["md.promotion.difference"].sudo()
            found = found.search([("order_id", "in", orders.ids)])
            waits = [order.name for order in orders if order.md_to_check]
            if found or waits or len(orders) != size:
                raise AssertionError(f"{found.mapped('explanation')} {waits}")

    def order(self, env):
        order = super().order(env)
        if self.ours:
            pairs = [[one.code, str(one.rev)] for one in self.offers.values()]
            deals = self.deals([line[2] for line in order["lines"]])
            order |= {"md_promo_revisions": pairs, "md_promo_deals": deals}
        return order

    def deals(self, lines):
        """What the till found."""
        rows = [line for line in lines if line["md_discount_amount"]]
        return [
            {
                "n": number,
                "promotion": line["md_promo_shares"][0]["promotion"],
                "amount": f"{line['md_discount_amount']:.2f}",
                "units": [
                    {"line": line["uuid"], "qty": str(line["qty"]), "role": "get"}
                ],
            }
            for number, line in enumerate(rows, 1)
        ]

    def line(self, product):
        line = super().line(product)
        if product.id not in self.discounted:
            return line | ({"md_discount_amount": 0.0} if self.ours else {})
        price = product.list_price * (1 - PERCENT / 100)
        taxes = product.taxes_id
        amounts = taxes.compute_all(price, quantity=line["qty"], product=product)
        line |= {
            "discount": PERCENT,
            "price_subtotal": amounts["total_excluded"],
            "price_subtotal_incl": amounts["total_included"],
        }
        return line | (self.shares(product, line) if self.ours else {})

    def shares(self, product, line):
        """What the till writes on a line of a promotion."""
        offer = self.offers[product.id]
        amount = line["qty"] * product.list_price * PERCENT / 100
        share = {"promotion": offer.code, "rev": str(offer.rev), "name": offer.name}
        share |= {"deal": 1, "qty": str(line["qty"]), "amount": f"{amount:.2f}"}
        now = self.now()
        return {
            "md_discount_amount": round(amount, 2),
            "md_promo_shares": [share],
            "md_promo_at": now,
        }

    def now(self):
        """This moment as tills write it."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
