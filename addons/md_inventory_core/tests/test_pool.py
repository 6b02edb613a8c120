from decimal import Decimal

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..lib.claims import Slot, Wish
from .pool_common import PoolCase


@tagged("post_install", "-at_install")
class TestPool(PoolCase):
    """Goods are kept for channels; nothing moves, nobody takes what is not there."""

    def test_a_pool_is_kept_for_its_channel(self):
        self.give(self.pool, 6)
        self.assertEqual(self.free(self.daraz), 10)
        self.assertEqual(self.free(), 4)
        order = self.order(5)
        with self.assertRaisesRegex(UserError, "5 wanted, 4 free"):
            order.md_on_shortage = "refuse"
            order.action_confirm()
        order = self.order(7, md_channel_id=self.daraz.id)
        order.action_confirm()
        self.assertEqual(self.claimed(), {self.pool.id: 6, 0: 1})
        self.assertEqual(self.free(), 3)
        self.assertEqual(self.free(self.daraz), 3)

    def test_what_is_delivered_leaves_its_pool(self):
        self.give(self.pool, 6)
        order = self.order(7, md_channel_id=self.daraz.id)
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 7, "picked": True})
        picking.button_validate()
        self.assertEqual(self.claimed(), {})
        self.assertEqual(self.held(self.pool), 0)
        self.assertEqual(self.free(self.daraz), 3)
        self.assertNoDrift()

    def test_what_is_cancelled_goes_back_to_its_pool(self):
        self.give(self.pool, 6)
        order = self.order(7, md_channel_id=self.daraz.id)
        order.action_confirm()
        order._action_cancel()
        self.assertEqual(self.held(self.pool), 6)
        self.assertEqual((self.free(), self.free(self.daraz)), (4, 10))
        self.assertNoDrift()

    def test_pools_add_up_to_free_stock(self):
        other = self.make_pool("B", priority=1)
        self.give(self.pool, 3)
        self.give(other, 2)
        self.order(2).action_confirm()
        self.assertEqual(self.shares(), {"COMMON": 3, "A": 3, "B": 2})

    def test_no_pool_gives_what_it_has_not(self):
        self.give(self.pool, 6)
        with self.assertRaisesRegex(UserError, r"COMMON has 4 of Claimed in .*not 5"):
            self.give(self.pool, 5)
        self.order(4, md_channel_id=self.daraz.id).action_confirm()
        with self.assertRaisesRegex(UserError, r"A has 2 of Claimed in .*not 3"):
            self.take_back(self.pool, 3)
        self.take_back(self.pool, 2)
        self.assertEqual(self.held(self.pool), 4)

    def test_bad_wishes(self):
        wish = self.mover._wish(self.product, self.warehouse, self.none, self.pool, 1)
        for change, words in (
            ({"quantity": Decimal(0)}, "Claimed: move more than nothing"),
            ({"quantity": Decimal(-1)}, "Claimed: move more than nothing"),
            ({"target": 0}, "Claimed: choose two different pools"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.mover._move([wish._replace(**change)], "why")
        loose = self.env["product.product"].create({"name": "Loose"})
        with self.assertRaisesRegex(UserError, "Loose is not counted"):
            place = Slot(loose.id, self.warehouse.id)
            self.mover._move([Wish(place, 0, self.pool.id, Decimal(1))], "why")
        self.pool.warehouse_ids = self.env["stock.warehouse"].create(
            {"name": "Elsewhere", "code": "ELSE"}
        )
        with self.assertRaisesRegex(UserError, "Pool A has no goods in"):
            self.give(self.pool, 1)
        self.assertFalse(self.moves())

    def test_moves_are_kept_for_ever(self):
        self.give(self.pool, 6)
        move = self.moves()
        self.assertEqual((move.quantity, move.why, move.kind), (6, "for A", "move"))
        self.assertEqual((move.from_name, move.to_name), ("COMMON", "A"))
        self.assertEqual(move.user_id, self.env.user)
        with self.assertRaises(AccessError):
            move.unlink()

    @mute_logger("odoo.sql_db")
    def test_the_database_holds_the_law(self):
        self.give(self.pool, 6)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE md_stock_counter SET claimed = 7 WHERE pool_id = %s",
                [self.pool.id],
            )

    # Borrowing

    def test_common_borrows_and_gives_back_when_it_is_needed(self):
        self.pool.borrow_policy = "give_back"
        self.daraz.draws_common = False
        self.give(self.pool, 8)
        self.assertEqual((self.free(), self.free(self.daraz)), (10, 8))
        self.order(5).action_confirm()
        self.assertEqual((self.held(self.pool), self.lent()), (5, 3))
        self.assertEqual((self.free(), self.free(self.daraz)), (5, 5))
        self.put(self.product, 2)
        self.assertEqual((self.free(), self.free(self.daraz)), (7, 7))
        self.order(7, md_channel_id=self.daraz.id).action_confirm()
        self.assertEqual((self.held(self.pool), self.lent()), (7, 1))
        kinds = self.moves().sorted("id").mapped("kind")
        self.assertEqual(kinds, ["move", "borrow", "give_back"])
        self.assertNoDrift()

    def test_nothing_is_told_of_what_cannot_be_promised(self):
        self.daraz.draws_common = False
        found = self.env["md.availability"]._available(self.daraz, self.product)
        self.assertEqual(dict(found), {})

    def test_who_lends_nothing_keeps_it(self):
        self.give(self.pool, 8)
        self.order(5).action_confirm()
        self.assertEqual(self.claimed(), {0: 2})
        self.assertEqual(self.held(self.pool), 8)

    # What if

    def test_the_preview_is_what_happens(self):
        self.give(self.pool, 2)
        self.order(1).action_confirm()
        wizard = self.wizard(quantity=3)
        self.assertEqual(wizard.have, 7)
        said = {line.channel_id: line.after for line in wizard.effect_ids}
        now = {line.channel_id: line.before for line in wizard.effect_ids}
        self.assertIn(self.daraz, said)
        self.assertEqual(now, {each: self.free(each) for each in said})
        wizard.action_move()
        self.assertEqual(said, {each: self.free(each) for each in said})
        self.assertEqual(self.held(self.pool), 5)

    def test_the_preview_says_what_cannot_be(self):
        wizard = self.wizard(quantity=11)
        self.assertRegex(wizard.refusal, "COMMON has 10 of Claimed")
        with self.assertRaisesRegex(UserError, "COMMON has 10 of Claimed"):
            wizard.action_move()
        wizard.write({"quantity": 1, "why": " "})
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.action_move()

    def test_who_has_own_stores_moves_there_only(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        manager = new_test_user(
            self.env,
            "pool_manager",
            groups="md_inventory_core.group_manager",
            md_store_ids=[Command.set(other.ids)],
        )
        with self.assertRaisesRegex(AccessError, "is not your store"):
            self.wizard().with_user(manager).action_move()
        wizard = self.wizard().with_user(manager)
        self.assertRegex(wizard.refusal, "is not your store")
        self.assertFalse(wizard.effect_ids)
        with self.assertRaisesRegex(AccessError, "Pool A is of other stores, too"):
            self.pool.with_user(manager).action_suspend()
        self.pool.warehouse_ids = other
        self.pool.with_user(manager).action_suspend()

    def test_moved_once_however_often_it_is_asked_for(self):
        wizard = self.wizard(quantity=3)
        wizard.action_move()
        wizard.action_move()
        self.assertEqual(self.held(self.pool), 3)

    def test_screens_agree(self):
        other = self.make_pool("B", priority=9, borrow_policy="give_back")
        self.give(self.pool, 3)
        self.give(other, 4)
        self.order(2, md_channel_id=self.daraz.id).action_confirm()
        self.put(self.product, -3)
        for channel in (self.daraz, self.channel):
            line = self.env["md.availability.line"].search(
                [
                    ("product_id", "=", self.product.id),
                    ("channel_id", "=", channel.id),
                    ("warehouse_id", "=", self.warehouse.id),
                ]
            )
            self.assertEqual(line.available, self.free(channel), channel.name)
        self.assertEqual(self.shares(), {"COMMON": 0, "A": 1, "B": 4})
