from odoo.exceptions import UserError
from odoo.tests import tagged

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
