from unittest.mock import patch

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .rule_common import RuleCase


@tagged("post_install", "-at_install")
class TestPoolReceipt(RuleCase):
    """Pools get their share of what arrives."""

    def test_a_share_of_what_arrives(self):
        rule = self.make_rule("receipt", 25)
        move = self.receive(11)
        self.assertEqual((self.waiting(), self.held(self.pool)), ([11], 0))
        self.share()
        self.assertEqual((self.waiting(), self.held(self.pool)), ([], 2))
        made = self.moves()[:1]
        self.assertEqual((made.kind, made.rule_id), ("receipt", rule))
        self.assertEqual(
            made.batch.split(":")[:4], ["rule", str(rule.id), "0", str(move.id)]
        )
        rule.invalidate_recordset()
        self.assertEqual(rule.last_result, "Units moved: 2 (receipts: 1).")
        self.assertEqual(self.results(rule), [(2, 2, False)])
        self.share()
        self.assertEqual(self.held(self.pool), 2)
        self.assertNoDrift()

    def test_rules_take_in_their_order(self):
        other = self.make_pool("B")
        second = self.make_rule("receipt", 50, pool=other, sequence=20)
        self.make_rule("receipt", 50, sequence=10)
        self.receive(10)
        # sold before it is shared
        self.order(16).action_confirm()
        self.share()
        self.assertEqual((self.held(self.pool), self.held(other)), (4, 0))
        self.assertEqual(self.results(second), [(5, 0, "5 wanted, COMMON had 0.")])

    def test_what_is_no_receipt(self):
        self.make_rule("receipt", 50)
        self.put(self.product, 5)
        self.receive(5, source=self.env.ref("stock.stock_location_customers"))
        self.assertEqual(self.waiting(), [])
        partner = self.env["res.partner"].create({"name": "Owner"})
        self.env["md.client"].create(
            {
                "name": "Owner",
                "code": "OWNER",
                "goods": "consigned",
                "partner_id": partner.id,
            }
        )
        self.receive(5, owner=partner)
        tea = self.make_product("Tea")
        self.receive(5, product=tea)
        self.share()
        self.assertEqual((self.waiting(), self.held(self.pool)), ([], 0))
        self.receive(5, source=self.product.property_stock_production)
        self.assertEqual(self.waiting(), [5])

    def test_without_rules_nothing_waits(self):
        self.make_rule("receipt", 50).active = False
        if not self.receipts._rules(self.env.company):
            self.receive(5)
            self.assertEqual(self.waiting(), [])

    def test_a_pool_that_does_not_sell_gets_nothing(self):
        rule = self.make_rule("receipt", 50)
        self.pool.action_suspend()
        self.receive(10)
        self.share()
        self.assertEqual((self.waiting(), self.held(self.pool)), ([], 0))
        rule.invalidate_recordset()
        self.assertIn("A is suspended: nothing is moved", rule.last_result)

    @mute_logger("odoo.addons.md_inventory_core.services.md_pool_receipts")
    def test_one_that_fails_is_kept_and_stops_no_other(self):
        self.make_rule("receipt", 50)
        first = self.receive(10)
        self.receive(4)
        known = type(self.receipts)._share

        def fail(self, row, move, *rest):
            if move == first.id:
                raise ZeroDivisionError
            return known(self, row, move, *rest)

        with patch.object(type(self.receipts), "_share", fail):
            self.share()
        self.assertEqual((self.waiting(), self.held(self.pool)), ([10], 2))
        self.rules._cron_apply()
        self.assertEqual((self.waiting(), self.held(self.pool)), ([], 7))

    def test_no_more_than_all_is_given_away(self):
        first = self.make_rule("receipt", 60)
        second = self.make_rule("receipt", 40)
        category = self.env["product.category"].create({"name": "Food"})
        self.product.categ_id = category
        tea = self.make_product("Tea")
        words = (
            r"Rules receipt 60 \(60 %\), receipt 40 \((41|50) %\) give away 1[01][01] "
            f"% of what arrives of Claimed in {self.warehouse.name}"
        )
        second.category_ids = category
        for values in (
            {"percent": 41},
            {"percent": 50, "applies_to": "all"},
            {"percent": 50, "applies_to": "category"},
        ):
            self.assertRefused(words, second, values)
        second.write({"percent": 90, "product_ids": [Command.set(tea.ids)]})
        first.active = False
        second.product_ids |= self.product
        self.assertRefused("150 %", first, {"active": True})

    def assertRefused(self, words, rule, values):
        with (
            self.assertRaisesRegex(ValidationError, words),
            self.env.cr.savepoint(),
        ):
            rule.write(values)
