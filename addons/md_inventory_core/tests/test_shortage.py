from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .shortage_common import ShortageCase


@tagged("post_install", "-at_install")
class TestShortage(ShortageCase):
    """Reality took goods: who loses, what becomes of it, and how it ends."""

    def test_the_later_promise_loses_what_a_count_took(self):
        first, second = self.promised(6), self.promised(4)
        self.count_to(7)
        shortage = self.shortages()
        self.assertEqual(self.lost(), {second: 3})
        self.assertEqual((self.left(first), self.left(second)), (6, 1))
        self.assertEqual((self.reserved(first), self.reserved(second)), (6, 1))
        self.assertEqual((shortage.state, shortage.standing), ("open", "promised"))
        self.assertEqual(shortage.missing, 3)
        self.assertEqual(shortage.partner_id, second.partner_id)
        self.assertIn("3 of Claimed", second.md_waits_for)
        self.assertFalse(first.md_waits_for)
        self.assertNoDrift()

    def test_its_owner_is_told_and_sees_who_had_a_right_to_it(self):
        first, second = self.promised(6), self.promised(4)
        self.count_to(7)
        shortage = self.shortages()
        self.assertEqual(shortage.user_id, self.seller)
        todo = second.activity_ids
        self.assertEqual((todo.user_id, todo.summary), (self.seller, "Shortage"))
        self.assertIn("3 of Claimed", todo.note)
        self.assertIn(first.name, shortage.explanation)
        keys = [one["key"] for one in shortage.contenders]
        self.assertEqual(keys, [first._md_claim_key(), second._md_claim_key()])
        self.assertEqual([one["loses"] for one in shortage.contenders], ["0", "3"])

    def test_paid_before_promised_before_held_before_carted(self):
        carted, held, promised, paid = [self.order(2) for _n in range(4)]
        self.pay(held, "pending")
        for order in (carted, held):
            order._md_hold()
        promised.action_confirm()
        self.pay(paid)
        paid.action_confirm()
        for order in (promised, paid):
            self.settle(order)
        weakest_first = [carted, held, promised, paid]
        for lost in range(1, 5):
            self.count_to(8 - 2 * lost)
            left = [self.left(order) for order in weakest_first]
            self.assertEqual(left, [0] * lost + [2] * (4 - lost))
        standings = self.shortages().sorted("id").mapped("standing")
        self.assertEqual(standings, ["carted", "held", "promised", "paid"])
        self.assertNoDrift()

    def test_an_order_paid_by_its_invoice_is_paid(self):
        self.product.invoice_policy = "order"
        paid, later = self.order(5), self.order(5)
        for order in (later, paid):
            order.action_confirm()
            self.settle(order)
            self.later(order)
        invoice = paid._create_invoices()
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()
        self.count_to(5)
        self.assertEqual(self.lost(), {later: 5})

    def test_what_lies_in_a_parcel_stays_there(self):
        first, packed = self.promised(5), self.promised(5)
        self.pay(first)
        packed.picking_ids.move_ids.picked = True
        self.count_to(5)
        self.assertEqual(self.lost(), {first: 5})
        self.assertEqual((self.reserved(first), self.reserved(packed)), (0, 5))
        self.assertNoDrift()

    def test_goods_that_come_back_go_to_who_lost_them(self):
        first, second = self.promised(6), self.promised(4)
        self.count_to(5)
        self.assertEqual(self.lost(), {second: 4, first: 1})
        self.receive(3)
        self.assertEqual(self.lost(), {second: 2})
        self.assertEqual((self.reserved(first), self.reserved(second)), (6, 2))
        self.receive(2)
        self.assertEqual(set(self.shortages().mapped("state")), {"refilled"})
        self.assertFalse(second.activity_ids)
        self.assertFalse(second.md_waits_for)
        self.assertNoDrift()

    def test_who_needs_them_no_more(self):
        self.promised(6)
        second = self.promised(4)
        self.count_to(7)
        second._action_cancel()
        self.settle(second)
        self.feed._publish()
        self.assertEqual(self.shortages().state, "closed")
        self.assertTrue(self.shortages().ended_at)

    def test_a_killed_process_is_followed_up(self):
        second = self.promised(4)
        with patch.object(type(self.env["md.shortage.relief"]), "_follow_up"):
            self.count_to(1)
        self.assertEqual((self.shortages().state, self.left(second)), ("new", 1))
        # what is reserved and lost is nobody's to adopt again
        self.assertEqual(self.reserved(second), 1)
        self.env["md.claim.facts"]._review([second._md_claim_key()])
        self.assertEqual(self.left(second), 1)
        self.shortage_watch._cron_watch()
        self.assertEqual(self.shortages().state, "open")
        self.assertEqual(len(self.shortages()), 1)
        self.assertNoDrift()

    def test_nothing_is_lost_that_has_left_for_its_claim(self):
        order = self.promised(10)
        self.deliver(order)
        self.feed._publish()
        self.settle(order)
        self.feed._publish()
        self.assertFalse(self.shortages())

    def deliver(self, order):
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()

    def test_goods_of_a_pool_that_are_gone(self):
        self.give(self.pool, 6)
        order = self.promised(8, md_channel_id=self.daraz.id)
        self.assertEqual(self.claimed(), {0: 2, self.pool.id: 6})
        self.count_to(3)
        self.assertEqual(self.lost(), {order: 5})
        self.assertEqual(sum(self.claimed().values()), 3)
        self.assertEqual(self.held(self.pool), self.claimed()[self.pool.id])
        self.assertEqual(self.shares(), {"COMMON": 0, "A": 0})
        self.assertNoDrift()

    def test_what_is_offered(self):
        other = self.env["stock.warehouse"].create({"name": "Uttara", "code": "UTT"})
        self.env["stock.quant"]._update_available_quantity(
            self.product, other.lot_stock_id, 4
        )
        self.promised(10)
        self.count_to(8)
        self.assertEqual(self.shortages().offer, "4 in Uttara")

    def test_who_decides(self):
        self.promised(10)
        self.count_to(8)
        group = "md_inventory_core.group_warehouse"
        picker = new_test_user(self.env, "shortage-picker", groups=group)
        shortage = self.shortages().with_user(picker)
        self.assertEqual(shortage.left, 2)
        for act in (shortage.action_try_again, shortage.action_dismiss):
            with self.assertRaises(AccessError):
                act()
        wizard = self.env["md.shortage.dismiss.wizard"].with_user(self.seller)
        wizard.create(
            {"shortage_ids": shortage.ids, "reason": "took another"}
        ).action_dismiss()
        self.assertEqual(
            (shortage.state, shortage.ended_by, shortage.reason, shortage.left),
            ("dismissed", self.seller, "took another", 2),
        )
        self.count_to(8)
        self.assertEqual(len(self.shortages()), 1)
