from odoo.tests import tagged

from .cash_common import CashCase


@tagged("post_install", "-at_install")
class TestZLedger(CashCase):
    """What is unusual is in the ledger, too: currencies, invoices, refunds, splits."""

    def test_a_till_in_another_currency(self):
        self.config = self.other_currency_config
        self.config.md_blind_count = False
        thing = self.create_product("Foreign", self.categ_basic, 7.0, 5.0)
        self.methods = {"cash": self.cash_pm2, "card": self.bank_pm2}
        self.start(10)
        for pieces, method in ((2, self.cash_pm2), (4, self.bank_pm2)):
            data = self.create_ui_order_data(
                [(thing, pieces)], payments=[(method, pieces * 7)]
            )
            self.assertEqual(data["amount_total"], pieces * 7)
            self.send(data)
        self.pos_session.try_cash_in_out(
            "out", 2, "tea", False, {"translatedType": "out"}
        )
        self.pos_session.post_closing_cash_details(21)
        self.pos_session.update_closing_control_state_session("Lost one")
        self.assertTrue(self.pos_session.close_session_from_ui()["successful"])
        report = self.report()
        self.assertEqual(report.currency_id, self.other_currency)
        self.assertEqual((report.total, report.difference), (42, -1))
        self.assert_ledger(report)

    def test_payments_of_named_customers(self):
        self.config.payment_method_ids += self.cash_split_pm1 | self.bank_split_pm1
        self.methods |= {"own": self.bank_split_pm1}
        self.start(0)
        self.send(self.paid(("own", 20), ("cash", 10), customer=self.customer))
        self.assert_ledger(self.shut(10))

    def test_an_invoice_that_comes_back(self):
        self.start(100)
        invoiced = {"customer": self.customer, "is_invoiced": True}
        [order] = self.send(self.paid(("cash", 40), ("card", 20), **invoiced))
        back = self.back(order, ("cash", -20))
        back |= {"partner_id": self.customer.id, "to_invoice": True}
        [refund] = self.send(back)
        self.assertEqual(refund.account_move.move_type, "out_refund")
        report = self.shut(120)
        self.assertEqual((report.total, report.refunded), (40, 20))
        self.assertEqual(report.facts["receipts"]["invoiced"], 2)
        self.assert_ledger(report)

    def test_an_invoice_that_is_rounded(self):
        gain = self.company.default_cash_difference_income_account_id
        loss = self.company.default_cash_difference_expense_account_id
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "1",
                "rounding": 1,
                "rounding_method": "HALF-UP",
                "profit_account_id": gain.id,
                "loss_account_id": loss.id,
            }
        )
        self.config.write(
            {
                "cash_rounding": True,
                "only_round_cash_method": True,
                "rounding_method": rounding.id,
            }
        )
        odd = self.make_thing("Odd", 10, lst_price=10.4)
        self.start(0)
        invoiced = {"customer": self.customer, "is_invoiced": True}
        sales, paid = [(odd, 1)], [(self.cash_pm1, 10)]
        self.send(
            self.create_ui_order_data(sales, payments=paid, **invoiced),
            self.create_ui_order_data(sales, payments=paid),
        )
        report = self.shut(20)
        self.assertEqual(report.rounding, -0.8)
        self.assert_ledger(report)
