from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestPromotionLastUse(TransactionCase):
    """Limits: who comes second is told, and keeps an order at the full price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.life = cls.env["md.promotion.life"]
        sold = [("state", "in", ("approved", "running"))]
        for promotion in cls.env["md.promotion"].search(sold):
            cls.life._end(promotion, "test")
        cls.tea = cls.env["product.product"].create(
            {"name": "Tea", "list_price": 100.0, "taxes_id": False, "type": "service"}
        )
        cls.rahima, cls.karim = cls.env["res.partner"].create(
            [{"name": "Rahima"}, {"name": "Karim"}]
        )

    def promote(self, **values):
        promotion = self.env["md.promotion"].create(
            {
                "name": "Last ones",
                "percent": 10,
                "goods_ids": [Command.create({"product_ids": self.tea.ids})],
                **values,
            }
        )
        self.life._approved(promotion, self.env.user)
        return promotion

    def order(self, quantity=1, partner=None, **values):
        line = {"product_id": self.tea.id, "product_uom_qty": quantity}
        return self.env["sale.order"].create(
            {
                "partner_id": (partner or self.rahima).id,
                "order_line": [Command.create(line)],
                **values,
            }
        )

    def used(self, promotion):
        rows = promotion.use_ids.search([("promotion_id", "=", promotion.id)])
        return sum(rows.mapped("uses")), round(sum(rows.mapped("amount")), 2)

    def assert_one(self, promotion, first, second):
        """The first gets it, the second is told, and may have it at the full price."""
        self.assertTrue(first.md_promo_total and second.md_promo_total)
        used = self.used(promotion)
        first.action_confirm()
        with self.assertRaisesRegex(UserError, "“Last ones”"):
            second.action_confirm()
        self.assertEqual((first.state, second.state), ("sale", "draft"))
        self.env["md.promotion.order"]._apply(second)  # as after the failure
        self.assertFalse(second.md_promo_total)
        second.action_confirm()
        self.assertGreater(self.used(promotion), used)

    def test_total(self):
        promotion = self.promote(most_uses=1)
        self.assert_one(promotion, self.order(), self.order())
        self.assertEqual(self.used(promotion), (1, 10))

    def test_coupon_once(self):
        promotion = self.promote(most_uses=1, coupon="ONCE")
        first, second = self.order(md_coupons=["ONCE"]), self.order(md_coupons=["ONCE"])
        self.assert_one(promotion, first, second)

    def test_customer(self):
        promotion = self.promote(per_customer=1)
        other = self.order(partner=self.karim)
        self.assert_one(promotion, self.order(), self.order())
        other.action_confirm()
        self.assertEqual(self.used(promotion), (2, 20))

    def test_budget(self):
        promotion = self.promote(budget=10)
        self.assert_one(promotion, self.order(), self.order())

    def test_two_at_once(self):
        """Two of one list: nobody is confirmed when one of them lost."""
        self.promote(most_uses=1)
        both = self.order() | self.order()
        with self.assertRaisesRegex(UserError, both[1].name):
            both.action_confirm()
        self.assertEqual(both.mapped("state"), ["draft", "draft"])

    def test_what_is_left(self):
        """Two uses are left of three: three pieces get two."""
        promotion = self.promote(most_uses=3)
        self.order(1).action_confirm()
        order = self.order(3)
        self.assertEqual(order.amount_total, 280)
        order.action_confirm()
        self.assertEqual(self.used(promotion), (3, 30))

    def test_held_for_who_pays(self):
        """What is taken when payment begins is that order's; later it is given back."""
        promotion = self.promote(most_uses=1)
        cart, other = self.order(), self.order()
        self.env["md.promotion.last.use"]._settle(cart)
        self.assertEqual(self.used(promotion), (1, 10))
        cart.order_line.product_uom_qty = 2
        self.assertEqual(cart.amount_total, 190, "its own use is free for it")
        with self.assertRaises(UserError):
            other.action_confirm()
        release = self.env["md.promotion.last.use"]._cron_release
        release()
        self.assertEqual(self.used(promotion), (1, 10), "not yet")
        late = self.env["md.clock"]._now() + timedelta(hours=1)
        self.patch(type(self.env["md.clock"]), "_now", lambda _self: late)
        release()
        release()
        self.assertEqual(self.used(promotion), (0, 0))
        other.action_confirm()
        self.assertEqual(self.used(promotion), (1, 10))

    def test_paid_keeps_its_price(self):
        """Who has paid is confirmed at that price, whatever is left."""
        promotion = self.promote(most_uses=1)
        cart, other = self.order(), self.order()
        other.action_confirm()
        method = self.env["payment.method"].search([], limit=1)
        provider = self.env["payment.provider"].search([], limit=1)
        self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": cart.name,
                "amount": 90,
                "currency_id": cart.currency_id.id,
                "partner_id": cart.partner_id.id,
                "sale_order_ids": [Command.set(cart.ids)],
                "state": "done",
            }
        )
        cart.invalidate_recordset(["amount_paid"])
        cart.action_confirm()
        self.assertEqual((cart.state, cart.amount_total), ("sale", 90))
        self.assertEqual(self.used(promotion), (2, 20), "written down")

    def test_again_and_again(self):
        """Confirmed, cancelled, and so on: the ledger adds up each time."""
        promotion = self.promote(most_uses=2)
        order = self.order()
        for _time in range(2):
            order.action_confirm()
            self.assertEqual(self.used(promotion), (1, 10))
            order._action_cancel()
            self.assertEqual(self.used(promotion), (0, 0))
            order.action_draft()
