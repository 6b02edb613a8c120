import random
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.md_inventory_core.lib.promotions import evaluate

from .promotion_common import PromotionCase, at


@tagged("post_install", "-at_install")
class TestPromotionSchedule(PromotionCase):
    """What marketplaces are told: prices of one piece, from when to when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.market = cls.env["md.channel"].create(
            {"name": "Daraz", "code": "DRZ9", "kind": "marketplace"}
        )
        noon = at(2026, 11, 23, 6)  # a Monday
        cls.classPatch(type(cls.env["md.clock"]), "_now", lambda _self: noon)
        cls.schedule = cls.env["md.promotion.schedule"]

    def prices(self, *products, **rest):
        rows = self.schedule._prices(self.market, self.products(products), **rest)
        return [
            (row["product"], row["from"][5:16], row["to"][5:16], row["price"])
            for row in rows
        ]

    def lines(self, goods):
        currency = self.market.company_id.currency_id
        return self.schedule._lines(goods, self.env["product.pricelist"], currency)

    def products(self, products):
        return self.env["product.product"].union(*products)

    def test_happy_hour_on_two_days(self):
        offer = self.make(goods=self.tea, percent=10, name="Happy hour", mon=True)
        offer.window_ids = [(0, 0, {"hour_from": 17, "hour_to": 19})]
        self.on_sale(offer)
        rows = self.prices(self.tea, until=at(2026, 11, 26, 6))
        self.assertEqual(
            rows,
            [
                (self.tea.id, "11-23T06:00", "11-23T11:00", "100.00"),
                (self.tea.id, "11-23T11:00", "11-23T13:00", "90.00"),
                (self.tea.id, "11-23T13:00", "11-26T06:00", "100.00"),
            ],
        )

    def test_as_far_as_promotions_are_known(self):
        rows = self.prices(self.tea, until=at(2027, 11, 26, 6))
        self.assertEqual(rows, [(self.tea.id, "11-23T06:00", "12-07T06:00", "100.00")])

    def test_price_list_is_the_list_price(self):
        rules = [(0, 0, {"compute_price": "fixed", "fixed_price": 80})]
        wholesale = self.env["product.pricelist"].create(
            {"name": "Market", "item_ids": rules}
        )
        self.on_sale(self.make(goods=self.tea, percent=10))
        [row] = self.schedule._prices(self.market, self.tea, pricelist=wholesale)
        self.assertEqual((row["list_price"], row["price"]), ("80.00", "72.00"))

    def test_what_is_more_than_a_price_is_not_there(self):
        for terms, why in (
            ({"coupon": "TEA"}, "code"),
            ({"for_staff": True}, "some customers"),
            ({"per_customer": 1}, "per customer"),
            ({"most_uses": 5}, "number of uses"),
            ({"share": 50}, "share"),
            ({"kind": "nth", "every": 2}, "more than one piece"),
        ):
            offer = self.on_sale(self.make(goods=self.tea, percent=10, **terms))
            self.assertEqual(self.prices(self.tea)[0][-1], "100.00", terms)
            self.assertIn(why, self.schedule._why_not(offer))
            self.assertIn(why, offer.marketplaces)
            self.life._end(offer, "test")

    def test_any_instant_is_what_the_engine_says(self):
        self.on_sale(self.make(goods=self.drinks, percent=12.5, tue=True, thu=True))
        self.on_sale(self.make(goods=self.tea, how="amount", amount=7.77, layer=2))
        late = {"date_from": at(2026, 11, 25, 3), "date_to": at(2026, 11, 29, 9)}
        self.on_sale(self.make(goods=None, how="price", amount=55, **late))
        self.on_sale(self.make("nth", goods=None, every=2, percent=50))
        goods = self.products([self.cola, self.tea, self.burger])
        rows = self.schedule._prices(self.market, goods)
        catalogue, chance = self.catalogue, random.Random(20261123)
        offered = catalogue._offered(self.market, self.market.company_id)
        contracts = catalogue._contract(offered)
        for line in self.lines(goods):
            mine = [row for row in rows if row["product"] == int(line["id"])]
            for _time in range(40):
                second = timedelta(seconds=chance.randrange(14 * 86400))
                moment = f"{at(2026, 11, 23, 6) + second:%Y-%m-%dT%H:%M:%SZ}"
                basket = {
                    "currency": {"code": "BDT", "digits": 2},
                    "channel": str(self.market.id),
                    "lines": [line],
                }
                told = evaluate(basket, contracts, moment)["total"]["net"]
                [row] = [r for r in mine if r["from"] <= moment < r["to"]]
                self.assertEqual(row["price"], told)

    def test_as_many_queries_for_many(self):
        self.on_sale(self.make(goods=self.drinks, percent=10))
        new = [{"name": f"D{n}", "categ_id": self.drinks.id} for n in range(200)]
        many = self.env["product.product"].create(new)
        counts = []
        self.schedule._prices(self.market, many)
        for goods in (many[:2], many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(self.schedule._prices(self.market, goods))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_manager_sees_them(self):
        offer = self.on_sale(self.make(goods=self.drinks, percent=10))
        manager = new_test_user(
            self.env, "price manager", groups="md_inventory_core.group_manager"
        )
        action = offer.with_user(manager).action_marketplace()
        rows = self.env["md.promotion.price"].with_user(manager)
        rows = rows.search(action["domain"])
        mine = rows.filtered(lambda row: row.channel_id == self.market)
        cola = mine.filtered(lambda row: row.product_id == self.cola)
        self.assertEqual((cola.price, cola.list_price), (54, 60))
        self.assertFalse(mine.filtered(lambda row: row.product_id == self.burger))
        warehouse = new_test_user(
            self.env, "price packer", groups="md_inventory_core.group_warehouse"
        )
        with self.assertRaises(AccessError):
            offer.with_user(warehouse).action_marketplace()
