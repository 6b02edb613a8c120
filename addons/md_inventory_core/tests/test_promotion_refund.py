"""Goods of orders that were sold in promotions come back: by credit note and wizard."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged

MANAGER = "md_inventory_core.group_manager"


class RefundCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        life = cls.env["md.promotion.life"]
        sold = cls.env["md.promotion"].search(
            [("state", "in", ("approved", "running"))]
        )
        for promotion in sold:
            life._end(promotion, "test")
        cls.partner = cls.env["res.partner"].create({"name": "Rahima"})
        cls.big, cls.mid, cls.small = cls.env["product.product"].create(
            [
                {"name": name, "list_price": price, "taxes_id": False}
                | {"type": "service", "invoice_policy": "order"}
                for name, price in (("Big", 100), ("Mid", 80), ("Small", 60))
            ]
        )
        cls.env.company.md_refund_policy = "paid_share"

    def promote(self, **values):
        """A promotion that sells now."""
        promotion = self.env["md.promotion"].create({"name": "Deal", **values})
        self.env["md.promotion.life"]._approved(promotion, self.env.user)
        return promotion

    def buy_two_get_one(self):
        """Of three, the cheapest is free."""
        goods = (self.big | self.mid | self.small).ids
        return self.promote(
            kind="nth",
            every=3,
            percent=100,
            goods_ids=[Command.create({"product_ids": goods})],
        )

    def sold(self, *lines):
        """A confirmed and invoiced order of (product, quantity)."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create({"product_id": p.id, "product_uom_qty": q})
                    for p, q in lines
                ],
            }
        )
        order.action_confirm()
        self.pay(order)
        return order

    @staticmethod
    def pay(order):
        """Invoice what is to be invoiced."""
        moves = order._create_invoices(final=True)
        moves.action_post()
        return moves

    def wizard(self, order, user=None, policy=None, reason=None, **quantities):
        """The wizard with quantities by the product's name in lower case."""
        maker = self.env["md.return.wizard"].with_user(user or self.env.user)
        form = Form(maker.with_context(default_order_id=order.id))
        if policy:
            form.policy = policy
        if reason:
            form.reason = reason
        left = order.order_line.filtered(lambda line: line.qty_invoiced > 0)
        names = [line.product_id.name.lower() for line in left]
        for number, name in enumerate(names):
            if name in quantities:
                with form.line_ids.edit(number) as line:
                    line.quantity = quantities[name]
        return form

    def back(self, order, **given):
        """The posted credit note of what comes back."""
        wizard = self.wizard(order, **given).save()
        move = self.env["account.move"].browse(wizard.action_refund()["res_id"])
        move.action_post()
        return move


@tagged("post_install", "-at_install")
class TestPromotionRefund(RefundCase):
    def test_by_share_each_gets_its_part(self):
        self.buy_two_get_one()
        order = self.sold((self.big, 1), (self.mid, 1), (self.small, 1))
        self.assertEqual(order.amount_total, 180)
        amounts = [
            self.back(order, **{name: 1}).amount_total
            for name in ("big", "mid", "small")
        ]
        self.assertEqual(amounts, [75, 60, 45])

    def test_by_rest_the_rest_is_priced_again(self):
        self.env.company.md_refund_policy = "recompute"
        self.buy_two_get_one()
        order = self.sold((self.big, 1), (self.mid, 1), (self.small, 1))
        amounts = [
            self.back(order, **{name: 1}).amount_total
            for name in ("small", "big", "mid")
        ]
        self.assertEqual(amounts, [0, 100, 80])

    def test_what_was_ended_since_counts_as_then(self):
        self.env.company.md_refund_policy = "recompute"
        promotion = self.buy_two_get_one()
        order = self.sold((self.big, 2), (self.mid, 2), (self.small, 2))
        paid = order.amount_total
        self.env["md.promotion.life"]._end(promotion, "test")
        first = self.back(order, big=1, mid=1, small=1).amount_total
        second = self.back(order, big=1, mid=1, small=1).amount_total
        self.assertEqual((first, first + second), (paid - 180, paid))

    def test_thirds_add_up(self):
        self.promote(
            kind="unit",
            percent=10,
            goods_ids=[Command.create({"product_ids": self.big.ids})],
        )
        self.big.list_price = 33.33
        order = self.sold((self.big, 3))
        self.assertEqual(order.amount_total, 89.99)
        amounts = [self.back(order, big=1).amount_total for _turn in range(3)]
        self.assertEqual(amounts, [30.0, 29.99, 30.0])

    def test_parts_invoiced_one_by_one_cost_what_the_order_does(self):
        self.promote(
            kind="unit",
            percent=10,
            goods_ids=[Command.create({"product_ids": self.big.ids})],
        )
        self.big.write({"list_price": 33.33, "invoice_policy": "delivery"})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create({"product_id": self.big.id, "product_uom_qty": 3})
                ],
            }
        )
        order.action_confirm()
        amounts = []
        for delivered in (1, 2, 3):
            order.order_line.qty_delivered = delivered
            amounts.append(self.pay(order).amount_total)
        self.assertEqual(round(sum(amounts), 2), 89.99)
        order.order_line.qty_delivered = 1  # two came back to the warehouse
        note = self.pay(order)
        self.assertEqual((note.move_type, note.amount_total), ("out_refund", 59.99))
        order.order_line.qty_delivered = 0
        self.assertEqual(self.pay(order).amount_total, 30.0)

    def test_taxes_come_back_with_the_price(self):
        tax = self.env["account.tax"].create(
            {"name": "T15", "amount": 15, "price_include_override": "tax_included"}
        )
        (self.big | self.mid | self.small).taxes_id = tax
        self.buy_two_get_one()
        order = self.sold((self.big, 1), (self.mid, 1), (self.small, 1))
        notes = [self.back(order, **{name: 1}) for name in ("small", "mid", "big")]
        self.assertEqual([note.amount_total for note in notes], [45, 60, 75])
        self.assertEqual(
            round(sum(note.amount_tax for note in notes), 2),
            order.invoice_ids.filtered(
                lambda move: move.move_type == "out_invoice"
            ).amount_tax,
        )


