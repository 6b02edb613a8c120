import random
from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.md_inventory_core.lib.baskets import (
    PARTS,
    Basket,
    companions,
    habits,
    soon,
)
from odoo.addons.md_inventory_core.services import md_basket_counter, md_basket_reader

from .recommend_common import TODAY, RecommendCase


@tagged("post_install", "-at_install")
class TestRecommendation(RecommendCase):
    """What is computed at night, out of all that was sold."""

    def some_sales(self, seed=7):
        """Random baskets; [(customer, `Basket` of variants)]."""
        dice = random.Random(seed)
        goods = self.env["product.product"].create(
            [{"name": f"P{n}", "type": "consu"} for n in range(9)]
        )
        people = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(4)])
        sold = []
        for _n in range(90):
            items = dice.sample(list(goods), dice.randint(1, 5))
            age, who = dice.randint(0, 200), dice.choice(people)
            self.sell(*items, customer=who, age=age)
            bought = frozenset(item.id for item in items)
            sold.append((who, Basket(TODAY - timedelta(days=age), bought)))
        return sold

    def small_pieces(self):
        """Many pieces also of few rows."""
        for target, name in (
            (md_basket_reader, "ORDERS"),
            (md_basket_reader, "LINES"),
            (md_basket_counter, "LINES"),
            (md_basket_counter, "CUSTOMERS"),
        ):
            patcher = patch.object(target, name, 3)
            patcher.start()
            self.addCleanup(patcher.stop)

    def test_pairs_are_those_of_the_library(self):
        self.settings.sudo().write({"least": 3, "top": 3, "window": 150})
        sold = self.some_sales()
        self.small_pieces()
        self.compute()
        newest = max(basket.day for _who, basket in sold)
        template = {
            product.id: product.product_tmpl_id.id
            for product in self.env["product.product"].browse(
                {item for _who, basket in sold for item in basket.items}
            )
        }
        baskets = [
            Basket(basket.day, frozenset(template[item] for item in basket.items))
            for _who, basket in sold
        ]
        wanted = {
            (item, one.item, rank, one.baskets, one.score): (
                one.confidence,
                one.support,
                one.lift,
            )
            for item, found in companions(baskets, newest, self.terms()).items()
            for rank, one in enumerate(found, 1)
        }
        found = {
            (
                one.product_tmpl_id.id,
                one.companion_id.id,
                one.rank,
                one.baskets,
                one.score,
            ): tuple(
                round(one[name] * PARTS) for name in ("confidence", "support", "lift")
            )
            for one in self.pairs().values()
        }
        self.assertGreater(len(wanted), 10)
        self.assertEqual(found, wanted)

    def test_habits_are_those_of_the_library(self):
        self.settings.sudo().write({"habit_least": 2, "top": 4})
        sold = self.some_sales(8)
        self.small_pieces()
        self.compute()
        newest, wanted = max(basket.day for _who, basket in sold), {}
        for customer in {who for who, _basket in sold}:
            mine = [basket for who, basket in sold if who == customer]
            for rank, one in enumerate(habits(mine, newest, self.terms(), 2), 1):
                wanted[customer.id, one.item] = (
                    *(rank, one.days, one.rate, one.interval),
                    *(one.last, one.due, soon(one.last, one.interval)),
                )
        found = {
            (one.partner_id.id, one.product_id.id): (
                *(one.rank, one.days, round(one.rate * PARTS), one.interval),
                *(one.last, one.due, one.soon),
            )
            for one in self.habits().values()
        }
        self.assertGreater(len(wanted), 5)
        self.assertEqual(found, wanted)

    def test_killed_between_any_two_pieces(self):
        """Each piece as by a new process: nothing in memory, no temporary tables."""
        self.some_sales(9)
        self.compute()
        wanted = {pair: one.score for pair, one in self.pairs().items()}
        usual = {pair: one.due for pair, one in self.habits().items()}
        self.env["md.product.companion"].search([]).unlink()
        self.small_pieces()
        self.settings._begin()
        pieces = 0
        while self.settings.state == "running":
            self.env["md.basket.counter"]._drop()
            self.settings._piece({})
            pieces += 1
        self.assertGreater(pieces, 10)
        self.assertEqual({p: one.score for p, one in self.pairs().items()}, wanted)
        self.assertEqual({p: one.due for p, one in self.habits().items()}, usual)

    def test_all_sources_count_and_again_changes_nothing(self):
        self.sell(self.tea, self.milk)
        self.history(self.tea, self.milk)
        self.sell(self.salt)
        self.compute()
        before = self.pairs()["Tea", "Milk"].read()[0]
        self.assertEqual(before["baskets"], 2)
        self.assertEqual(before["confidence"], 1.0)
        self.assertEqual(before["lift"], 1.5)
        self.compute()
        after = self.pairs()["Tea", "Milk"].read()[0]
        after["id"] = before["id"]
        self.assertEqual(after, before)
        self.assertIn("Baskets: 3", self.settings.last_result)

    def test_a_receipt_on_two_pieces_is_one_basket(self):
        for number in range(2):
            self.history(self.tea, basket=f"B{number}")
            self.history(self.milk, basket=f"B{number}")
        self.sell(self.salt)
        self.small_pieces()
        self.compute()
        self.assertEqual(self.pairs()["Tea", "Milk"].baskets, 2)

    def test_what_is_cancelled_or_not_confirmed_does_not_count(self):
        orders = [self.sell(self.tea, self.milk) for _n in range(3)]
        self.sell(self.salt)
        self.sell(self.tea, self.salt).state = "draft"
        self.compute()
        self.assertEqual(set(self.pairs()), {("Tea", "Milk"), ("Milk", "Tea")})
        orders[0].state = orders[1].state = "cancel"
        self.compute()
        self.assertFalse(self.pairs())

    def test_only_what_is_sold_now(self):
        for _n in range(3):
            self.sell(self.tea, self.milk, self.soap)
            self.sell(self.salt)
        self.compute()
        self.assertIn(("Tea", "Soap"), self.pairs())
        self.soap.product_tmpl_id.active = False
        shown = self.env["md.suggestions"]._for_products(
            self.tea.product_tmpl_id, self.company
        )
        self.assertEqual(shown, self.milk.product_tmpl_id)
        self.compute()
        self.assertNotIn(("Tea", "Soap"), self.pairs())

    def test_a_merged_product_counts_for_its_survivor(self):
        for _n in range(2):
            self.sell(self.tea, self.soap)
            self.sell(self.salt)
        self.soap.product_tmpl_id.write(
            {"active": False, "md_merged_into_id": self.milk.product_tmpl_id.id}
        )
        self.compute()
        self.assertEqual(self.pairs()["Tea", "Milk"].baskets, 2)

    def test_a_whole_basket(self):
        """Two products recommend soap a little, each of them something else more."""
        for _n in range(4):
            self.sell(self.tea, self.milk)
            self.sell(self.salt)
            self.sell(self.salt)
        for _n in range(2):
            self.sell(self.tea, self.soap)
            self.sell(self.milk, self.soap)
        self.compute()
        both = self.tea.product_tmpl_id | self.milk.product_tmpl_id
        shown = self.env["md.suggestions"]._for_products(both, self.company)
        self.assertEqual(shown, self.soap.product_tmpl_id)

    # By whom

    def test_buttons_and_settings(self):
        cashier = new_test_user(
            self.env, "rec_cashier", groups="md_inventory_core.group_cashier"
        )
        manager = new_test_user(
            self.env, "rec_manager", groups="md_inventory_core.group_manager"
        )
        for user in (cashier, manager):
            user.write(
                {"company_ids": [(4, self.company.id)], "company_id": self.company.id}
            )
        with self.assertRaises(AccessError):
            self.settings.with_user(cashier).action_compute()
        mine = self.settings.with_user(manager)
        mine.action_compute()
        self.assertEqual((mine.state, mine.step), ("running", "read"))
        with self.assertRaises(AccessError):
            mine.state = "idle"
        with self.assertRaisesRegex(ValidationError, "Least Baskets is 1"):
            mine.least = 1
        with self.assertRaises(AccessError):
            self.env["md.product.companion"].with_user(manager).create({})

    def test_off(self):
        for _n in range(3):
            self.sell(self.tea, self.milk)
            self.sell(self.salt)
        self.compute()
        tea = self.tea.product_tmpl_id
        self.assertTrue(self.pairs())
        self.settings.enabled = False
        self.assertFalse(self.pairs())
        self.assertFalse(self.env["md.suggestions"]._for_products(tea, self.company))
        with self.assertRaisesRegex(UserError, "switched off"):
            self.settings.action_compute()
        self.settings.enabled = True
        self.compute()
        self.assertTrue(self.pairs())

    def test_what_fails_says_so(self):
        self.sell(self.tea, self.milk)
        counter = type(self.env["md.basket.counter"])
        with (
            self.assertLogs("odoo.addons.md_inventory_core", "ERROR"),
            patch.object(counter, "_prepare", side_effect=ValueError("no room")),
        ):
            self.settings._begin()
            while self.settings.state == "running":
                self.settings._piece({})
        self.assertEqual(self.settings.state, "failed")
        self.assertIn("no room", self.settings.message)
        self.compute()
