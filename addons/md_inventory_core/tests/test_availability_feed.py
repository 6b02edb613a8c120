from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import new_test_user, tagged

from odoo.addons.http_routing.tests.common import MockRequest

from .claim_common import ClaimCase


@tagged("post_install", "-at_install")
class TestAvailabilityFeed(ClaimCase):
    """What changes for a channel is published once, in order, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feed = cls.env["md.availability.feed"]
        cls.changes = cls.env["md.availability.change"]
        cls.publish()

    @classmethod
    def publish(cls):
        cls.env.cr.flush()
        return cls.feed._publish()

    def since(self, version, channel=None):
        channel = channel or self.channel
        changes, version, _more = self.changes._since(channel, version)
        return changes, version

    def test_a_claim_is_published_to_all_who_draw_from_there(self):
        other = self.env["md.channel"].create(
            {"name": "Other", "code": "OTHER", "all_warehouses": True}
        )
        self.publish()
        _all, mark = self.since(0)
        _all, theirs = self.since(0, other)
        self.order(4).action_confirm()
        self.publish()
        self.assertEqual(self.since(mark)[0], {self.product.id: 6})
        self.assertEqual(self.since(theirs, other)[0], {self.product.id: 6})

    def test_many_changes_are_one(self):
        _all, mark = self.since(0)
        for quantity in (1, 2, 3):
            self.order(quantity).action_confirm()
        self.publish()
        self.assertEqual(self.since(mark)[0], {self.product.id: 4})

    def test_what_was_promised_and_goes_is_no_news(self):
        order = self.order(4)
        order.action_confirm()
        self.publish()
        _all, mark = self.since(0)
        order.picking_ids.move_ids.picked = True
        order.picking_ids.button_validate()
        self.publish()
        self.assertEqual(self.since(mark)[0], {})

    def test_a_count_and_a_buffer_are_news(self):
        _all, mark = self.since(0)
        self.put(self.product, 5)
        self.publish()
        changes, mark = self.since(mark)
        self.assertEqual(changes, {self.product.id: 15})
        self.channel.buffer_units = 3
        self.publish()
        changes, mark = self.since(mark)
        self.assertEqual(changes[self.product.id], 12)
        self.channel.active = False
        self.publish()
        self.assertEqual(self.since(mark)[0][self.product.id], 0)

    def test_a_count_that_is_not_applied_is_no_news(self):
        """Its quant has no quantity at all, which is none."""
        product = self.make_product("Counted")
        self.env["stock.quant"].with_context(inventory_mode=True).create(
            {
                "product_id": product.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "inventory_quantity": 5,
            }
        )
        _all, mark = self.since(0)
        self.publish()
        self.assertEqual(self.since(mark)[0], {})
        line = self.env["md.availability.line"].search(
            [("product_id", "=", product.id)]
        )
        self.assertEqual(set(line.mapped("available")), {0})

    def test_a_lot_that_expires_is_news(self):
        soon = fields.Datetime.now() + timedelta(days=1)
        product, lot = self.make_milk(5, soon)
        _all, mark = self.since(0)
        self.publish()
        changes, mark = self.since(mark)
        self.assertEqual(changes, {product.id: 5})
        lot.removal_date = fields.Datetime.now() - timedelta(minutes=5)
        self.env.flush_all()
        self.feed._cron_publish()
        self.publish()
        self.assertEqual(self.since(mark)[0], {product.id: 0})

    def test_one_page_after_the_other(self):
        products = [self.make_product(f"P{n}", n) for n in range(1, 6)]
        _all, mark = self.since(0)
        self.publish()
        seen = {}
        while True:
            changes, mark, more = self.changes._since(self.channel, mark, limit=2)
            seen |= changes
            if not more:
                break
        self.assertEqual(seen, {product.id: n for n, product in enumerate(products, 1)})

    def test_who_listens_is_told_after_the_commit(self):
        self.order(4).action_confirm()
        with patch.object(type(self.env["bus.bus"]), "_sendone") as sent:
            self.publish()
        told = [c.args for c in sent.call_args_list if c.args[1] == "md_availability"]
        message = next(args[2] for args in told if args[0] == self.channel)
        self.assertEqual(message["available"], {self.product.id: 6.0})

    def test_who_may_read_a_channel_may_listen(self):
        names = [f"md_channel_{self.channel.id}", "md_channel_x", "other"]
        websocket = self.env["ir.websocket"]

        def listens(user):
            with MockRequest(self.env(user=user)) as request:
                request.session.uid = user.id
                return websocket.with_user(user)._build_bus_channel_list(list(names))

        staff = new_test_user(self.env, "staff", "base.group_user")
        shopper = new_test_user(self.env, "shopper", "base.group_portal")
        self.assertIn(self.channel, listens(staff))
        heard = listens(shopper)
        self.assertNotIn(self.channel, heard)
        self.assertIn("other", heard)
        self.assertNotIn(names[0], heard)

    def test_the_screen_says_the_same_as_the_claims(self):
        self.channel.write({"buffer_units": 1, "buffer_percent": 25})
        self.order(4).action_confirm()
        line = self.env["md.availability.line"].search(
            [("product_id", "=", self.product.id), ("channel_id", "=", self.channel.id)]
        )
        figures = (line.on_hand, line.claimed, line.buffer, line.available)
        self.assertEqual(figures, (10, 4, 3, 3))
        self.assertEqual(self.free(), 3)

    def test_an_order_says_what_it_waits_for(self):
        order = self.order(12)
        order.action_confirm()
        self.assertRegex(order.md_waits_for, "^2 of Claimed in ")
        self.put(self.product, 2)
        order.picking_ids.action_assign()
        order.invalidate_recordset(["md_waits_for"])
        self.assertFalse(order.md_waits_for)
