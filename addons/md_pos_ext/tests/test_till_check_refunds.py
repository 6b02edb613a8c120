from uuid import uuid4

from odoo.tests import tagged

from .check_common import CheckCase


@tagged("post_install", "-at_install")
class TestTillCheckRefunds(CheckCase):
    """What comes back for goods of a promotion, looked at again."""

    def setUp(self):
        super().setUp()
        self.open()
        self.sale = self.send(self.payload((self.thing, 3)))
        self.check()

    def back(self, qty, amount, sale=None):
        """What a till sends of a refund: so many, for so much together."""
        sold = (sale or self.sale).lines
        gross = qty * sold.price_unit
        data = self.sync((self.thing, -qty))
        line = data["lines"][0][2]
        line |= {
            "uuid": str(uuid4()),
            "discount": round(100 * (1 - amount / gross), 10),
            "md_discount_amount": amount - gross,
            "price_type": "automatic",
            "refunded_orderline_id": sold.id,
            "price_subtotal": -amount,
            "price_subtotal_incl": -amount,
        }
        payment = {"payment_method_id": self.bank_pm1.id, "amount": -amount}
        data["payment_ids"] = [(0, 0, {"name": "back", **payment})]
        total = {"amount_total": -amount, "amount_paid": -amount}
        return data | total | {"is_refund": True}

    def test_share_of_what_was_paid(self):
        self.assertFalse(self.take(self.back(1, 6.67)))
        self.assertFalse(self.take(self.back(2, 13.33)))

    def test_more_than_was_paid(self):
        [found] = self.take(self.back(1, 10))
        self.assertEqual((found.reason, found.amount), ("refund", -3.33))
        self.assertIn("10.00 was given back", found.explanation)

    def test_what_the_rest_costs_alone(self):
        """Two that stay cost 20 alone: nothing comes back for the third."""
        self.config.md_refund_policy = "recompute"
        self.assertFalse(self.take(self.back(1, 0)))
        rest = self.send(self.payload((self.thing, 3)))
        # without a server the till gives the share
        self.assertFalse(self.take(self.back(1, 6.67, rest)))
        [found] = self.take(self.back(1, 9, rest))
        self.assertEqual(found.reason, "refund")

    def test_goods_that_are_sold_beside_a_refund(self):
        data, more = self.back(1, 6.67), self.payload((self.other, 1))
        line = more["lines"][0]
        cheap = {"price_unit": 4, "price_subtotal": 4, "price_subtotal_incl": 4}
        line[2].update(cheap)
        data["lines"].append(line)
        data |= {"amount_total": -2.67, "amount_paid": -2.67}
        data["payment_ids"][0][2]["amount"] = -2.67
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("price", -6))

    def test_more_pieces_than_were_sold(self):
        [found] = self.take(self.back(4, 26.67))
        self.assertEqual(found.reason, "refund_over")
        self.assertIn(self.sale.pos_reference, found.explanation)
