from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .shortage_common import ShortageCase


@tagged("post_install", "-at_install")
class TestShortageRank(ShortageCase):
    """Who loses, and who comes first when goods come back: found by a review."""

    def test_goods_picked_to_the_output_zone_stay_with_their_order(self):
        self.warehouse.delivery_steps = "pick_ship"
        first, picked = self.promised(5), self.promised(5)
        step = self.pick(picked, self.warehouse.pick_type_id)
        self.assertEqual(step.move_ids.quantity, 5)
        self.age(first, picked)
        step.move_ids.picked = True
        step.button_validate()
        self.settle(picked)
        out = self.warehouse.wh_output_stock_loc_id
        here = self.env["stock.quant"].search([("product_id", "=", self.product.id)])
        there = here.filtered(lambda q: q.location_id == out)
        self.assertEqual(there.quantity, 5)
        self.count_to(0)
        # its goods stand packed in the output zone: who has nothing scanned loses
        self.assertEqual(self.lost(), {first: 5})
        self.assertNoDrift()

    def test_multi_step_loser_gives_up_what_it_lost(self):
        self.warehouse.delivery_steps = "pick_ship"
        paid, half = self.promised(4), self.promised(6)
        self.pay(paid)
        step = self.pick(half, self.warehouse.pick_type_id)
        step.move_ids.quantity = 3
        step.move_ids.picked = True
        step.with_context(skip_backorder=True).button_validate()
        self.settle(half)
        self.feed._publish()
        self.count_to(4)  # 4 on the shelf, 3 in output: 7 of 10
        self.assertEqual(self.lost(), {half: 3})
        self.assertEqual(self.left(half), 3)
        self.review(half)
        self.assertEqual(len(self.shortages()), 1)
        self.assertNoDrift()

    def test_a_scanned_loser_loses_once(self):
        order = self.promised(10)
        order.picking_ids.move_ids.picked = True
        self.count_to(6)
        self.assertEqual(self.lost(), {order: 4})
        for _n in range(3):
            self.review(order)
        self.assertEqual(len(self.shortages()), 1)

    def test_one_failing_follow_up_stops_no_other(self):
        other = self.make_product("Other", 10)
        orders = self.promised(10), self.order(10, other, user_id=self.seller.id)
        orders[1].action_confirm()
        self.settle(orders[1])
        news = type(self.env["md.shortage.news"])
        begun = news._begun

        def bad(this, row):
            if row.product_id == self.product:
                raise ValueError("broken")
            return begun(this, row)

        with patch.object(news, "_begun", bad):
            with patch.object(type(self.feed), "_publish"):
                self.count_to(5)
                self.count_to(5, other)
            self.feed._publish()
            self.shortage_watch._cron_watch()
        both = other.id, self.product.id
        rows = self.env["md.stock.shortage"].search([("product_id", "in", both)])
        states = {row.product_id.name: row.state for row in rows}
        self.assertEqual(states, {"Claimed": "new", "Other": "open"})

    def receipt(self, quantity):
        move = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": quantity,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "picking_id": self.env["stock.picking"]
                .create(
                    {
                        "picking_type_id": self.warehouse.in_type_id.id,
                        "location_id": self.env.ref(
                            "stock.stock_location_suppliers"
                        ).id,
                        "location_dest_id": self.warehouse.lot_stock_id.id,
                    }
                )
                .id,
            }
        )
        move.picking_id.action_confirm()
        move.quantity = quantity
        move.picked = True
        move.picking_id.button_validate()
        self.feed._publish()

    def test_a_receipt_goes_to_the_strongest(self):
        promised, paid = self.promised(5), self.promised(5)
        self.age(promised, paid)
        self.pay(paid)
        self.count_to(0)
        self.assertEqual(self.lost(), {promised: 5, paid: 5})
        self.receipt(5)
        self.assertEqual(self.lost(), {promised: 5})

    def test_a_count_up_goes_to_the_strongest(self):
        promised, paid = self.promised(5), self.promised(5)
        self.age(promised, paid)
        self.pay(paid)
        self.count_to(0)
        self.count_to(5)
        self.assertEqual(self.lost(), {promised: 5})

    def test_who_paid_since_gets_them_first(self):
        first, second = self.promised(5), self.promised(5)
        self.age(first, second)
        self.count_to(0)
        self.pay(second)
        self.receive(5)
        self.assertEqual(self.lost(), {first: 5})

    def test_back_and_forth_keeps_the_order(self):
        first, second = self.promised(5), self.promised(5)
        self.age(first, second)
        self.count_to(5)
        self.assertEqual(self.lost(), {second: 5})
        self.count_to(0)
        self.count_to(10)
        self.assertFalse(self.lost())
        self.count_to(5)
        self.assertEqual(self.lost(), {second: 5})

    def test_an_order_of_nothing_is_not_paid(self):
        promised, free = self.promised(5), self.promised(5)
        self.age(promised, free)
        free.order_line.price_unit = 0
        self.count_to(5)
        self.assertEqual(self.lost(), {free: 5})

    def test_a_reservation_by_hand_takes_no_promise(self):
        order = self.promised(10)
        self.pay(order)
        scrap = self.env["stock.move"].create(
            {
                "product_id": self.product.id,
                "product_uom_qty": 4,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "picking_type_id": self.warehouse.out_type_id.id,
            }
        )
        scrap.quantity = 4
        self.env.flush_all()
        self.feed._publish()
        self.assertFalse(self.lost())

    def test_draft_hold_that_is_held_again(self):
        order = self.order(4)
        order._md_hold()
        self.count_to(2)
        self.receive(8)
        order._md_hold()
        self.feed._publish()
        self.assertEqual(self.left(order), 4)
        self.assertEqual(self.shortages().state, "refilled")

    def test_cause_is_not_an_old_story(self):
        milk, lot = self.make_milk(10, fields.Datetime.now() + timedelta(days=1))
        self.env["stock.quant"].search([("product_id", "=", milk.id)])
        quant = self.env["stock.quant"].search(
            [
                ("product_id", "=", milk.id),
                ("location_id", "=", self.warehouse.lot_stock_id.id),
            ]
        )
        quant.inventory_quantity = 9
        quant.action_apply_inventory()
        order = self.order(9, milk)
        order.action_confirm()
        self.settle(order)
        lot.removal_date = fields.Datetime.now() - timedelta(minutes=1)
        self.env.flush_all()
        self.feed._cron_publish()
        self.feed._publish()
        rows = self.env["md.stock.shortage"].search([("product_id", "=", milk.id)])
        self.assertNotIn("Counted", rows.cause or "")

    def test_many_losers_each_see_themselves(self):
        orders = [self.promised(1) for _n in range(10)]
        self.put(self.product, 20)
        self.feed._publish()
        orders += [self.promised(1) for _n in range(20)]
        self.count_to(0)
        rows = self.shortages()
        self.assertEqual(len(rows), 30)
        missing = [
            r.id
            for r in rows
            if r.key not in {c["key"] for c in r._decision().contenders}
        ]
        self.assertEqual(missing, [])
