from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.md_inventory_core.lib.promotions import canonical

from .promotion_common import PromotionCase, at


@tagged("post_install", "-at_install")
class TestPromotion(PromotionCase):
    """What a promotion says is checked, numbered and kept."""

    def contract(self, promotion):
        return self.catalogue._contract(promotion)[0]

    def thirst(self):
        """What the promotion of the first test says."""
        return {
            "id": "THIRST-1",
            "rev": "1",
            "name": "Thirst",
            "layer": 2,
            "priority": 3,
            "ends_here": False,
            "active": {
                "from": "2026-11-02T00:00",
                "weekdays": [4],
                "windows": [["22:00", "02:00"]],
                "except": ["2026-12-16"],
                "tz": "Asia/Dhaka",
            },
            "where": {
                "stores": [str(self.north.id)],
                "customer_groups": ["staff"],
                "tenders": ["bkash"],
                "coupon": "N1GHT",  # as codes are compared
            },
            "limits": {"per_basket": 2, "max_discount": "99.50"},
            "kind": "buy_get",
            "buy": [{"select": {"tags_any": [f"cat:{self.drinks.id}"]}, "qty": 2}],
            "get": {
                "select": {"skus": [str(self.burger.id)]},
                "qty": 1,
                "percent": "50",
                "pick": "cheapest",
                "partial": False,
            },
            "overlap": True,
        }

    def refused_promotion(self, words, *args, **vals):
        with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
            self.make(*args, **vals)

    def test_what_the_engine_is_told(self):
        mine = self.make(
            "buy_get",
            {"buy": [(self.drinks, 2)], "get": [(self.burger, 1)]},
            name="Thirst",
            code="THIRST-1",
            layer=2,
            priority=3,
            percent=50,
            overlap=True,
            date_from="2026-11-01 18:00:00",
            fri=True,
            window_ids=[Command.create({"hour_from": 22.0, "hour_to": 2.0})],
            day_ids=[Command.create({"day": "2026-12-16"})],
            warehouse_ids=[Command.set(self.north.ids)],
            tender_ids=[
                Command.set(self.env.ref("md_inventory_core.tender_bkash").ids)
            ],
            for_staff=True,
            coupon=" NIGHT ",
            per_basket=2,
            max_discount=99.5,
        )
        self.assertEqual(self.contract(mine), self.thirst())
        self.assertTrue(mine.summary.startswith("Buy 2 × Shop / Drinks, get 1 × "))
        self.assertIn("Burger 50 % off, 22:00-02:00, with a code", mine.summary)

    def test_each_change_of_what_it_says_is_a_revision(self):
        mine = self.make(goods=self.drinks, percent=10)
        self.assertEqual(mine.rev, 1)
        mine.note = "Agreed with the supplier"
        mine.budget = 500  # ends it, but says nothing else to the engine
        self.assertEqual(mine.rev, 1)
        mine.percent = 20
        self.assertEqual(mine.rev, 2)
        mine.goods_ids.category_ids = self.food
        self.assertEqual(mine.rev, 3)
        old, new = self.catalogue._pinned([[mine.code, 2], [mine.code, "3"]])
        self.assertEqual((old["rev"], new["rev"]), ("2", "3"))
        self.assertEqual(old["select"], {"tags_any": [f"cat:{self.drinks.id}"]})
        self.assertEqual(canonical(new), canonical(self.contract(mine)))
        with self.refused(UserError, f"revision {mine.code} 4, GONE 1 of"):
            self.catalogue._pinned([[mine.code, 4], [mine.code, 1], ["GONE", 1]])

    def test_a_revision_outlives_its_promotion(self):
        mine = self.make(goods=self.drinks)
        code, told = mine.code, self.contract(mine)
        mine.unlink()
        self.assertEqual(self.catalogue._pinned([[code, 1]]), [told])
        for deed in ("write", "unlink"):
            kept = self.env["md.promotion.revision"].search([("code", "=", code)])
            with self.subTest(deed), self.refused(AccessError, "append-only"):
                getattr(kept, deed)(*([{"rev": 9}] if deed == "write" else []))

    def test_what_makes_no_sense(self):
        drinks = self.drinks
        hours = [
            Command.create({"hour_from": 10, "hour_to": 12}),
            Command.create({"hour_from": 11, "hour_to": 13}),
        ]
        for words, args, vals in (
            (
                "the percentage is above 0 and at most 100, not 120",
                ["unit", drinks],
                {"percent": 120},
            ),
            ("choose goods under “For these goods”", ["unit", {}], {}),
            (
                "it ends before it starts",
                ["unit", drinks],
                {"date_from": "2026-11-02", "date_to": "2026-11-01"},
            ),
            (
                "hours 10:00-12:00 and 11:00-13:00 overlap",
                ["unit", drinks],
                {"window_ids": hours},
            ),
            (
                "hours 10:00-10:00 leave",
                ["unit", drinks],
                {"window_ids": [Command.create({"hour_from": 10, "hour_to": 10})]},
            ),
            (
                "no day on which it holds",
                ["unit", drinks],
                {
                    "fri": True,
                    "date_from": "2026-11-22 18:00:00",
                    "date_to": "2026-11-25 18:00:00",
                },
            ),
            (
                "the amount 0.125: this currency has 2 decimals",
                ["unit", drinks],
                {"how": "amount", "amount": 0.125},
            ),
            ("the amount is above 0, not 0", ["unit", drinks], {"how": "amount"}),
        ):
            with self.subTest(words):
                self.refused_promotion(words, *args, **vals)

    def test_goods_and_benefits_that_make_no_sense(self):
        drinks, food = self.drinks, self.food
        for words, args, vals in (
            ("“For these goods” has one row", ["unit", [(drinks, 1), (food, 1)]], {}),
            ("of 3 pieces 3 cannot be", ["nth", drinks], {"every": 3, "free": 3}),
            ("Of Every is at least 2, not 1", ["nth", drinks], {"every": 1}),
            ("enter at least one tier", ["tiers", drinks], {}),
            (
                "tiers rise: 3 does not come after 3",
                ["tiers", drinks],
                {
                    "tier_ids": [
                        Command.create({"least": 3, "value": v}) for v in (5, 9)
                    ]
                },
            ),
            (
                "200 off for 100 spent is more",
                ["threshold", drinks],
                {
                    "tier_ids": [
                        Command.create({"least": 100, "how": "amount", "value": 200})
                    ]
                },
            ),
            ("choose how it is paid", ["tender", drinks], {}),
            ("choose the gift", ["gift", {"buy": drinks}], {}),
            (
                "the gift is among what is bought",
                ["gift", {"buy": drinks}],
                {"gift_id": self.tea.id},
            ),
            (
                "surcharges are for a set that has a price",
                ["bundle", {"slots": drinks}],
                {
                    "surcharge_ids": [
                        Command.create({"product_id": self.tea.id, "amount": 5})
                    ]
                },
            ),
            ("a share is above 0", ["unit", drinks], {"share": 0}),
            ("code “a b”|code a b has letters", ["unit", drinks], {"code": "a b"}),
            ("points are more than 1 time", ["points", drinks], {"points_value": 1}),
        ):
            with self.subTest(words):
                self.refused_promotion(words, *args, **vals)

    def test_gifts_in_a_circle(self):
        self.make("gift", {"buy": self.cola}, name="One", gift_id=self.fries.id)
        self.refused_promotion(
            "Promotions One, Two give each other's gifts",
            *("gift", {"buy": self.food}),
            name="Two",
            gift_id=self.cola.id,
        )

    def test_currency_without_decimals(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        company = self.env["res.company"].create({"name": "KK", "currency_id": yen.id})
        self.env.user.company_ids += company
        vals = {"company_id": company.id, "how": "amount"}
        words = "the amount 10.5: this currency has 0 decimals"
        self.refused_promotion(words, "unit", self.drinks, amount=10.5, **vals)
        mine = self.make("unit", self.drinks, amount=10, **vals)
        self.assertEqual(self.contract(mine)["amount"], "10")

    def test_goods_by_all_kinds_of_choice(self):
        mine = self.make(goods=self.drinks)
        row = mine.goods_ids
        row.write({"brand_ids": [Command.set(self.brand.ids)], "both": True})
        cat, brand = f"cat:{self.drinks.id}", f"brand:{self.brand.id}"
        self.assertEqual(self.contract(mine)["select"], {"tags_all": [brand, cat]})
        self.assertEqual(self.total(mine, [(self.tea, 1), (self.cola, 1)]), "150.00")
        row.both = False
        row.without_product_ids = self.cola
        self.assertEqual(
            self.contract(mine)["select"],
            {"tags_any": [brand, cat], "not_tags": [f"prod:{self.cola.id}"]},
        )
        self.assertEqual(row.display_name, "Shop / Drinks or Northwind, except Cola")

    def test_locked_goods(self):
        mine = self.make(goods=None)
        self.tea.product_tmpl_id.md_no_promotions = True
        self.assertEqual(self.total(mine, [(self.tea, 1), (self.cola, 1)]), "154.00")

    def test_facts_take_the_same_queries_for_many(self):
        products = self.tea | self.cola | self.burger | self.fries
        self.facts._products(products)
        self.env.invalidate_all()
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.facts._products(self.tea)
        one = self.cr.sql_log_count - before
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.facts._products(products)
        self.assertEqual(self.cr.sql_log_count - before, one)

    def test_a_place(self):
        channel = self.env["md.channel"]._of_company(self.company, "b2b")
        place = self.facts._place(channel, self.north, self.env["product.pricelist"])
        self.assertEqual(
            place,
            {
                "channel": str(channel.id),
                "store": str(self.north.id),
                "price_list": None,
            },
        )

    def test_what_is_offered(self):
        channel = self.env["md.channel"]._of_company(self.company, "b2b")
        other = self.env["md.channel"]._of_company(self.company, "internal")
        now = at(2026, 11, 24, 6)
        yes = self.make(goods=None, channel_ids=[Command.set(channel.ids)])
        soon = self.make(goods=None, date_from="2026-12-08 06:00:00")
        late = self.make(goods=None, date_from="2026-12-08 06:00:01")
        over = self.make(goods=None, date_to="2026-11-24 06:00:00")
        draft = self.make(goods=None)
        self.on_sale(yes | soon | late)
        self.on_sale(over)
        over._set(state="running")  # the clock's job is late
        offered = self.catalogue._offered(channel, self.company, now)
        self.assertEqual(offered, yes | soon)
        self.assertNotIn(draft, offered)
        self.assertEqual(self.catalogue._offered(other, self.company, now), soon)
        as_cashier = self.catalogue.with_user(self.cashier)
        self.assertEqual(
            as_cashier._offered(channel, self.company, now).ids, offered.ids
        )
