from odoo import Command
from odoo.tests import tagged

from .challan_common import ChallanCase


@tagged("post_install", "-at_install")
class TestRounding(ChallanCase):
    """Cash to one taka: receipt, invoice, ledger and challan say the same."""

    @classmethod
    def make_till(cls):
        till = super().make_till()
        cls.cash = till.payment_method_ids
        till.current_session_id.action_pos_session_closing_control()
        journal = cls.env["account.journal"].create(
            {"name": "Card", "type": "bank", "code": "RCARD"}
        )
        cls.card = cls.env["pos.payment.method"].create(
            {"name": "Card", "journal_id": journal.id, "company_id": cls.company.id}
        )
        account = cls.env["account.account"].create(
            {"name": "Rounding", "code": "500998", "account_type": "expense"}
        )
        cls.rounding = cls.env["account.cash.rounding"].create(
            {
                "name": "1 taka",
                "rounding": 1.0,
                "rounding_method": "HALF-UP",
                "strategy": "add_invoice_line",
                "profit_account_id": account.id,
                "loss_account_id": account.id,
            }
        )
        till.write(
            {
                "payment_method_ids": [Command.link(cls.card.id)],
                "cash_rounding": True,
                "rounding_method": cls.rounding.id,
                "only_round_cash_method": True,
            }
        )
        till.open_ui()
        till.current_session_id.set_opening_control(0, None)
        return till

    def receipt(self, price, *payments, partner=None, source=None):
        """A paid receipt of one thing: payments are (method, amount)."""
        taxes = self.taxes(20, 15, True)
        line = (taxes, abs(price), -1 if price < 0 else 1)
        order = self.sell(line, partner=partner, state="draft")
        if source:
            order.lines.refunded_orderline_id = source.lines
            order.is_refund = True
        for method, amount in payments:
            order.add_payment(
                {
                    "pos_order_id": order.id,
                    "amount": amount,
                    "payment_method_id": method.id,
                }
            )
        order.action_pos_order_paid()
        return order

    def said(self, challan):
        """What the printed form says of it, in English."""
        page = self.env["md.challan.print"]._count(challan, "en")
        found = self.env["md.challan.page"]._of(page)
        return found["rounded"], found["words"]

    def test_a_sale_up_and_down(self):
        for price, paid, rounding in ((34.80, 35, 0.20), (34.40, 34, -0.40)):
            order = self.receipt(price, (self.cash, paid))
            challan = self.challan(order)
            self.adds_up(challan, order.amount_total)
            self.assertEqual(round(challan.rounding, 2), rounding)
            self.assertEqual(challan.payable, order.amount_paid)
            rows, words = self.said(challan)
            self.assertEqual(
                rows,
                [
                    ("Rounded for cash", f"{rounding:.2f}"),
                    ("To pay", f"{paid:.2f}"),
                ],
            )
            self.assertIn("Taka thirty-", words)
            self.assertNotIn("paisa", words)

    def test_half_a_taka_goes_up(self):
        challan = self.challan(self.receipt(34.50, (self.cash, 35)))
        self.assertEqual((challan.rounding, challan.payable), (0.5, 35))

    def test_a_card_is_not_rounded(self):
        challan = self.challan(self.receipt(34.80, (self.card, 34.80)))
        self.assertFalse(challan.rounding)
        rows, words = self.said(challan)
        self.assertEqual(rows, [])
        self.assertIn("paisa eighty", words)

    def test_split_with_cash_last_and_change(self):
        paid = ((self.card, 10.30), (self.cash, 100), (self.cash, -75))
        challan = self.challan(self.receipt(34.80, *paid))
        self.assertEqual(round(challan.rounding, 2), 0.5)
        self.assertEqual(challan.payable, 35.30)

    def test_an_invoiced_receipt(self):
        order = self.receipt(34.80, (self.cash, 35), partner=self.partner)
        order.action_pos_order_invoice()
        move = order.account_move
        line = move.line_ids.filtered(lambda one: one.display_type == "rounding")
        self.assertEqual((line.balance, move.amount_total), (-0.20, 35))
        challan = self.challan(move)
        self.assertEqual((challan.total, challan.payable), (34.80, 35))
        self.assertEqual(move.payment_state, "paid")

    def test_an_invoice_of_the_back_office(self):
        taxes = self.taxes(20, 15, True)
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.product(taxes).id,
                            "price_unit": 34.80,
                            "tax_ids": [Command.set(taxes.ids)],
                        }
                    )
                ],
            }
        )
        move.invoice_cash_rounding_id = self.rounding
        move.action_post()
        challan = self.challan(move)
        self.assertEqual((challan.total, round(challan.rounding, 2)), (34.80, 0.20))
        self.assertEqual(challan.payable, move.amount_total)

    def test_refunds_and_the_ledger(self):
        sale = self.receipt(34.80, (self.cash, 35))
        self.receipt(34.80, (self.card, 34.80))
        back = self.receipt(-34.80, (self.cash, -35), source=sale)
        self.assertEqual(back.state, "paid")
        self.receipt(20.30, (self.cash, 20))
        session = self.till.current_session_id
        session.post_closing_cash_details(20)
        answer = session.close_session_from_ui()
        self.assertTrue(answer["successful"], answer)
        account = self.rounding.profit_account_id
        lines = session.move_id.line_ids.filtered(lambda one: one.account_id == account)
        self.assertEqual(round(sum(lines.mapped("balance")), 2), 0.30)
        self.assertEqual(session.cash_register_difference, 0)
