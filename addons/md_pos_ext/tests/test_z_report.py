from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cash_common import CashCase
from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestZReport(CashCase):
    """What a Z report says is what was posted, and it stays as it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tax = cls.env["account.tax"]
        cls.sd = tax.create(
            {
                "name": "SD 20%",
                "amount": 20,
                "include_base_amount": True,
                "sequence": 1,
                "tax_group_id": cls.group("sd").id,
            }
        )
        cls.vat = tax.create(
            {
                "name": "VAT 15%",
                "amount": 15,
                "sequence": 2,
                "tax_group_id": cls.group("vat").id,
            }
        )
        account = cls.tax_received_account
        (cls.sd | cls.vat).repartition_line_ids.filtered(
            lambda line: line.repartition_type == "tax"
        ).account_id = account
        cls.taxed = cls.make_thing("Taxed", 1000)
        cls.taxed.taxes_id = cls.sd | cls.vat

    @classmethod
    def group(cls, levy):
        return cls.env["account.tax.group"].create({"name": levy, "md_levy": levy})

    def taxed_sale(self, quantity, *rows, discount=0, **rest):
        """A sale of taxed goods; what it costs is paid with the first tender."""
        data = self.create_ui_order_data(
            [(self.taxed, quantity, discount)]
            if discount
            else [(self.taxed, quantity)],
            payments=[(self.methods[row[0]], row[1]) for row in rows],
            **rest,
        )
        for command, row in zip(data["payment_ids"], rows, strict=True):
            command[2]["transaction_id"] = row[2] if len(row) > 2 else None
        return data

    def test_a_day_is_what_the_ledger_has(self):
        self.start(500)
        self.send(
            self.paid(("cash", 70), ("bkash", 30, "9GH4K2LM3P")),
            self.taxed_sale(5, ("card", 69)),
            self.taxed_sale(5, ("cash", 62.1), discount=10),
            self.taxed_sale(
                10, ("cash", 138), is_invoiced=True, customer=self.customer
            ),
        )
        [order] = self.send(self.paid(("cash", 40)))
        self.send(self.back(order, ("cash", -10)))
        self.pos_session.try_cash_in_out(
            "in", 25, "change", False, {"translatedType": "in"}
        )
        self.pos_session.try_cash_in_out(
            "out", 5, "tea", False, {"translatedType": "out"}
        )
        cash = 500 + 70 + 62.1 + 138 + 40 - 10 + 25 - 5
        self.assertEqual(round(cash, 2), 820.1)
        rows = [[100, 8], [10, 2], [0.1, 1]]
        answer = self.pos_session.md_count_cash("closing", rows)
        self.assertEqual(answer["state"], "ok")
        report = self.end(820.1)
        facts = report.facts
        self.assertEqual((report.sales, report.refunds), (5, 1))
        self.assertEqual(report.total, 100 + 69 + 62.1 + 138 + 40 - 10)
        self.assertEqual(report.refunded, 10)
        self.assertEqual(facts["sales"]["discount"], 6.9)
        taxes = {one["name"]: one for one in facts["taxes"]}
        self.assertEqual(taxes["SD 20%"]["base"], 50 + 45 + 100)
        self.assertEqual(taxes["SD 20%"]["amount"], 39)
        self.assertEqual(taxes["VAT 15%"]["base"], 234)
        self.assertEqual(taxes["VAT 15%"]["amount"], 35.1)
        self.assertEqual(report.base, 195 + 130)
        self.assertEqual(report.tax, 74.1)
        self.assertEqual(facts["sales"]["other"], 0)
        tenders = {one["name"]: one["net"] for one in facts["tenders"]}
        self.assertEqual(tenders["bKash"], 30)
        self.assertEqual(tenders["Card"], 69)
        self.assertEqual(facts["cash"]["expected"], 820.1)
        self.assertEqual((facts["cash"]["in"], facts["cash"]["out"]), (25, 5))
        self.assertEqual(facts["receipts"]["invoiced"], 1)
        self.assertEqual(report.difference, 0)
        self.assert_ledger(report)
        names = {row["name"] or row["key"] for row in facts["ledger"]}
        self.assertLessEqual({"sales", "SD 20%", "VAT 15%", "bKash", "drawer"}, names)

    def end(self, total):
        self.pos_session.post_closing_cash_details(total)
        self.pos_session.update_closing_control_state_session("")
        self.assertTrue(self.pos_session.close_session_from_ui()["successful"])
        return self.report()

    def test_what_a_drawer_lacks_is_in_the_ledger(self):
        self.start(100)
        self.send(self.paid(("cash", 50)))
        report = self.shut(140, reason="A torn note")
        self.assertEqual(report.difference, -10)
        self.assertEqual(report.facts["cash"]["reason"], "A torn note")
        self.assert_ledger(report)
        loss = self.pos_session.cash_journal_id.loss_account_id
        items = self.pos_session.statement_line_ids.move_id.line_ids
        lost = items.filtered(lambda line: line.account_id == loss)
        self.assertEqual(sum(lost.mapped("balance")), 10)

    def test_managers_are_told_of_what_differs(self):
        self.start(100)
        self.shut(90, reason="A torn note")
        mine = [
            ("res_model", "=", "pos.session"),
            ("res_id", "=", self.pos_session.id),
            ("user_id", "=", self.manager.id),
        ]
        told = self.env["mail.activity"].search(mine)
        self.assertEqual(len(told), 1)
        self.assertIn("A torn note", told.note)

    def test_cash_that_is_rounded(self):
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
        self.start(0)
        self.send(
            self.taxed_sale(1, ("cash", 14)),  # of 13.80
            self.taxed_sale(3, ("cash", 41)),  # of 41.40
        )
        report = self.shut(55)
        self.assertEqual(report.rounding, -0.2)
        self.assertEqual(report.total, 55.2)
        self.assert_ledger(report)

    def test_credit_is_no_cash(self):
        self.config.payment_method_ids += self.pay_later_pm
        self.methods["later"] = self.pay_later_pm
        self.start(0)
        self.send(self.paid(("later", 20), customer=self.customer))
        invoiced = {"customer": self.customer, "is_invoiced": True}
        self.send(self.paid(("later", 30), **invoiced))
        report = self.shut(0)
        types = {row["type"]: row["net"] for row in report.facts["tenders"]}
        self.assertEqual((types["on_account"], types["on_invoice"]), (20, 30))
        self.assertEqual(report.total, 50)
        self.assert_ledger(report)

    def test_numbers_go_on_without_gaps(self):
        totals = []
        for quantity in (1, 0, 2):
            self.start(0)
            if quantity:
                self.send(self.paid(("card", 10 * quantity)))
            totals.append(self.shut(0))
        self.assertEqual([report.number for report in totals], [1, 2, 3])
        self.assertEqual([report.grand_total for report in totals], [10, 10, 30])
        self.assertEqual(totals[1].sales, 0)

    def test_it_is_never_changed(self):
        self.start(0)
        report = self.shut(0)
        for change in (lambda: report.write({"total": 1}), report.unlink):
            with self.assertRaises(AccessError), mute_logger("odoo.models"):
                change()
        again = [("session_id", "=", self.pos_session.id)]
        self.assertEqual(self.env["md.z.report"].search_count(again), 1)

    def test_prints_are_counted(self):
        self.start(0, self.cashier)
        self.shut(0, self.cashier)
        session = self.pos_session.with_user(self.cashier)
        self.assertEqual(session.md_z_report()["marks"], [])
        self.assertEqual(session.md_z_report()["marks"], ["Copy 1"])
        report = self.report().with_user(self.cashier)
        report.action_print()
        self.assertEqual(report.print_count, 3)
        pages = self.env["report.md_pos_ext.md_z_report_document"]
        pages = pages.with_user(self.cashier)._get_report_values(report.ids)["pages"]
        self.assertEqual(pages[0]["marks"], ["Copy 2"])
        with self.assertRaisesRegex(UserError, "Press Print"):
            self.env["report.md_pos_ext.md_z_report_document"].with_user(
                self.manager
            )._get_report_values(report.ids)
        self.assertIn("Z Report 1", str(report.page))

    def test_an_x_report_closes_nothing(self):
        self.start(100, self.cashier)
        self.send(self.taxed_sale(5, ("cash", 69)))
        with self.assertRaises(AccessError), mute_logger("odoo.http"):
            self.pos_session.with_user(self.cashier).md_x_report()
        page = self.pos_session.with_user(self.manager).md_x_report()
        self.assertEqual(page["title"], "X Report")
        rows = {row["label"]: row for part in page["sections"] for row in part["rows"]}
        self.assertIn("169.00", rows["Should be there"]["value"])
        self.assertIn("10.00", rows["SD 20%"]["value"])
        self.assertNotIn("Counted", rows)
        self.assertFalse(self.report())
        self.assertFalse(self.pos_session.md_z_report())
        self.assertEqual(self.pos_session.state, "opened")
        self.config.md_blind_count = False
        self.assertTrue(self.pos_session.with_user(self.cashier).md_x_report())

    def test_a_till_without_drawer_has_a_report(self):
        ways = self.config.payment_method_ids
        self.config.payment_method_ids = ways.filtered(
            lambda one: not one.is_cash_count
        )
        self.start(0)
        self.send(self.paid(("card", 30)))
        self.assertTrue(self.pos_session.close_session_from_ui()["successful"])
        report = self.report()
        self.assertEqual((report.total, report.facts["cash"]), (30, None))
        self.assert_ledger(report)


@tagged("post_install", "-at_install")
class TestZReportOfNobody(TillCase):
    """A session whose drawer nobody opened closes as any other."""

    def test_it_begins_when_the_session_was_made(self):
        """Plain Odoo closes it, too."""
        self.config.open_ui()
        self.pos_session = self.config.current_session_id
        self.assertFalse(self.pos_session.start_at)
        self.sell((self.thing, 1))
        self.close()
        mine = [("session_id", "=", self.pos_session.id)]
        report = self.env["md.z.report"].search(mine)
        self.assertEqual(report.opened_at, self.pos_session.create_date)
