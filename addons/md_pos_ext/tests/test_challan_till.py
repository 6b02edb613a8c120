"""Tax challans of receipts, who issues and prints them, and how often."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .challan_common import ChallanCase


@tagged("post_install", "-at_install")
class TestChallanOfTill(ChallanCase):
    def test_a_receipt_of_many_rates(self):
        both = self.taxes(20, 15, True)
        vat = self.taxes(0, 7.5, True)
        none = self.env["account.tax"]
        order = self.sell(
            (both, 1380, 2, 10), (vat, 100, 3, 0), (none, 480.5, 1.5, 0), (both, 100, 1)
        )
        challan = self.challan(order)
        self.adds_up(challan, order.amount_total)
        first, second, third, fourth = challan.line_ids
        self.assertEqual(
            (first.gross, first.base, first.sd, first.vat), (2000, 1800, 360, 324)
        )
        self.assertEqual((second.base, second.vat), (279.07, 20.93))
        self.assertEqual((third.vat_kind, third.total), ("exempt", 720.75))
        self.assertEqual((fourth.base, fourth.sd, fourth.vat), (72.47, 14.49, 13.04))
        self.assertEqual(challan.order_id, order)
        self.assertFalse(challan.buyer_name)

    def test_the_lines_must_be_the_total(self):
        order = self.sell((self.taxes(20, 15, True), 100, 1))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pos_order SET amount_total = 99 WHERE id = %s", [order.id]
        )
        order.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "its lines are.*100.*total is.*99"):
            order.md_action_challan()
        self.assertFalse(order.md_challan_id)

    def test_not_before_it_is_paid(self):
        order = self.sell((self.taxes(20, 15, True), 100, 1), state="draft")
        with self.assertRaisesRegex(UserError, "not final"):
            order.md_action_challan()

    def test_a_refund_gets_none(self):
        order = self.sell((self.taxes(20, 15, True), 100, 1))
        refund = order._refund()
        self.pay(refund)
        with self.assertRaisesRegex(UserError, "refund.*6.7"):
            refund.md_action_challan()

    def test_an_exchange_shows_what_was_sold(self):
        taxes = self.taxes(20, 15, True)
        sold = self.sell((taxes, 100, 1))
        order = self.sell((taxes, 100, -1), (taxes, 1380, 1), state="draft")
        order.lines[0].refunded_orderline_id = sold.lines
        self.pay(order)
        challan = self.challan(order)
        self.assertEqual(order.amount_total, 1280)
        self.adds_up(challan, 1380)

    def test_an_invoiced_receipt_has_one_for_both(self):
        order = self.sell((self.taxes(20, 15, True), 100, 1), partner=self.partner)
        order.action_pos_order_invoice()
        challan = self.challan(order.account_move)
        self.assertEqual(challan.order_id, order)
        self.assertEqual(self.challan(order), challan)
        self.assertEqual(order.account_move.md_challan_id, challan)

    def test_an_invoice_of_two_receipts_sends_to_each(self):
        taxes = self.taxes(20, 15, True)
        orders = self.sell((taxes, 100, 1), partner=self.partner)
        orders |= self.sell((taxes, 200, 1), partner=self.partner)
        chosen = {"active_ids": orders.ids}
        together = self.env["pos.make.invoice"].with_context(**chosen).create({})
        together.action_create_invoices()
        move = orders.account_move
        self.assertEqual(len(move), 1)
        with self.assertRaisesRegex(UserError, f"of each, {orders[0].name}, "):
            move.md_action_challan()
        self.adds_up(self.challan(orders[1]), 200)

    def test_what_receipts_need_is_loaded(self):
        """The order of the law, and the BIN."""
        company = self.env["res.company"]._load_pos_data_fields(self.till)
        group = self.env["account.tax.group"]._load_pos_data_fields(self.till)
        self.assertIn("md_bin", company)
        self.assertIn("sequence", group)

    def test_each_store_counts_by_itself_where_the_company_says(self):
        taxes = self.taxes(20, 15, True)
        whole = self.challan(self.sell((taxes, 100, 1)))
        self.assertEqual(whole.number, f"{whole.year}/000001")
        self.company.md_challan_series = "store"
        ours = self.challan(self.sell((taxes, 100, 1)))
        code = self.till.picking_type_id.warehouse_id.code
        self.assertEqual(ours.number, f"{ours.year}/{code}/000001")
        self.assertEqual(ours.warehouse_id, self.till.picking_type_id.warehouse_id)

    # Who

    def test_who_issues(self):
        order = self.sell((self.taxes(20, 15, True), 100, 1))
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)])
        cashier, support = self.user("cashier"), self.user("support")
        with self.assertRaises(AccessError):
            order.with_user(support).md_action_challan()
        with self.assertRaises(AccessError):
            move.with_user(support).md_action_challan()
        action = order.with_user(cashier).md_action_challan()
        challan = self.env["md.challan"].with_user(cashier).browse(action["res_id"])
        self.assertEqual(challan.user_id, cashier)
        self.assertEqual(challan.officer, cashier.name)
        # who may read it is shown what is there
        shown = order.with_user(support).md_action_challan()
        self.assertEqual(shown["res_id"], challan.id)

    def test_other_stores_and_companies_see_none(self):
        challan = self.challan(self.sell((self.taxes(20, 15, True), 100, 1)))
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        elsewhere = self.user("manager", md_store_ids=[Command.set(other.ids)])
        for model in ("md.challan", "md.challan.line"):
            found = self.env[model].with_user(elsewhere).search([])
            self.assertFalse(found, model)
        with self.assertRaises(AccessError):
            challan.with_user(elsewhere).action_print_en()
        main = self.env.ref("base.main_company")
        foreign = self.user(
            "cashier", company_id=main.id, company_ids=[Command.set(main.ids)]
        )
        seen = self.env["md.challan"].with_user(foreign)
        seen = seen.with_context(allowed_company_ids=main.ids)
        self.assertNotIn(challan.id, seen.search([]).ids)


@tagged("post_install", "-at_install")
class TestChallanPrints(ChallanCase):
    def setUp(self):
        super().setUp()
        taxes = self.taxes(20, 15, True)
        self.order = self.sell((taxes, 1380, 2, 10), (taxes, 100, 3))
        self.made = self.challan(self.order)

    def page(self, challan, language="en"):
        """What the next print shows."""
        challan._print(language)
        return self.env["md.challan.page"]._of(challan.print_ids[:1])

    def test_the_first_is_the_original(self):
        self.assertEqual(self.page(self.made)["mark"], "Original")
        for number in (1, 2, 3):
            page = self.page(self.made)
            self.assertIn(f"Re-print {number} · ", page["mark"])
            self.assertIn(self.env.user.name, page["mark"])
            self.assertTrue(page["reprint"])
        self.assertEqual(self.made.print_count, 4)
        self.assertIn("পুনর্মুদ্রণ ৪", self.page(self.made, "bn")["mark"])

    def test_both_layouts(self):
        page = self.page(self.made)
        self.assertEqual([c["number"] for c in page["columns"]][-1], "10")
        self.assertEqual(
            page["sheets"][0]["rows"][0],
            [
                "1",
                "Perfume",
                "Units",
                "2",
                "900.00",
                "1,800.00",
                "360.00",
                "15%",
                "324.00",
                "2,484.00",
            ],
        )
        self.assertEqual(
            page["sums"][5:], ["2,017.39", "403.48", "", "363.13", "2,784.00"]
        )
        self.assertEqual(
            page["words"], "Taka two thousand seven hundred and eighty-four only"
        )
        self.company.md_challan_layout = "13"
        same = self.page(self.made)
        self.assertEqual(len(same["columns"]), 10, "it was issued with ten")
        order = self.sell((self.taxes(20, 15, True), 1380, 2, 10))
        page = self.page(self.challan(order), "bn")
        self.assertEqual(
            page["sheets"][0]["rows"][0],
            [
                "১",
                "Perfume",
                "Units",
                "২",
                "১,০০০.০০",
                "২,০০০.০০",
                "২০০.০০",
                "১,৮০০.০০",
                "২০%",
                "৩৬০.০০",
                "১৫%",
                "৩২৪.০০",
                "২,৪৮৪.০০",
            ],
        )
        self.assertIn("দুই হাজার চারশত চুরাশি টাকা মাত্র", page["words"])

    def test_a_print_is_fetched_by_who_made_it_and_then(self):
        report = self.env["report.md_pos_ext.md_challan_document"]
        cashier, other = self.user("cashier"), self.user("support")
        self.made.with_user(cashier).action_print_en()
        page = self.made.print_ids
        values = report.with_user(cashier)._get_report_values(page.ids)
        self.assertEqual(values["pages"][0]["mark"], "Original")
        with self.assertRaisesRegex(UserError, "each print is counted"):
            report.with_user(other)._get_report_values(page.ids)
        # 20 minutes later: the row cannot be changed, so its age is read as of then
        later = page.with_user(cashier)
        with self.freeze_later(20):
            self.assertFalse(later._is_fresh())
        with self.assertRaises(AccessError):
            self.made.with_user(self.user("auditor")).action_print_bn()

    def freeze_later(self, minutes):
        then = fields.Datetime.now() + timedelta(minutes=minutes)
        return patch.object(fields.Datetime, "now", lambda *_args: then)
