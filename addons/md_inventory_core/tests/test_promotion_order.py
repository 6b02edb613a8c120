from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestPromotionOrder(TransactionCase):
    """The same engine in quotations: amounts on lines, frozen when confirmed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tea, cls.cup = cls.env["product.product"].create(
            [
                {"name": "Tea", "list_price": 33.33, "taxes_id": False},
                {"name": "Cup", "list_price": 100.0, "taxes_id": False},
            ]
        )
        cls.partner = cls.env["res.partner"].create({"name": "Rahima"})
        life = cls.env["md.promotion.life"]
        sold = cls.env["md.promotion"].search(
            [("state", "in", ("approved", "running"))]
        )
        for promotion in sold:
            life._end(promotion, "test")

    def promote(self, **values):
        """A promotion that sells now."""
        promotion = self.env["md.promotion"].create(
            {
                "name": "Ten off",
                "kind": "unit",
                "percent": 10,
                "goods_ids": [Command.create({"product_ids": self.tea.ids})],
                **values,
            }
        )
        self.env["md.promotion.life"]._approved(promotion, self.env.user)
        return promotion

    def end(self, promotion):
        """End it now."""
        self.env["md.promotion.life"]._end(promotion, "test")

    def order(self, *lines, **values):
        """A quotation of (product, quantity)."""
        return self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create({"product_id": p.id, "product_uom_qty": q})
                    for p, q in lines
                ],
                **values,
            }
        )

    def test_amount_to_the_paisa(self):
        """Ten percent of 3 x 33.33 is 10.00, once, and the line costs 89.99."""
        self.promote()
        order = self.order((self.tea, 3), (self.cup, 1))
        tea, cup = order.order_line
        self.assertEqual(tea.md_discount_amount, 10.0)
        self.assertEqual(tea.price_subtotal, 89.99)
        self.assertEqual(tea.md_promo_names, "Ten off")
        self.assertEqual((cup.discount, cup.md_promo_shares), (0, False))
        self.assertEqual(order.md_promo_total, 10.0)

    def test_follows_the_quantity(self):
        """Another quantity, another discount; without the line none."""
        self.promote()
        order = self.order((self.tea, 3))
        order.order_line.product_uom_qty = 6
        self.assertEqual(order.md_promo_total, 20.0)
        order.order_line.unlink()
        self.assertEqual(order.md_promo_total, 0)

    def test_own_discount_comes_after(self):
        """100 less 10 % by promotion less 10 % by the salesperson is 81."""
        self.promote(
            goods_ids=[Command.create({"product_ids": self.cup.ids})], percent=20
        )
        order = self.order((self.cup, 1))
        self.assertEqual(order.order_line.price_subtotal, 80)
        order.order_line.discount = 10
        self.assertEqual(order.order_line.price_subtotal, 72)
        self.assertEqual(order.order_line.md_discount_amount, 20)

    def test_own_price_locks(self):
        """A price that somebody typed is that price."""
        self.promote()
        order = self.order((self.tea, 3))
        order.order_line.price_unit = 30
        self.assertEqual(order.order_line.price_subtotal, 90)
        self.assertFalse(order.order_line.md_promo_shares)

    def test_confirmed_stays(self):
        """What ended later changes no confirmed order; uses are in the ledger."""
        promotion = self.promote()
        order = self.order((self.tea, 3))
        order.action_confirm()
        used = self.env["md.promotion.use"].search(
            [("promotion_id", "=", promotion.id)]
        )
        self.assertEqual((used.uses, used.amount), (3, 10.0))
        self.end(promotion)
        order.order_line.product_uom_qty = 6
        self.assertEqual(order.order_line.price_subtotal, 179.98)
        order._action_cancel()
        self.assertEqual(
            sum(used.search([("promotion_id", "=", promotion.id)]).mapped("uses")), 0
        )

    def test_ended_before_confirmation(self):
        """Nobody confirms a price that was not shown: it is said, then it may be."""
        promotion = self.promote()
        order = self.order((self.tea, 3))
        self.end(promotion)
        with self.assertRaisesRegex(UserError, "“Ten off”.*99.99.*89.99"):
            order.action_confirm()
        self.assertEqual(order.state, "draft")
        self.env["md.promotion.order"]._apply(order)  # as after the failure
        order.action_confirm()
        self.assertEqual((order.state, order.amount_untaxed), ("sale", 99.99))

    def test_invoice_says_the_same(self):
        """The invoice's line has the discount and the amount of the order."""
        self.promote()
        order = self.order((self.tea, 3))
        order.action_confirm()
        order.order_line.qty_delivered = 3
        invoice = order._create_invoices()
        self.assertEqual(invoice.amount_untaxed, 89.99)

    def test_copy_starts_anew(self):
        """A copy has no promotion of its own once they ended."""
        promotion = self.promote()
        order = self.order((self.tea, 3))
        self.end(promotion)
        self.assertEqual(order.copy().amount_untaxed, 99.99)

    def test_coupon(self):
        """A code opens its promotion; another one does not."""
        self.promote(coupon="SAVE10")
        order = self.order((self.tea, 3))
        self.assertEqual(order.md_promo_total, 0)
        order.md_coupons = ["SAVE10"]
        self.assertEqual(order.md_promo_total, 10)
