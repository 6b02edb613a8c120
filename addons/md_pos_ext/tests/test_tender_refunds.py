from odoo.exceptions import UserError
from odoo.tests import tagged

from .tender_common import TenderCase

FIVE = [
    ["bkash", 100, "9GH4K2LM3P"],
    ["nagad", 200, "71AB2CD3"],
    ["card", 300],
    ["rocket", 50, "123456789"],
    ["cash", 350],
]


@tagged("post_install", "-at_install")
class TestTenderRefunds(TenderCase):
    """Money goes back as it was paid, in the back office and from tills."""

    def setUp(self):
        super().setUp()
        self.open()
        self.service = self.env["md.tender.refunds"]
        self.sale = self.send(self.paid(*FIVE))

    def left(self):
        return {t: units / 100 for t, units in self.service._left(self.sale)}

    def draft(self, quantity=None):
        refund = self.sale._refund()
        if quantity:
            refund.lines.qty = -quantity
            refund.lines._onchange_amount_line_all()
            refund._compute_prices()
        return refund

    def wizard(self, order):
        return self.env["pos.make.payment"].with_context(active_id=order.id).create({})

    def test_five_tenders_and_a_refund_to_each(self):
        refund = self.draft()
        for _each in FIVE:
            self.wizard(refund).check()
        self.assertEqual(refund.state, "paid")
        given = [
            (one.payment_method_id.md_tender, one.amount)
            for one in refund.payment_ids.sorted("id")
        ]
        expected = [("bkash", -100), ("nagad", -200), ("card", -300)]
        self.assertEqual(given, [*expected, ("rocket", -50), ("cash", -350)])
        self.assertEqual(set(self.left().values()), {0})
        self.assertFalse(self.findings(refund))

    def test_a_part_comes_back_where_it_was_paid_first(self):
        refund = self.draft(quantity=15)
        first = self.wizard(refund)
        self.assertEqual(first.payment_method_id, self.methods["bkash"])
        self.assertEqual(first.amount, -100)
        first.check()
        self.wizard(refund).check()
        self.assertEqual(refund.state, "paid")
        self.assertEqual(self.left()["bkash"], 0)
        self.assertEqual(self.left()["nagad"], 150)

    def test_never_more_than_is_left(self):
        self.send(self.back(self.sale, ["bkash", -60]))
        refund = self.draft(quantity=5)
        pay = self.wizard(refund)
        self.assertEqual(pay.amount, -40)
        pay.amount = -50
        with self.assertRaisesRegex(UserError, "bKash: .*10.00 more than is left"):
            pay.check()
        self.assertFalse(refund.payment_ids)

    def test_a_manager_may_with_a_reason(self):
        refund = self.draft(quantity=40)
        pay = self.wizard(refund)
        pay.write({"payment_method_id": self.methods["cash"].id, "amount": -400})
        pay.md_refund_reason = "His phone is lost"
        self.env.user.group_ids -= self.env.ref("md_inventory_core.group_admin")
        with self.assertRaisesRegex(UserError, "A manager"):
            pay.check()
        self.env.user.group_ids += self.env.ref("md_inventory_core.group_admin")
        pay.check()
        self.assertEqual(refund.md_refund_reason, "His phone is lost")
        found = self.findings(refund)
        self.assertEqual((found.reason, found.state), ("other", "resolved"))
        self.assertEqual(found.excess, 50)
        self.assertIn("His phone is lost", found.explanation)

    def test_a_till_that_gave_too_much_is_accepted_and_flagged(self):
        refund = self.send(self.back(self.sale, ["bkash", -150]))
        self.assertEqual(refund.state, "paid")
        found = self.findings(refund)
        self.assertEqual((found.reason, found.state), ("refund", "open"))
        self.assertEqual(found.excess, 50)
        self.assertEqual(self.left()["bkash"], 0)

    def test_a_reason_of_a_cashier_is_no_managers(self):
        data = self.back(self.sale, ["bkash", -150])
        cashier = self.person("cashier")
        data.update(md_refund_reason="Because", user_id=cashier.id)
        found = self.findings(self.send(data))
        self.assertEqual((found.reason, found.state), ("refund", "open"))

    def test_a_cashier_cannot_speak_for_a_manager(self):
        data = self.back(self.sale, ["bkash", -150])
        manager, cashier = self.person("manager"), self.person("cashier")
        data.update(md_refund_reason="Because", user_id=manager.id)
        orders = self.env["pos.order"].with_user(cashier)
        orders.sync_from_ui([data])
        refund = self.env["pos.order"].search([("uuid", "=", data["uuid"])])
        self.assertEqual(refund.user_id, manager)
        found = self.findings(refund)
        self.assertEqual((found.reason, found.state), ("refund", "open"))

    def test_change_was_not_paid(self):
        data = self.paid(["bkash", 30, "NEWTRX1234"], ["cash", 100], quantity=5)
        data.update(amount_return=-80, amount_paid=130)
        sale = self.send(data)
        left = dict(self.service._left(sale))
        self.assertEqual(left, {"bkash": 3000, "cash": 2000})

    def test_the_till_asks_what_is_left(self):
        self.send(self.back(self.sale, ["card", -100]))
        till = self.config.with_user(self.person("cashier"))
        found = dict(till.md_tenders_left(self.sale.uuid, "new"))
        self.assertEqual(found["card"], 20000)
        self.assertEqual(found["cash"], 35000)
        self.assertEqual(till.md_tenders_left("nobody's", "new"), [])
        self.assertEqual(till.md_tenders_left(None, None), [])

    def test_cash_rounded_to_one_taka(self):
        gain = self.company.default_cash_difference_income_account_id
        loss = self.company.default_cash_difference_expense_account_id
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "1 taka",
                "rounding": 1.0,
                "rounding_method": "HALF-UP",
                "profit_account_id": gain.id,
                "loss_account_id": loss.id,
            }
        )
        self.config.write(
            {
                "cash_rounding": True,
                "rounding_method": rounding.id,
                "only_round_cash_method": True,
            }
        )
        sale = self.send(self.paid(["cash", 35], quantity=3.48))
        over = self.env["pos.order"]
        for _each in range(3):  # 12 back for 11.60 each, of 35 for 34.80
            data = self.paid(["cash", -12], quantity=-1.16)
            data["lines"][0][2]["refunded_orderline_id"] = sale.lines.id
            over |= self.send({**data, "is_refund": True})
        self.assertEqual(over.mapped("state"), ["paid"] * 3)
        self.assertFalse(self.findings(over))
        self.assertEqual(dict(self.service._left(sale)), {"cash": 0})
