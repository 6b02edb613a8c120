from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestPendingSale(TillCase):
    """One sale lowers what may be promised exactly once, whatever becomes of stock."""

    def assert_sold(self, *, free, on_hand, pending, thing=None):
        found = self.free(thing), self.on_hand(thing), self.pending(thing)
        self.assertEqual(found, (free, on_hand, pending))

    def test_posted_at_once_leaves_nothing_pending(self):
        self.open()
        order = self.sell((self.thing, 3))
        self.assertEqual(order.picking_ids.mapped("state"), ["done"])
        self.assert_sold(free=7, on_hand=7, pending=[])
        self.assertFalse(order.md_to_post)

    def test_transfer_that_fails_keeps_the_sale_pending_until_it_is_done(self):
        self.open()
        with self.no_transfer():
            order = self.sell((self.thing, 3))
        self.assertEqual((order.state, order.picking_ids.state), ("paid", "assigned"))
        self.assert_sold(free=7, on_hand=10, pending=[3])
        self.assertTrue(order.md_to_post)
        self.assertIn("on fire", order.md_posting_error)
        claims = self.env["md.claim.moves"]
        self.assertFalse(claims._claiming(order.picking_ids.move_ids))
        order.picking_ids.action_assign()
        self.assert_sold(free=7, on_hand=10, pending=[3])
        order.picking_ids.do_unreserve()
        self.assert_sold(free=7, on_hand=10, pending=[3])
        order.picking_ids.move_ids.quantity = 3
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
        self.assert_sold(free=7, on_hand=7, pending=[])
        self.assertFalse(order.md_to_post or order.md_posting_error)

    def test_part_of_a_failed_transfer_that_is_done_is_pending_no_more(self):
        self.open()
        with self.no_transfer():
            order = self.sell((self.thing, 3))
        order.picking_ids.move_ids.quantity = 1
        order.picking_ids.with_context(skip_backorder=True).button_validate()
        self.assert_sold(free=7, on_hand=9, pending=[2])
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        rest.action_cancel()
        self.assert_sold(free=9, on_hand=9, pending=[])
        self.assertFalse(order.md_to_post)

    def test_goods_of_a_lot_sold_without_one_stay_pending(self):
        tracked = self.make_thing("Tracked", tracking="lot")
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": tracked.id})
        self.put(tracked, 5, lot_id=lot)
        self.config.picking_type_id.use_existing_lots = True
        self.open()
        order = self.sell((tracked, 2))
        self.assertNotEqual(order.picking_ids.state, "done")
        self.assert_sold(free=3, on_hand=5, pending=[2], thing=tracked)
        self.assertIn("lots are missing", order.md_posting_error)
        move = order.picking_ids.move_ids
        self.env["stock.move.line"].create(
            {**move._prepare_move_line_vals(), "quantity": 2, "lot_id": lot.id}
        )
        self.assert_sold(free=3, on_hand=5, pending=[2], thing=tracked)
        move.picked = True
        order.picking_ids.button_validate()
        self.assert_sold(free=3, on_hand=3, pending=[], thing=tracked)

    def test_stock_at_closing_is_pending_until_then(self):
        self.open(closing=True)
        orders = self.sell((self.thing, 3))
        orders |= self.sell((self.thing, 2), (self.thing, 1))
        self.assertFalse(orders.picking_ids)
        self.assert_sold(free=4, on_hand=10, pending=[3, 3])
        self.assertFalse(any(orders.mapped("md_to_post")))
        self.close()
        self.assert_sold(free=4, on_hand=4, pending=[])

    def test_session_whose_transfer_fails_is_pending_until_it_is_done(self):
        self.open(closing=True)
        orders = self.sell((self.thing, 3)) | self.sell((self.thing, 2))
        session = self.pos_session
        with self.no_transfer():
            self.close()
        self.assertEqual(session.state, "closed")
        self.assert_sold(free=5, on_hand=10, pending=[5])
        self.assertEqual(orders.mapped("md_to_post"), [True, True])
        self.assertIn("on fire", orders[0].md_posting_error)
        self.stock._post_now(orders[0])
        self.assert_sold(free=5, on_hand=5, pending=[])
        self.assertEqual(orders.mapped("md_to_post"), [False, False])

    def test_invoice_of_a_sale_that_waits_for_closing(self):
        self.company.anglo_saxon_accounting = True
        self.open(closing=True)
        order = self.sell((self.thing, 3), customer=self.customer)
        self.assert_sold(free=7, on_hand=10, pending=[3])
        order.action_pos_order_invoice()
        self.assert_sold(free=7, on_hand=7, pending=[])
        self.close()
        self.assert_sold(free=7, on_hand=7, pending=[])

    def test_what_comes_back_counts_when_it_is_there(self):
        self.open(closing=True)
        self.sell((self.thing, 3))
        self.sell((self.thing, -1))
        self.sell((self.thing, 2), (self.thing, -2))
        self.assert_sold(free=5, on_hand=10, pending=[3, 2])
        self.close()
        self.assert_sold(free=8, on_hand=8, pending=[])

    def test_ship_later_claims_and_is_not_pending(self):
        self.open()
        self.config.write({"ship_later": True, "warehouse_id": self.store.id})
        order = self.sell(
            (self.thing, 3),
            customer=self.customer,
            pos_order_ui_args={"shipping_date": "2030-01-01"},
        )
        self.assertTrue(order.picking_ids.move_ids.md_claim_key)
        self.assert_sold(free=7, on_hand=10, pending=[])
        self.assertFalse(order.md_to_post)
        counters = self.env["md.stock.counter"].search(
            [("product_id", "=", self.thing.id)]
        )
        self.assertEqual(counters.mapped("claimed"), [3])

    def test_a_repeat_changes_nothing(self):
        self.open(closing=True)
        data = self.sync((self.thing, 3), uuid="11111111-0000-4000-8000-000000000001")
        first, second = self.send({**data}), self.send({**data})
        self.assertEqual(first, second)
        self.assert_sold(free=7, on_hand=10, pending=[3])
        self.close()
        self.assertEqual(self.send({**data}), first)
        self.assert_sold(free=7, on_hand=7, pending=[])

    def test_drafts_and_cancelled_ones_are_no_sales(self):
        self.open(closing=True)
        data = self.sync((self.thing, 3), uuid="11111111-0000-4000-8000-000000000002")
        draft = self.send({**data, "state": "draft", "payment_ids": []})
        self.assertEqual(draft.state, "draft")
        self.assert_sold(free=10, on_hand=10, pending=[])
        draft.action_pos_order_cancel()
        self.assert_sold(free=10, on_hand=10, pending=[])

    def test_only_stocked_goods_are_pending(self):
        self.open(closing=True)
        service = self.make_thing("Bag", type="service", is_storable=False)
        loose = self.make_thing("Nails", is_storable=False)
        self.sell((service, 1), (loose, 4))
        self.assertFalse(self.pending(service) + self.pending(loose))

    def test_a_scanned_item_is_always_sold(self):
        none, last = self.make_thing("None left"), self.make_thing("Last one", 1)
        claimed = self.order_of_back_office(1, last)
        self.assertEqual(claimed.picking_ids.state, "assigned")
        for batch in (False, True):
            self.open(batch=batch)
            order = self.sell((none, 1), (last, 1))
            self.assertEqual(order.state, "paid")
            self.stock._cron_post()
            self.assertEqual(order.picking_ids.mapped("state"), ["done"])
            self.close()
        self.assert_sold(free=0, on_hand=-2, pending=[], thing=none)
        self.assertEqual((self.on_hand(last), self.pending(last)), (-1, []))

    def test_an_error_while_transfers_are_made_refuses_no_sale(self):
        self.open()
        failing = type(self.env["stock.picking"])

        def refuse(*_args):
            raise UserError(self.env._("No such unit."))

        self.patch(failing, "_create_move_from_pos_order_lines", refuse)
        order = self.sell((self.thing, 3))
        self.assertEqual((order.state, len(order.picking_ids)), ("paid", 0))
        self.assert_sold(free=7, on_hand=10, pending=[3])
        self.assertEqual(order.md_posting_error, "No such unit.")

    def test_goods_of_an_owner_are_sold_by_the_owners_channel(self):
        owner = self.env["res.partner"].create({"name": "Principal"})
        client = self.env["md.client"].create(
            {
                "name": "Principal",
                "code": "PRI",
                "company_id": self.company.id,
                "goods": "consigned",
                "partner_id": owner.id,
            }
        )
        self.put(self.thing, 4, owner_id=owner)
        self.channel = self.env["md.channel"].create(
            {
                "name": "Principal",
                "code": "PRI",
                "kind": "pos",
                "company_id": self.company.id,
                "client_id": client.id,
                "warehouse_ids": [Command.set(self.store.ids)],
            }
        )
        own = self.config.md_channel_id
        self.config.md_channel_id = self.channel
        self.open(batch=True)
        self.sell((self.thing, 5))
        available = self.env["md.availability"]._available
        self.assertEqual((self.free(), self.pending()), (0, [5]))
        self.assertEqual(available(own, self.thing)[self.thing.id], 10)
        self.stock._cron_post()
        self.assertEqual((self.free(), self.pending(), self.on_hand()), (0, [], 9))
        self.assertEqual(available(own, self.thing)[self.thing.id], 10)