@tagged("post_install", "-at_install")
class TestReturnWizard(RefundCase):
    def test_shows_before_what_comes_back(self):
        self.buy_two_get_one()
        order = self.sold((self.big, 1), (self.mid, 1), (self.small, 1))
        form = self.wizard(order, big=1)
        self.assertEqual((form.total, form.refusal), (75, False))
        form.policy = "recompute"
        self.assertEqual(form.total, 40)

    def test_more_than_was_sold(self):
        self.buy_two_get_one()
        order = self.sold((self.big, 1), (self.mid, 1), (self.small, 1))
        form = self.wizard(order, big=2)
        self.assertIn("Big: 1 can come back, not 2.", form.refusal)
        with self.assertRaises(UserError):
            form.save().action_refund()
        self.assertFalse(
            order.invoice_ids.filtered(lambda m: m.move_type[4:] == "refund")
        )

    def test_nothing_chosen_and_twice(self):
        self.buy_two_get_one()
        order = self.sold((self.big, 1), (self.mid, 1), (self.small, 1))
        wizard = self.wizard(order).save()
        with self.assertRaisesRegex(UserError, "how much of which goods"):
            wizard.action_refund()
        wizard = self.wizard(order, big=1).save()
        late = self.wizard(order, big=1).save()
        once, again = wizard.action_refund(), wizard.action_refund()
        self.assertEqual(once["res_id"], again["res_id"])
        with self.assertRaisesRegex(UserError, "Big: 0 can come back, not 1"):
            late.action_refund()

    def test_another_rule_needs_a_reason(self):
        self.buy_two_get_one()
        order = self.sold((self.big, 1), (self.mid, 1), (self.small, 1))
        manager = new_test_user(self.env, "return-manager", groups=MANAGER)
        wizard = self.wizard(order, user=manager, policy="recompute", reason=" ", big=1)
        with self.assertRaisesRegex(UserError, "company's rule"):
            wizard.save().action_refund()
        wizard.reason = "The set was broken"
        move = wizard.save()
        move.action_refund()
        note = order.invoice_ids.filtered(lambda m: m.move_type == "out_refund")
        self.assertEqual(note.amount_total, 40)
        self.assertIn("The set was broken", note.message_ids[:2].mapped("body")[0])

    def test_who_may(self):
        order = self.sold((self.big, 1))
        for name in ("cashier", "support", "warehouse", "auditor"):
            user = new_test_user(
                self.env, f"return-{name}", groups=f"md_inventory_core.group_{name}"
            )
            with self.assertRaises(AccessError):
                self.env["md.return.wizard"].with_user(user).create(
                    {"order_id": order.id, "policy": "paid_share"}
                )
