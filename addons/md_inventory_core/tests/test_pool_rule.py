from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .rule_common import RuleCase


@tagged("post_install", "-at_install")
class TestPoolRule(RuleCase):
    """Goods go into pools by rule, each turn once."""

    def test_a_share_of_what_is_free(self):
        self.order(3).action_confirm()
        rule = self.make_rule("percent", 50)
        self.apply(rule)
        self.assertEqual(self.held(self.pool), 3, "half of 7, whole units")
        self.assertEqual(self.shares(), {"COMMON": 4, "A": 3})
        move = self.moves()[:1]
        self.assertEqual(
            (move.kind, move.rule_id, move.user_id, move.why),
            ("rule", rule, self.env.user, rule.name),
        )
        self.assertEqual(rule.last_moved, 3)
        self.assertIn("Units moved: 3 (products: 1, places: 1).", rule.last_result)
        self.assertEqual(self.results(rule), [(3, 3, False)])
        self.assertEqual(rule.result_ids.product_id, self.product)
        self.assertEqual(
            self.env["md.inventory.pool.move"].search(rule.action_moves()["domain"]),
            move,
        )
        rule.whole_units = False
        self.apply(rule)
        self.assertEqual(self.held(self.pool), 5, "half of the 4 that are left")
        self.assertNoDrift()

    def test_up_to_so_many(self):
        rule = self.make_rule("top_up", 8)
        self.give(self.pool, 3)
        self.apply(rule)
        self.assertEqual(self.held(self.pool), 8)
        self.apply(rule)
        self.assertEqual(self.held(self.pool), 8)
        rule.units = 12
        self.apply(rule)
        self.assertEqual(self.held(self.pool), 10)
        self.assertIn("Places with less than was wanted: 1.", rule.last_result)
        self.assertEqual(self.results(rule)[-1], (4, 2, "4 wanted, COMMON had 2."))
        self.assertNoDrift()

    def test_out_of_another_pool(self):
        other = self.make_pool("B")
        self.give(other, 6)
        self.apply(self.make_rule("top_up", 9, source_id=other.id))
        self.assertEqual(self.shares(), {"COMMON": 4, "A": 6})

    def test_categories(self):
        top = self.env["product.category"].create({"name": "Food"})
        below = self.env["product.category"].create({"name": "R", "parent_id": top.id})
        self.product.categ_id = below
        tea = self.make_product("Tea", 10)
        rule = self.make_rule(
            "top_up", 2, applies_to="category", category_ids=[Command.set(top.ids)]
        )
        self.apply(rule)
        self.assertEqual(self.held(self.pool), 2)
        counters = self.env["md.stock.counter"]
        self.assertFalse(counters.search([("product_id", "=", tea.id)]).pool_id)

    def test_a_pool_that_does_not_sell_gets_nothing(self):
        rule = self.make_rule("top_up", 5)
        for deed, words in (
            (self.pool.action_suspend, "A is suspended"),
            (self.pool.action_expire, "A is expired"),
        ):
            deed()
            self.assertIn(words, self.look(rule).why_not)
            self.rules._apply(rule)
            self.assertIn(words, rule.last_result)
        self.assertEqual(self.held(self.pool), 0)
        self.pool.action_activate()
        with patch.object(type(self.rules), "_why_not", lambda *_all: None):
            self.pool.action_suspend()
            self.rules._apply(rule)
        self.assertEqual(self.held(self.pool), 0, "suspended after it was looked at")

    def test_what_was_looked_at_is_done_once(self):
        rule = self.make_rule("percent", 50)
        first, second = self.look(rule), self.look(rule)
        first.action_do()
        first.action_do()
        with self.assertRaisesRegex(UserError, "was applied or changed since"):
            second.action_do()
        self.assertEqual(self.held(self.pool), 5)
        third = self.look(rule)
        rule.percent = 100
        with self.assertRaisesRegex(UserError, "was applied or changed since"):
            third.action_do()
        self.assertEqual(self.held(self.pool), 5)

    def test_killed_in_between_it_goes_on(self):
        tea = self.make_product("Tea", 10)
        rule = self.make_rule("percent", 50, products=self.product | tea)
        known = self.rules._apply_some
        with patch.object(
            type(self.rules),
            "_patiently",
            lambda _s, run, places: known(run, places[:1]),
        ):
            self.rules._apply(rule)
        self.assertEqual(self.held(self.pool), 5)
        # its moves are there, that the turn is over is not
        rule.turn = rule.last_turn
        self.rules._apply(rule)
        self.assertEqual(self.held(self.pool), 5)
        self.assertEqual(rule.last_moved, 10, "with what was done before")

    def test_by_the_clock(self):
        rule = self.make_rule("percent", 50, schedule="hourly")
        due = rule.next_at
        self.assertEqual((due.minute, due.second), (0, 0))
        self.assertLess(due - self.env.cr.now(), timedelta(hours=1, seconds=1))
        self.rules._cron_apply()
        self.assertEqual(self.held(self.pool), 0, "not yet")
        rule.next_at = self.env.cr.now() - timedelta(minutes=1)
        self.rules._cron_apply()
        self.rules._cron_apply()
        rule.invalidate_recordset()
        self.assertEqual((self.held(self.pool), rule.next_at), (5, due))
        self.assertFalse(self.moves()[:1].user_id)
        rule.write({"schedule": "daily", "hour": 6, "tz": "Asia/Dhaka"})
        self.assertEqual(rule.next_at.hour, 0)
        rule.active = False
        self.assertFalse(rule.next_at)

    @mute_logger("odoo.addons.md_inventory_core.services.md_pool_rules")
    def test_one_that_fails_stops_no_other(self):
        rules = self.make_rule("percent", 50, schedule="hourly")
        rules |= self.make_rule("top_up", 7, schedule="hourly")
        rules.next_at = self.env.cr.now() - timedelta(minutes=1)
        known = type(self.rules)._apply

        def fail(self, rule, user=None):
            if rule.id == rules[0].id:
                raise ZeroDivisionError
            known(self, rule, user)

        with patch.object(type(self.rules), "_apply", fail):
            self.rules._cron_apply()
        self.assertEqual(self.held(self.pool), 7)

    def test_rules_that_make_no_sense(self):
        for what, amount, words in (
            ("percent", 120, "Rule percent 120: Percent is 120; .* at most 100"),
            ("percent", 0, "Percent is 0; it must be above 0"),
            ("receipt", 100.5, "Percent is 100.5"),
            ("top_up", -1, "Rule top_up -1: Units is -1; it must be above 0"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                self.make_rule(what, amount)
        other = self.make_pool("B")
        for values, words in (
            ({"source_id": self.pool.id}, "choose two pools"),
            ({"product_ids": False}, "choose products"),
            ({"hour": 24}, "At Hour is 24"),
        ):
            with self.assertRaisesRegex(ValidationError, words):
                self.make_rule("percent", 5, **values)
        with self.assertRaisesRegex(ValidationError, "leave From empty"):
            self.make_rule("receipt", 5, source_id=other.id)
        store = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        other.warehouse_ids = store
        with self.assertRaisesRegex(ValidationError, "pool B has no goods in"):
            self.make_rule("percent", 5, pool=other)

    def test_who_may(self):
        store = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        manager = new_test_user(
            self.env, "rule_manager", groups="md_inventory_core.group_manager"
        )
        rule = self.make_rule("percent", 50).with_user(manager)
        self.apply(rule)
        self.assertEqual(self.moves()[:1].user_id, manager)
        with self.assertRaisesRegex(AccessError, "by its runs only"):
            rule.last_result = "all is well"
        manager.md_store_ids = store
        with self.assertRaisesRegex(AccessError, "is of other stores"):
            rule.percent = 5
        with self.assertRaises(AccessError):
            self.apply(rule)
        self.assertEqual(self.held(self.pool), 5)
