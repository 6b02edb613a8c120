from decimal import Decimal

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.md_inventory_core.lib.claims import GOODS_ARE_GONE
from odoo.addons.md_inventory_core.services.claim_sql import VOID_SQL

from .claim_common import ClaimCase


@tagged("post_install", "-at_install")
class TestClaimStore(ClaimCase):
    """Claims of sales orders and moves, inside one transaction."""

    def story(self):
        self.env.cr.execute(
            "SELECT kind, change::int FROM md_stock_journal WHERE product_id = %s "
            "ORDER BY id",
            [self.product.id],
        )
        return self.env.cr.fetchall()

    def test_repeat_takes_nothing_more(self):
        wanted = {self.slot: Decimal(4)}
        first = self.store._claim("a", wanted)
        self.assertEqual((first.holds[self.slot], first.held), (4, first.taken))
        again = self.store._claim("a", wanted)
        self.assertEqual((again.holds, again.held), (first.holds, first.held))
        self.assertEqual(again.taken, [])
        self.assertEqual(self.counter(), 4)

    def test_more_is_a_second_claim(self):
        self.store._claim("a", {self.slot: Decimal(4)})
        holds, _could, held, *_rest = self.store._claim("a", {self.slot: Decimal(6)})
        self.assertEqual((holds[self.slot], len(held)), (6, 2))
        self.assertEqual(self.counter(), 6)

    def test_a_claim_leaves_cache_and_pending_changes_of_its_caller(self):
        # as in production, also when its counter is made first: core keeps the order
        # of an order's new transfers in the cache only
        order = self.order(4)
        self.env.flush_all()
        order.client_order_ref = "pending"
        self.store._claim("a", {self.slot: Decimal(4)})
        with self.assertQueryCount(0, flush=False):
            self.assertEqual(order.client_order_ref, "pending")
        self.env.cr.execute(
            "SELECT client_order_ref FROM sale_order WHERE id = %s", [order.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (None,))

    def test_never_more_than_there_is(self):
        self.store._claim("a", {self.slot: Decimal(7)})
        holds, *_rest = self.store._claim("b", {self.slot: Decimal(7)})
        self.assertEqual(holds[self.slot], 3)
        holds, *_rest = self.store._claim(
            "c", {self.slot: Decimal(1)}, whole={self.slot}
        )
        self.assertEqual(holds[self.slot], 0)

    def test_what_was_about_to_be_freed_is_not_relied_on(self):
        """A process was killed between the tombstone of a hold and its release."""
        folder, wanted = self.env["md.claim.folder"], {self.slot: Decimal(4)}
        for again in (self.store._claim, lambda *_which: folder._sweep()):
            held = self.store._claim("a", wanted).held
            self.env.cr.execute(SQL(VOID_SQL, claim=held[0]))
            again("a", wanted)
            claims = self.env["md.stock.claim"].search([("key", "=", "a")])
            claims.invalidate_recordset()
            self.assertEqual(claims.browse(held).left, 0)
            self.assertEqual(sum(claims.mapped("left")), self.counter())
            granted = self.store._claim("a", wanted)
            held = granted.held
            self.assertEqual((granted.holds[self.slot], self.counter()), (4, 4))
            self.env["md.claim.facts"]._confirm("b", held)  # nothing is raised

    def test_order_confirms_delivers_and_cancels(self):
        first, second = self.order(6), self.order(6)
        first.action_confirm()
        second.action_confirm()
        self.assertEqual(first.picking_ids.move_ids.quantity, 6)
        self.assertEqual(second.picking_ids.move_ids.quantity, 4)
        self.assertEqual(self.counter(), 10)
        picking = first.picking_ids
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(self.counter(), 4)
        second._action_cancel()
        self.assertEqual(self.counter(), 0)
        self.assertEqual(
            self.story(),
            [("hold", 6), ("confirm", 0), ("hold", 4), ("confirm", 0)]
            + [("consume", -6), ("release", -4)],
        )

    def test_the_rest_of_a_delivery_takes_nothing_from_others(self):
        self.store._claim("somebody", {self.slot: Decimal(6)})
        order = self.order(7)
        order.action_confirm()
        self.assertEqual((self.counter(), self.free()), (10, 0))
        picking = order.picking_ids
        picking.move_ids.picked = True
        picking._action_done()
        rest = order.picking_ids - picking
        self.assertEqual((rest.move_ids.product_qty, rest.move_ids.quantity), (3, 0))
        self.assertEqual(self.counter(), 6)

    def test_a_caller_cannot_say_that_goods_need_no_claim(self):
        order = self.order(6)
        order.with_context(
            md_goods_are_gone=True, md_left_to_reserve={}
        ).action_confirm()
        self.assertEqual(self.counter(), 6)

    def test_what_a_till_sold_claims_nothing(self):
        self.order(6).with_context(md_goods_are_gone=GOODS_ARE_GONE).action_confirm()
        self.assertFalse(self.counter())
