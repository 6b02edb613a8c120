from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .check_common import CheckCase


@tagged("post_install", "-at_install")
class TestBackOfficeRefund(CheckCase):
    """Receipts that are taken back in the back office: as a till would."""

    def setUp(self):
        super().setUp()
        self.open()
        self.sale = self.send(self.payload((self.thing, 3)))

    def test_parts_add_up_to_what_was_paid(self):
        """Three of 10.00 cost 20.00: a third, a third and the rest."""
        paid = self.sale.amount_total
        amounts = []
        for _turn in range(3):
            refund = self.sale._refund()
            refund.lines.write({"qty": -1})
            amounts.append(-refund.amount_total)
            self.pay(refund)
        self.assertEqual(amounts, [6.67, 6.66, 6.67])
        self.assertEqual(round(sum(amounts), 2), paid)

    def test_all_at_once(self):
        refund = self.sale._refund()
        self.assertEqual(refund.amount_total, -self.sale.amount_total)
        self.assertEqual(
            refund.lines.md_discount_amount, -self.sale.lines.md_discount_amount
        )

    def test_what_the_rest_costs_alone(self):
        """Two that stay cost 20.00 alone: nothing for the first, then 10.00 each."""
        self.config.md_refund_policy = "recompute"
        amounts = []
        for _turn in range(3):
            refund = self.sale._refund()
            refund.lines.write({"qty": -1})
            amounts.append(-refund.amount_total)
            self.pay(refund)
        self.assertEqual(amounts, [0, 10, 10])

    def test_the_form_follows_the_quantity(self):
        refund = self.sale._refund()
        with Form(refund) as form, form.lines.edit(0) as line:
            line.qty = -1
        self.assertEqual(refund.amount_total, -6.67)

    def test_more_than_was_sold(self):
        refund = self.sale._refund()
        with self.assertRaisesRegex(UserError, "More would come back than"):
            refund.lines.write({"qty": -4})

    def pay(self, refund):
        """Pay a refund out."""
        if refund.amount_total:
            refund.add_payment(
                {
                    "pos_order_id": refund.id,
                    "amount": refund.amount_total,
                    "payment_method_id": self.bank_pm1.id,
                }
            )
        refund.action_pos_order_paid()
