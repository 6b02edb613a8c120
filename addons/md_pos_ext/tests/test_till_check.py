from odoo.tests import tagged

from .check_common import CheckCase, goods


@tagged("post_install", "-at_install")
class TestTillCheck(CheckCase):
    """Receipts of honest and of other tills, looked at again by the server."""

    def setUp(self):
        super().setUp()
        self.open()

    def test_honest_receipt_has_no_difference(self):
        data = self.payload((self.thing, 3), (self.other, 1))
        self.assertEqual(data["amount_total"], 30)
        self.assertFalse(self.take(data))

    def test_honest_receipt_of_many_kinds_has_no_difference(self):
        """Layers, weights, own discounts, a removed promotion, a coupon, tenders."""
        weighed = self.make_thing(
            "Weighed", 10, uom_id=self.env.ref("uom.product_uom_kgm").id
        )
        weighed.list_price = 9.99
        own = {"goods_ids": [goods(weighed)]}
        self.promote("Weigh", percent=7.5, **own)
        self.promote("Code", layer=2, coupon="C7", percent=3, **own)
        self.promote(
            "By cash",
            layer=3,
            kind="tender",
            tender_id=self.cash_pm1.md_tender_id.id,
            percent=5,
            goods_ids=[goods(self.other)],
        )
        gone = self.promote("Gone", percent=50, goods_ids=[goods(self.other)])
        removed = [{"promotion": gone.code, "name": "Gone", "reason": "r", "user": "u"}]
        data = self.payload(
            *((self.thing, 7), (weighed, 1.237), (self.other, 3)),
            manual={self.thing: 10},
            removed=removed,
            coupons=["C7"],
            payments=[(self.bank_pm1, 20), (self.cash_pm1, 30)],
        )
        last = data["payment_ids"][-1][2]
        last["amount"] = round(data["amount_total"] - 20, 2)
        used = {deal["promotion"] for deal in data["md_promo_deals"]}
        self.assertEqual(len(used), 4)
        self.assertNotIn(gone.code, used)
        self.assertFalse(self.take(data))

    def test_more_taken_off_than_promotions_give(self):
        data = self.payload((self.thing, 3))
        line = data["lines"][0][2]
        line |= {"md_discount_amount": 15, "discount": 50}
        line |= {"price_subtotal": 15, "price_subtotal_incl": 15}
        data |= {"amount_total": 15, "amount_paid": 15}
        data["payment_ids"][0][2]["amount"] = 15
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("discount", -5))
        self.assertEqual(found.state, "open")
        self.assertEqual(found.config_id, self.config)
        self.assertEqual(found.warehouse_id, self.store)
        self.assertEqual(found.session_id, self.pos_session)
        self.assertIn("took 15.00 off", found.explanation)
        [row] = found.details["lines"]
        told = [row[name] for name in ("promo", "found_promo", "charged", "found")]
        self.assertEqual([float(value) for value in told], [15, 10, 15, 20])
        self.assertIn("Third for nothing", found.comparison)

    def test_discount_hidden_in_the_percentage(self):
        data = self.payload((self.thing, 3))
        line = data["lines"][0][2]
        line |= {"discount": 50, "price_subtotal": 15, "price_subtotal_incl": 15}
        data |= {"amount_total": 15, "amount_paid": 15}
        data["payment_ids"][0][2]["amount"] = 15
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("discount", -5))

    def test_less_given_than_promotions_give(self):
        data = self.payload((self.thing, 3))
        line = data["lines"][0][2]
        line |= {"md_discount_amount": 0, "discount": 0, "md_promo_shares": []}
        line |= {"price_subtotal": 30, "price_subtotal_incl": 30}
        data |= {"amount_total": 30, "amount_paid": 30}
        data["payment_ids"][0][2]["amount"] = 30
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("discount", 10))

    def test_price_that_is_not_in_the_list(self):
        data = self.payload((self.other, 2))
        line = data["lines"][0][2]
        line |= {"price_unit": 4, "price_subtotal": 8, "price_subtotal_incl": 8}
        data |= {"amount_total": 8, "amount_paid": 8}
        data["payment_ids"][0][2]["amount"] = 8
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("price", -12))
        self.assertIn("Other thing", found.explanation)

    def test_price_by_hand_is_the_cashiers(self):
        data = self.payload((self.other, 2))
        line = data["lines"][0][2]
        line |= {"price_unit": 4, "price_subtotal": 8, "price_subtotal_incl": 8}
        line["price_type"] = "manual"
        data |= {"amount_total": 8, "amount_paid": 8}
        data["payment_ids"][0][2]["amount"] = 8
        self.assertFalse(self.take(data))

    def test_price_that_changed_after_the_sale(self):
        data = self.payload((self.other, 2))
        self.other.list_price = 25
        self.env.cr.flush()
        self.assertFalse(self.take(data))

    def test_total_that_is_not_its_lines(self):
        data = self.payload((self.other, 2))
        line = data["lines"][0][2]
        line |= {"price_subtotal": 1, "price_subtotal_incl": 1}
        data |= {"amount_total": 1, "amount_paid": 1}
        data["payment_ids"][0][2]["amount"] = 1
        [found] = self.take(data)
        self.assertEqual((found.reason, found.amount), ("total", -19))
