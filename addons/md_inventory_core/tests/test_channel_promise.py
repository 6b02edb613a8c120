from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .claim_common import ClaimCase


@tagged("post_install", "-at_install")
class TestChannelPromise(ClaimCase):
    """Goods are held before they are ordered."""

    def setUp(self):
        super().setUp()
        self.promise = self.env["md.channel.promise"]
        self.unit = self.product.uom_id

    def hold(self, quantity, key="cart", **change):
        demand = {
            "product": self.product,
            "warehouse": self.warehouse,
            "quantity": quantity,
            "unit": self.unit,
            **change,
        }
        holds = self.promise._hold(self.channel, key, [tuple(demand.values())])
        return sum(holds.values())

    def test_a_hold_keeps_others_away(self):
        self.assertEqual(self.hold(8), 8)
        with self.assertRaisesRegex(
            UserError, "other cannot be promised.* 3 wanted, 2 free"
        ):
            self.hold(3, "other")
        self.assertEqual(self.hold(2, "other"), 2)
        self.assertEqual(self.free(), 0)

    def test_a_cart_sees_what_it_holds_as_free(self):
        self.hold(8)
        mine = self.product.with_context(
            md_channel=self.channel.id, md_claim_key="cart"
        )
        self.assertEqual((self.free(), mine.free_qty), (2, 10))

    def test_an_order_confirms_what_it_held(self):
        order = self.order(6)
        order._md_hold()
        self.assertEqual(self.counter(), 6)
        order.action_confirm()
        claims = self.env["md.stock.claim"].search(
            [("key", "=", order._md_claim_key())]
        )
        self.assertEqual(claims.mapped("state"), ["confirmed"])
        self.assertEqual(self.counter(), 6)

    def test_a_hold_lasts_longer_with_activity_and_ends(self):
        order = self.order(6)
        order._md_hold()
        claim = self.env["md.stock.claim"].search([("key", "=", order._md_claim_key())])
        before = claim.expires_at
        self.env.cr.execute(
            "UPDATE md_stock_claim SET expires_at = expires_at - interval '5 minutes'"
        )
        order._md_hold()
        claim.invalidate_recordset()
        self.assertGreaterEqual(claim.expires_at, before)
        self.env.cr.execute(
            "UPDATE md_stock_claim SET expires_at = now() AT TIME ZONE 'UTC' "
            "- interval '1 second'"
        )
        self.env["md.claim.folder"]._sweep()
        self.assertEqual(self.counter(), 0)

    def test_a_cart_made_smaller_gives_back_the_rest(self):
        order = self.order(6)
        order._md_hold()
        order.order_line.product_uom_qty = 1
        order.action_confirm()
        self.assertEqual(self.counter(), 1)

    def test_a_lot_that_expires_before_it_is_needed_is_not_promised(self):
        soon = fields.Datetime.now() + timedelta(days=3)
        product, _lot = self.make_milk(5, soon)
        late = self.order(2, product)
        late.commitment_date = soon + timedelta(days=4)
        late.action_confirm()
        self.assertEqual(self.counter(product), 0)
        self.order(2, product).action_confirm()
        self.assertEqual(self.counter(product), 2)

    def test_a_cancelled_quotation_holds_nothing(self):
        order = self.order(6)
        order._md_hold()
        order._action_cancel()
        self.assertEqual(self.counter(), 0)

    def test_what_takes_nothing_from_stock_is_not_held(self):
        service = self.env["product.product"].create(
            {"name": "Service", "type": "service"}
        )
        loose = self.env["product.product"].create({"name": "Loose"})
        for product in (service, loose):
            self.order(6, product)._md_hold()
            self.assertEqual(self.counter(product), 0)

    def test_nobody_changes_what_goods_are_claimed_for(self):
        order = self.order(6)
        order.action_confirm()
        seller = new_test_user(
            self.env,
            "seller",
            "sales_team.group_sale_manager,stock.group_stock_manager",
        )
        move = order.picking_ids.move_ids.with_user(seller)
        with self.assertRaisesRegex(AccessError, "claimed for"):
            move.write({"md_claim_key": "pos:x"})
        with self.assertRaisesRegex(AccessError, "claimed for"):
            move.copy({"md_claim_key": "pos:x"})
        with self.assertRaisesRegex(AccessError, "has claimed"):
            order.with_user(seller).write({"md_claim_round": 7})
        self.assertEqual(move._split(2)[0]["md_claim_key"], order._md_claim_key())

    def test_bad_demands_are_named(self):
        for quantity in (0, -1, float("nan")):
            with self.assertRaisesRegex(UserError, "Claimed: .* is no quantity"):
                self.hold(quantity)
        with self.assertRaisesRegex(UserError, "Claimed: 1e-05 is too little"):
            self.hold(0.00001)
        with self.assertRaisesRegex(UserError, "Claimed is not counted in kg"):
            self.hold(1, unit=self.env.ref("uom.product_uom_kgm"))
        company = self.env["res.company"].create({"name": "Second"})
        foreign = self.make_product("Foreign", company_id=company.id)
        with self.assertRaisesRegex(UserError, "Foreign is of another company"):
            self.hold(1, product=foreign)
        theirs = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        with self.assertRaisesRegex(UserError, "does not sell from Second"):
            self.hold(1, warehouse=theirs)
        self.product.active = False
        with self.assertRaisesRegex(UserError, "Claimed is archived"):
            self.hold(1)
        self.assertEqual(self.counter(), 0)

    def test_dozens_and_pieces_add_up(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        with self.assertRaisesRegex(UserError, "12 wanted"):
            self.hold(1, unit=dozen)
