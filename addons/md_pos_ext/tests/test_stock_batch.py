from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestStockBatch(TillCase):
    """Stock of sales posted in batches: once, oldest first, one that fails alone."""

    def setUp(self):
        super().setUp()
        self.open(batch=True)

    def later(self, orders, minutes=20):
        """So long after the last try."""
        at = fields.Datetime.now() - timedelta(minutes=minutes)
        orders.md_posting_failed_at = at

    def test_a_sale_writes_no_moves_until_the_job_runs(self):
        triggers = self.env["ir.cron.trigger"].search_count([])
        orders = self.sell((self.thing, 3)) | self.sell((self.thing, 2))
        self.assertFalse(orders.picking_ids)
        self.assertEqual(orders.mapped("md_to_post"), [True, True])
        self.assertGreater(self.env["ir.cron.trigger"].search_count([]), triggers)
        self.assertEqual((self.free(), self.on_hand()), (5, 10))
        self.assertCountEqual(self.pending(), [3, 2])
        self.stock._cron_post()
        self.assertEqual(orders.picking_ids.mapped("state"), ["done", "done"])
        self.assertEqual(orders.picking_ids.pos_session_id, self.pos_session)
        self.assertEqual((self.free(), self.on_hand(), self.pending()), (5, 5, []))
        self.stock._cron_post()
        self.assertEqual((len(orders.picking_ids), self.on_hand()), (2, 5))

    def test_in_the_name_of_who_sold_and_oldest_first(self):
        cashier = new_test_user(
            self.env,
            "batch_cashier",
            groups="md_inventory_core.group_cashier",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        seller = self.env["pos.order"].with_user(cashier)
        for number, day in enumerate((2, 1)):
            data = self.sync((self.thing, 1 + number))
            seller.sync_from_ui([{**data, "date_order": f"2026-01-0{day} 10:00:00"}])
        self.stock._cron_post()
        pickings = self.pos_session.order_ids.picking_ids.sorted("id")
        self.assertEqual(pickings.move_ids.mapped("quantity"), [2, 1])
        self.assertEqual(pickings.create_uid, cashier)

    def test_one_that_fails_stays_and_blocks_no_other(self):
        other = self.make_thing("Other", 10)
        bad = self.sell((other, 1), (self.thing, 1))
        good = self.sell((self.thing, 1))
        with self.no_transfer(only=other):
            self.stock._cron_post()
        self.assertEqual(good.picking_ids.state, "done")
        self.assertTrue(bad.md_to_post)
        self.assertIn("on fire", bad.md_posting_error)
        self.assertEqual((self.free(), self.free(other)), (8, 9))
        self.stock._cron_post()
        self.assertTrue(bad.md_to_post, "is left alone for a while")
        self.later(bad)
        self.age(bad)
        self.stock._cron_post()
        self.assertEqual((bad.md_to_post, bad.md_posting_error), (False, False))
        self.assertEqual(bad.picking_ids.mapped("state"), ["done"])
        self.assertEqual((self.free(), self.free(other)), (8, 9))
        self.assertFalse(self.pending() + self.pending(other))

    def age(self, order):
        """As if the transfers of an order had failed long ago."""
        self.env.flush_all()
        for table, column in (
            ("stock_picking", "id"),
            ("stock_move", "picking_id"),
            ("stock_move_line", "picking_id"),
        ):
            self.env.cr.execute(
                f"UPDATE {table} SET write_date = '2020-01-01' "  # noqa: S608
                f"WHERE {column} = ANY(%s)",
                [order.picking_ids.ids],
            )

    def test_a_transfer_under_correction_is_left_alone(self):
        order = self.sell((self.thing, 3))
        with self.no_transfer():
            self.stock._cron_post()
        self.later(order)
        order.picking_ids.note = "Somebody looks at it."
        self.stock._cron_post()
        self.assertEqual(order.picking_ids.state, "assigned")
        self.stock._post_now(order)
        self.assertEqual(order.picking_ids.state, "done")

    def test_an_unexpected_error_is_kept_too(self):
        order = self.sell((self.thing, 3))

        def broken(*_args, **_kwargs):
            raise ValueError("A bug.")

        model = type(self.env["stock.picking"])
        self.patch(model, "_prepare_picking_vals", broken)
        with self.assertLogs("odoo.addons.md_pos_ext", "ERROR"):
            self.stock._cron_post()
        self.assertEqual((order.md_to_post, len(order.picking_ids)), (True, 0))
        self.assertIn("A bug.", order.md_posting_error)
        self.assertEqual((self.free(), self.pending()), (7, [3]))

    def test_closing_posts_what_is_left(self):
        order = self.sell((self.thing, 3))
        self.close()
        self.assertEqual((order.state, order.picking_ids.state), ("done", "done"))
        self.assertEqual((self.free(), self.pending()), (7, []))

    def test_closing_loses_nothing_that_cannot_be_posted(self):
        order = self.sell((self.thing, 3))
        with self.no_transfer():
            self.close()
        self.assertEqual((order.state, order.md_to_post), ("done", True))
        self.assertEqual((self.free(), self.pending()), (7, [3]))
        self.stock._post_now(order)
        self.assertEqual((self.free(), self.on_hand(), self.pending()), (7, 7, []))

    def test_refunds_come_in_after_what_they_return(self):
        sold = self.sell((self.thing, 3))
        back = self.sell((self.thing, -1))
        self.assertEqual((self.free(), self.pending()), (7, [3]))
        self.assertTrue(back.md_to_post)
        self.stock._cron_post()
        self.assertEqual((self.free(), self.on_hand()), (8, 8))
        self.assertEqual((sold | back).mapped("md_to_post"), [False, False])

    def test_costs_are_those_of_the_moves(self):
        fifo = self.create_product("Fifo", self.categ_anglo, 10.0, 5.0)
        self.receive(fifo, 1, 3.0)
        self.receive(fifo, 1, 8.0)
        orders = self.sell((fifo, 1)) | self.sell((fifo, 1))
        self.assertFalse(any(orders.mapped("is_total_cost_computed")))
        self.stock._cron_post()
        self.assertEqual(orders.picking_ids.move_ids.mapped("value"), [3.0, 8.0])
        self.assertEqual(sorted(orders.lines.mapped("total_cost")), [3.0, 8.0])
        self.assertEqual(sorted(orders.mapped("margin")), [2.0, 7.0])

    def receive(self, product, quantity, price):
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.store.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move.write({"quantity": quantity, "picked": True})
        move._action_done()
        move.value_manual = quantity * price

    def test_what_is_invoiced_is_posted_with_the_sale(self):
        order = self.sell((self.thing, 3), customer=self.customer, is_invoiced=True)
        self.assertEqual((order.picking_ids.state, order.md_to_post), ("done", False))
        self.assertTrue(order.account_move)
        later = self.sell((self.thing, 1), customer=self.customer)
        self.assertFalse(later.picking_ids)
        later.action_pos_order_invoice()
        self.assertEqual((later.picking_ids.state, later.md_to_post), ("done", False))
        self.assertEqual((self.free(), self.pending()), (6, []))

    def test_costs_of_the_session_are_as_without_batches(self):
        self.company.inventory_valuation = "real_time"
        entries = []
        for batch in (False, True):
            if not batch:
                self.close()
            self.open(batch=batch)
            fifo = self.create_product("Fifo", self.categ_anglo, 10.0, 5.0)
            self.receive(fifo, 2, 3.0)
            self.sell((fifo, 1), (self.thing, 1))
            session = self.pos_session
            self.close()
            lines = session.move_id.line_ids.sorted("balance")
            entries.append([(line.account_id.code, line.balance) for line in lines])
        self.assertEqual(*entries)
        self.assertIn(-3.0, [balance for _account, balance in entries[0]])

    def test_nothing_waits_for_ever_when_we_are_uninstalled(self):
        order = self.sell((self.thing, 3))
        self.close()
        self.open(closing=True)
        self.sell((self.thing, 1))
        self.stock._leave()
        self.assertEqual((order.picking_ids.state, self.pending()), ("done", []))

    def test_a_till_says_nothing_about_posting(self):
        data = self.sync((self.thing, 1))
        order = self.send({**data, "md_to_post": False, "md_posting_error": "None"})
        self.assertEqual((order.md_to_post, order.md_posting_error), (True, False))

    def test_who_may_post_now(self):
        order = self.sell((self.thing, 1))
        for role, may in (("cashier", 0), ("auditor", 0), ("warehouse", 1)):
            user = new_test_user(
                self.env,
                f"post_{role}",
                groups=f"md_inventory_core.group_{role}",
                company_id=self.company.id,
                company_ids=[Command.set(self.company.ids)],
            )
            mine = order.with_user(user)
            if may:
                mine.md_action_post_stock()
            else:
                with self.assertRaises(AccessError):
                    mine.md_action_post_stock()
        self.assertEqual(order.picking_ids.state, "done")
