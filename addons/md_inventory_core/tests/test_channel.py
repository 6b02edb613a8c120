from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .claim_common import ClaimCase


@tagged("post_install", "-at_install")
class TestChannel(ClaimCase):
    """What a channel may promise, and on what terms."""

    def test_a_new_company_has_its_channels(self):
        company = self.env["res.company"].create({"name": "Second"})
        channels = self.env["md.channel"].search([("company_id", "=", company.id)])
        self.assertEqual(set(channels.mapped("kind")), {"b2b", "internal"})
        self.assertEqual(channels.client_id.company_id, company)

    def test_the_client_of_own_goods_keeps_the_companys_name(self):
        company = self.env["res.company"].create({"name": "Before"})
        client = self.env["md.client"]._own(company)
        company.name = "After"
        self.assertEqual(client.name, "After")
        client.name = "Own goods"
        company.name = "Later"
        self.assertEqual(client.name, "Own goods")

    def test_a_buffer_is_left_for_others(self):
        self.channel.buffer_units = 3
        self.assertEqual(self.free(), 7)
        order = self.order(10)
        order.action_confirm()
        self.assertEqual(self.counter(), 7)
        self.assertEqual(self.free(), 0)

    def test_a_refused_order_says_what_is_missing(self):
        self.channel.on_shortage = "refuse"
        order = self.order(11)
        missing = "Claimed in .*: 11 wanted, 10 free"
        with self.assertRaisesRegex(UserError, missing), self.env.cr.savepoint():
            order.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(order.state, "draft")
        self.assertEqual(self.counter(), 0)
        order.order_line.product_uom_qty = 10
        order.action_confirm()
        self.assertEqual(self.counter(), 10)

    def test_who_may_wait_is_confirmed(self):
        order = self.order(11)
        order.action_confirm()
        self.assertEqual((order.state, self.counter()), ("sale", 10))

    def test_a_channel_without_warehouse_sells_nothing(self):
        channel = self.env["md.channel"].create({"name": "Daraz", "code": "DARAZ"})
        order = self.order(1, md_channel_id=channel.id)
        with self.assertRaisesRegex(UserError, "Daraz has no warehouse"):
            order.action_confirm()
        self.assertEqual(self.counter(), 0)

    def test_a_channel_sells_from_its_warehouses_only(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        channel = self.env["md.channel"].create(
            {"name": "Daraz", "code": "D-1", "warehouse_ids": [(6, 0, other.ids)]}
        )
        order = self.order(1, md_channel_id=channel.id)
        with self.assertRaisesRegex(UserError, "Daraz does not sell from"):
            order.action_confirm()

    def test_consigned_goods_are_for_their_channel_only(self):
        owner = self.env["res.partner"].create({"name": "Principal"})
        self.put(self.product, 4, owner)
        client = self.env["md.client"].create(
            {
                "name": "Principal",
                "code": "PRI",
                "goods": "consigned",
                "partner_id": owner.id,
            }
        )
        channel = self.env["md.channel"].create(
            {
                "name": "Principal",
                "code": "PRI",
                "client_id": client.id,
                "all_warehouses": True,
                "on_shortage": "wait",
            }
        )
        self.assertEqual((self.free(), self.free(channel)), (10, 4))
        own, theirs = self.order(14), self.order(5, md_channel_id=channel.id)
        own.action_confirm()
        theirs.action_confirm()
        lines = own.picking_ids.move_line_ids
        self.assertEqual((lines.quantity, lines.owner_id.id), (10, False))
        lines = theirs.picking_ids.move_line_ids
        self.assertEqual((lines.quantity, lines.owner_id), (4, owner))
        self.assertEqual((self.free(), self.free(channel)), (0, 0))
        with self.assertRaisesRegex(ValidationError, "Claimed of Principal"):
            client.goods = "own"
        theirs.picking_ids.move_ids.picked = True
        theirs.picking_ids.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self.counter(), 10)

    def test_free_is_the_channels_own(self):
        other = self.env["md.channel"].create(
            {
                "name": "Careful",
                "code": "CARE",
                "all_warehouses": True,
                "buffer_percent": 15,
            }
        )
        self.assertEqual(self.free(other), 8)
        self.assertEqual(self.free(), 10)
        self.assertEqual(self.product.free_qty, 10, "no cache of another channel")

    def test_codes_and_buffers_are_checked(self):
        for values in ({"code": "a b"}, {"code": ""}):
            with self.assertRaises(ValidationError):
                self.env["md.channel"].create({"name": "X", "code": "X", **values})
