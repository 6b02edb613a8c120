from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .forensic_common import ForensicCase


@tagged("post_install", "-at_install")
class TestForensics(ForensicCase):
    """For any order: what was told, what was there, who had it, and why."""

    def test_there_was_enough(self):
        self.later(hours=2)
        order = self.confirmed(4)
        self.assertEqual(self.figures(order), (10, 10, 0, 0, 10, 4))
        self.assertEqual(self.code(order), "enough")
        # what happens afterwards changes nothing of it
        self.later(hours=1)
        self.confirmed(3)
        self.count(60)
        line = self.line(order)
        self.assertEqual((line["told"].available, line["claimed"]), (10, 0))
        self.assertEqual(line["fate"]["left"], 4)

    def test_goods_that_came_and_went_since_are_put_back(self):
        self.count(12)
        self.later(hours=1)
        order = self.confirmed(4)
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
        self.later(minutes=5)
        self.count(3)
        self.assertEqual(self.figures(order), (12, 12, 0, 0, 12, 4))
        self.assertIn("4 delivered", self.text(order))
        self.later(minutes=5)
        late = self.confirmed(1)
        self.assertEqual(self.figures(late), (3, 3, 0, 0, 3, 1))

    def test_somebody_was_faster(self):
        self.later(minutes=30)
        other = self.confirmed(8)
        self.later(seconds=20)
        self.forget(self.shop, self.product)
        order = self.confirmed(5)
        self.assertEqual(self.figures(order), (10, 10, 8, 0, 2, 2))
        line = self.line(order)
        self.assertEqual(line["verdict"].code, "between")
        self.assertEqual(line["verdict"].facts["who"], other.name)
        self.assertIn(
            f"then {other.name} got 8, and 2 of 5 were left", self.text(order)
        )
        self.assertIn("2 promised, waits for 3", self.text(order))

    def test_the_channel_had_an_old_figure(self):
        self.later(minutes=30)
        other = self.confirmed(8)
        self.later(minutes=10)
        self.forget(self.shop, self.product)
        order = self.confirmed(5)
        facts = self.line(order)["verdict"].facts
        self.assertEqual(self.code(order), "old_taken")
        self.assertEqual(
            (facts["who"], round(facts["age"].seconds / 60)), (other.name, 10)
        )

    def test_the_channel_knew(self):
        self.later(hours=1)
        self.confirmed(8)
        self.later(minutes=10)
        order = self.confirmed(5)
        self.assertEqual(self.figures(order), (2, 10, 8, 0, 2, 2))
        self.assertEqual(self.code(order), "waiting")
        # goods come: what it got later is no part of the moment
        self.later(hours=1)
        self.count(20)
        order.picking_ids.action_assign()
        line = self.line(order)
        self.assertEqual((line["fate"]["granted"], line["fate"]["total"]), (2, 5))
        self.assertEqual(line["verdict"].code, "waiting")
        self.assertIn("3 of it came later", self.text(order))

    def test_the_buffer_of_then(self):
        self.shop.buffer_units = 7
        self.publish()
        self.later(hours=1)
        order = self.confirmed(5)
        self.later(hours=1)
        self.shop.buffer_units = 1
        self.publish()
        self.assertEqual(self.figures(order), (3, 10, 0, 7, 3, 3))
        self.assertEqual(self.code(order), "buffer")
        self.assertIn("the channel leaves 7", self.text(order))

    def test_pools_of_then(self):
        self.daraz.on_shortage = "wait"
        self.give(self.pool, 6)
        self.publish()
        self.later(hours=1)
        order = self.confirmed(5)
        theirs = self.confirmed(7, md_channel_id=self.daraz.id)
        self.later(hours=1)
        self.count(30)
        self.give(self.pool, 10)
        self.assertEqual(self.figures(order), (4, 10, 0, 0, 4, 4))
        self.assertEqual(self.code(order), "pools")
        self.assertIn("COMMON: 4 free; A: 6 free of 6", self.text(order))
        line = self.line(theirs)
        self.assertEqual((line["told"].available, line["claimed"]), (10, 4))
        self.assertEqual((line["free"], line["fate"]["granted"]), (6, 6))

    def test_a_count_takes_what_was_promised(self):
        self.later(hours=1)
        order = self.confirmed(8)
        self.later(minutes=10)
        self.count(5)
        line = self.line(order)
        self.assertEqual(line["verdict"].code, "reality")
        self.assertEqual(line["verdict"].facts["short"], 3)
        self.assertIn("a count took 5 afterwards: 3 of what", self.text(order))

    def test_an_order_that_asks_for_nothing(self):
        self.assertEqual(self.code(self.order(3)), "not_asked")
        held = self.order(3)
        held._md_hold()
        self.assertEqual(self.code(held), "enough")
        self.assertIn("3 held", self.text(held))

    def test_another_round(self):
        self.later(hours=3)
        order = self.confirmed(4)
        self.later(hours=1)
        order._action_cancel()
        self.publish()
        self.assertIn("4 released, order cancelled", self.text(order))
        self.later(hours=1)
        self.confirmed(9)
        self.later(minutes=5)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self.figures(order), (1, 10, 9, 0, 1, 1))

    def test_history_that_is_gone(self):
        order = self.confirmed(12)
        self.sql("ALTER TABLE md_availability_past DISABLE TRIGGER USER")
        self.sql(
            "DELETE FROM md_availability_past WHERE product_id = %s", self.product.id
        )
        self.sql("ALTER TABLE md_availability_past ENABLE TRIGGER USER")
        self.assertEqual(self.code(order), "waiting")  # never told of any
        settings = self.env["ir.config_parameter"]
        settings.set_param("md_inventory_core.availability_history_since", "2100-01-01")
        self.assertEqual(self.code(order), "unknown")
        self.assertIn("is not kept from so long ago", self.text(order))

    def test_what_happened_around(self):
        self.later(hours=3)
        other = self.confirmed(2)
        self.later(hours=1)
        self.give(self.pool, 3)
        self.count(9)
        self.later(hours=1)
        order = self.confirmed(1)
        self.later(minutes=10)
        order._action_cancel()
        self.publish()
        events = self.answer(order)["events"]
        self.assertEqual(events, sorted(events, key=lambda e: e.at, reverse=True))
        told = [event.change for event in events if event.what == "told"]
        self.assertEqual(told, [4, 3, 4, 8, 10])
        rows = [
            (event.what, event.change, event.document.words, event.own)
            for event in events
            if event.what not in ("told", "count")
        ]
        self.assertIn(("release", -1, order.name, True), rows)
        self.assertIn(("hold", 1, order.name, True), rows)
        self.assertIn(("pool", 3, "for A", False), rows)
        self.assertIn(("hold", 2, other.name, False), rows)
        (count,) = [event for event in events if event.what == "count"]
        self.assertEqual((count.change, count.user), (-1, self.env.user.name))

    # Who may look

    def test_only_own_stores(self):
        order = self.confirmed(4)
        there = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        support = self.user("support", there)
        lookup = self.env["md.order.lookup"]
        with self.assertRaises(AccessError):
            self.forensics.with_user(support)._answer(order.with_user(support))
        mine = [("model", "=", "sale.order"), ("res_id", "=", order.id)]
        self.assertFalse(lookup.with_user(support).search(mine))
        here = self.user("support", self.warehouse)
        self.assertTrue(lookup.with_user(here).search(mine).report)

    def test_names_of_other_stores_are_not_told(self):
        self.later(minutes=30)
        other = self.confirmed(8)
        self.later(seconds=20)
        self.forget(self.shop, self.product)
        order = self.confirmed(5)
        support = self.user("support", self.warehouse)
        self.assertIn(other.name, self.text(order.with_user(support)))
        there = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self.sql(
            "UPDATE sale_order SET warehouse_id = %s WHERE id = %s", there.id, other.id
        )
        self.env.invalidate_all()
        opened = self.env["md.order.lookup"].with_user(support)
        report = opened.browse(opened._id_of(order)).report
        self.assertIn("an order of another store", report)
        self.assertNotIn(other.name, report)

    def test_a_cashier_does_not_look(self):
        order = self.confirmed(1)
        cashier = self.user("cashier", self.warehouse)
        with self.assertRaises(AccessError):
            order.with_user(cashier).md_action_stock_then()
        support = self.user("support", self.warehouse)
        action = order.with_user(support).md_action_stock_then()
        self.assertEqual(action["res_id"], order.id * 2)

    def user(self, role, store):
        return new_test_user(
            self.env,
            f"{role}_{store.code}",
            groups=f"md_inventory_core.group_{role}",
            md_store_ids=[Command.set(store.ids)],
        )
