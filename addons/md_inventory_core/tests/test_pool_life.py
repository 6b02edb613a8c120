from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .pool_common import PoolCase


@tagged("post_install", "-at_install")
class TestPoolLife(PoolCase):
    """From its first window to its end, and what reality does to it meanwhile."""

    def test_only_an_open_pool_sells(self):
        self.give(self.pool, 6)
        self.pool.action_suspend()
        self.assertEqual((self.free(), self.free(self.daraz)), (4, 4))
        self.assertEqual(self.shares(), {"COMMON": 4, "A": 6})
        self.pool.action_activate()
        self.assertEqual(self.free(self.daraz), 10)
        self.pool.action_expire()
        self.assertEqual((self.free(), self.free(self.daraz)), (10, 10))
        self.watch._look()
        self.assertEqual(self.held(self.pool), 0)
        self.assertEqual(self.moves()[:1].kind, "end")
        with self.assertRaisesRegex(UserError, "A is at its end"):
            self.give(self.pool, 1)

    def test_what_was_promised_of_it_stays_promised_at_its_end(self):
        self.give(self.pool, 6)
        order = self.order(4, md_channel_id=self.daraz.id)
        order.action_confirm()
        self.pool.action_expire()
        self.watch._look()
        self.assertEqual((self.held(self.pool), self.claimed()), (4, {self.pool.id: 4}))
        order._action_cancel()
        self.watch._look()
        self.assertEqual((self.held(self.pool), self.free()), (0, 10))
        self.assertNoDrift()

    def test_windows(self):
        now = fields.Datetime.now()
        hours = [now + timedelta(hours=n) for n in range(-3, 4)]
        self.give(self.pool, 6)
        window = self.window(hours[5], hours[6])
        self.assertEqual((self.pool.phase, self.free(self.daraz)), ("closed", 4))
        window.write({"start_at": hours[2], "end_at": hours[5]})
        self.assertEqual((self.pool.phase, self.free(self.daraz)), ("open", 10))
        self.shift(window, hours[1], hours[2])
        self.assertEqual((self.pool.phase, self.free(self.daraz)), ("over", 10))
        self.watch._look()
        self.assertEqual((self.pool.state, self.held(self.pool)), ("expired", 0))
        self.assertTrue(window.ended)
        with self.assertRaisesRegex(UserError, "all its windows are past"):
            self.pool.action_activate()

    def test_between_two_windows_goods_go_back(self):
        now = fields.Datetime.now()
        self.give(self.pool, 6)
        window = self.window(now - timedelta(hours=2), now + timedelta(minutes=30))
        self.window(now + timedelta(hours=1), now + timedelta(hours=2))
        self.shift(window, now - timedelta(hours=2), now - timedelta(hours=1))
        self.watch._look()
        self.assertEqual((self.pool.state, self.pool.phase), ("active", "closed"))
        self.assertEqual(self.held(self.pool), 0)
        self.give(self.pool, 2)
        self.watch._look()
        self.assertEqual(self.held(self.pool), 2, "for the window that is to come")

    def test_the_end_of_a_window_takes_nothing_from_a_pool_that_sells(self):
        now = fields.Datetime.now()
        self.give(self.pool, 6)
        first = self.window(now - timedelta(hours=2), now + timedelta(hours=1))
        self.shift(first, now - timedelta(hours=2), now - timedelta(hours=1))
        self.window(now - timedelta(hours=1), now + timedelta(hours=1))
        self.watch._look()
        self.assertEqual((self.held(self.pool), first.ended), (6, True))
        self.window(now - timedelta(hours=4), now - timedelta(hours=3))
        self.watch._look()
        self.assertEqual(self.held(self.pool), 6, "one that was over when it came")

    def test_windows_do_not_overlap(self):
        now = fields.Datetime.now()
        self.window(now, now + timedelta(hours=2))
        self.window(now + timedelta(hours=2), now + timedelta(hours=3))
        with self.assertRaisesRegex(ValidationError, "Pool A: .* overlaps"):
            self.window(now + timedelta(hours=1), now + timedelta(hours=4))

    def test_a_pool_in_use_is_not_deleted(self):
        self.make_pool("NEW").unlink()
        unused = self.make_pool("UNUSED")
        self.give(self.pool, 6)
        with self.assertRaisesRegex(UserError, "A cannot .* has had goods: archive it"):
            (unused | self.pool).unlink()
        self.order(4, md_channel_id=self.daraz.id).action_confirm()
        with self.assertRaisesRegex(UserError, "4 units of it are promised"):
            self.pool.unlink()

    def test_pool_and_channel_are_of_one_company(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        other = self.make_pool("B", company_id=company.id)
        with self.assertRaisesRegex(ValidationError, "Daraz and pool B are of two"):
            self.daraz.pool_line_ids = [Command.create({"pool_id": other.id})]

    def test_codes(self):
        for code in ("common", "two words"):
            with self.assertRaisesRegex(ValidationError, f"the code {code} may have"):
                self.make_pool(code)
        with self.assertRaisesRegex(IntegrityError, "code"), mute_logger("odoo.sql_db"):
            self.make_pool("a")

    # Reality

    def test_what_reality_takes_the_pools_give_up(self):
        self.give(self.pool, 6)
        quant = self.product.stock_quant_ids.filtered(
            lambda quant: quant.location_id.usage == "internal"
        )
        quant.with_context(inventory_mode=True).inventory_quantity = 3
        quant.action_apply_inventory()
        self.assertEqual(self.shares(), {"COMMON": 0, "A": 3})
        self.assertEqual((self.free(), self.free(self.daraz)), (0, 3))
        self.watch._level([self.slot])
        self.assertEqual(self.held(self.pool), 3)
        self.assertEqual(self.moves()[:1].kind, "reality")
        self.assertNoDrift()

    def test_what_left_and_is_not_settled_is_no_loss(self):
        self.give(self.pool, 6)
        order = self.order(4)
        order.action_confirm()
        with patch.object(self.registry["md.claim.folder"], "_fold_some"):
            order.picking_ids.move_ids.write({"quantity": 4, "picked": True})
            order.picking_ids.button_validate()
        self.watch._level([self.slot])
        self.assertEqual(self.held(self.pool), 6)
        self.env["md.claim.folder"]._fold_all()
        self.watch._level([self.slot])
        self.assertEqual(self.shares(), {"COMMON": 0, "A": 6})
        self.assertNoDrift()

    def test_a_move_comes_after_what_reality_took(self):
        self.give(self.pool, 6)
        self.put(self.product, -7)
        with self.assertRaisesRegex(UserError, "A has 3 of"):
            self.take_back(self.pool, 4)
        self.take_back(self.pool, 2)
        self.assertEqual(self.shares(), {"COMMON": 2, "A": 1})

    def test_debts_end(self):
        self.pool.borrow_policy = "give_back"
        self.give(self.pool, 8)
        self.order(5).action_confirm()
        self.assertEqual(self.lent(), 3)
        self.put(self.product, 2)
        self.give(self.pool, 2)
        self.assertEqual((self.held(self.pool), self.lent()), (7, 1))
        self.pool.action_expire()
        self.watch._look()
        self.assertEqual((self.held(self.pool), self.lent()), (0, 0))

    def test_tills_draw_on_no_pool(self):
        till = self.env["md.channel"].create(
            {"name": "Till", "code": "T", "kind": "pos", "all_warehouses": True}
        )
        with self.assertRaisesRegex(ValidationError, "Till: tills sell what is in"):
            till.pool_line_ids = [Command.create({"pool_id": self.pool.id})]

    def test_a_company_stays(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        with self.assertRaisesRegex(UserError, "A has goods or channels"):
            self.pool.company_id = company
