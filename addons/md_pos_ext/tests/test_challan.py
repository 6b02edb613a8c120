"""Tax challans of invoices: amounts, one number each, what is refused."""

import random
from datetime import date
from unittest.mock import patch

from psycopg2.errors import InsufficientPrivilege

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..lib.challans import financial_year
from .challan_common import BIN, ChallanCase
from .test_levies import GOLDEN


@tagged("post_install", "-at_install")
class TestChallan(ChallanCase):
    def test_the_table_of_examples(self):
        for (price, quantity, discount, sd, vat, included), expected in GOLDEN:
            with self.subTest(price=price, sd=sd, vat=vat, included=included):
                taxes = self.taxes(sd, vat, included)
                move = self.invoice(taxes, [(price, quantity, discount)])
                challan = self.challan(move)
                self.assertEqual((challan.base, challan.sd, challan.vat), expected)
                self.adds_up(challan, move.amount_total)
                line = challan.line_ids
                self.assertEqual((line.sd_rate, line.vat_rate), (sd, vat))

    def test_random_invoices_add_up(self):
        rnd = random.Random(63)
        for _number in range(12):
            taxes = self.taxes(rnd.choice((5, 20, 45)), 15, rnd.random() < 0.5)
            rows = [
                (
                    rnd.randint(1, 900_000) / 100,
                    rnd.choice((1, 3, 0.5, 12, 1.125)),
                    rnd.choice((0, 0, 7.5, 33.3, 100)),
                )
                for _line in range(rnd.randint(1, 15))
            ]
            move = self.invoice(taxes, rows)
            self.adds_up(self.challan(move), move.amount_total)

    def test_rounded_globally_it_still_adds_up(self):
        self.company.tax_calculation_rounding_method = "round_globally"
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)] * 3)
        self.adds_up(self.challan(move), 300.00)

    def test_the_discount_is_shown(self):
        move = self.invoice(self.taxes(20, 15, True), [(1380, 2, 10)])
        line = self.challan(move).line_ids
        self.assertEqual((line.gross, line.base), (2000.00, 1800.00))

    def test_who_and_what(self):
        self.partner.write(
            {"md_bin": "০০০৯৮৭৬৫৪০২০২", "street": "Agrabad", "city": "Chattogram"}
        )
        brand = self.env["md.brand"].create({"name": "Pran"})
        move = self.invoice(self.taxes(0, 15, False), [(100, 1, 0)])
        move.invoice_line_ids.product_id.md_brand_id = brand
        challan = self.challan(move)
        self.assertEqual(challan.seller_bin, BIN)
        self.assertEqual(challan.buyer_bin, "000987654-0202")
        self.assertIn("Agrabad, Chattogram", challan.buyer_address)
        self.assertIn("Road 5, Dhaka", challan.seller_address)
        self.assertEqual(challan.reference, move.name)
        self.assertEqual(challan.line_ids.name, "Pran Perfume")
        self.assertEqual(challan.officer, self.env.user.name)

    def test_no_tax_is_exempt_and_zero_is_a_rate(self):
        nothing = self.env["account.tax"]
        zero = self.taxes(0, 15, False).copy({"amount": 0, "name": "VAT 0"})
        kinds = [
            self.challan(self.invoice(taxes, [(100, 1, 0)])).line_ids.vat_kind
            for taxes in (nothing, zero)
        ]
        self.assertEqual(kinds, ["exempt", "rate"])

    # One each, without gaps

    def test_one_invoice_has_one_challan(self):
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)])
        self.assertFalse(move.md_challan_id)
        first = self.challan(move)
        self.assertEqual(self.challan(move), first)
        self.assertEqual(move.md_challan_id, first)
        other = self.challan(self.invoice(self.taxes(20, 15, True), [(1, 1, 0)]))
        self.assertEqual(other.serial, first.serial + 1)

    def test_what_fails_takes_no_number(self):
        taxes = self.taxes(20, 15, True)
        first = self.challan(self.invoice(taxes, [(100, 1, 0)]))
        broken = self.invoice(taxes, [(100, 1, 0)])
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.challan(broken)
            raise ZeroDivisionError
        self.env.invalidate_all()
        second = self.challan(self.invoice(taxes, [(100, 1, 0)]))
        self.assertEqual(second.serial, first.serial + 1)
        self.assertFalse(broken.md_challan_id)

    def test_each_financial_year_begins_with_one(self):
        taxes = self.taxes(20, 15, True)
        this = self.challan(self.invoice(taxes, [(100, 1, 0)]))
        self.assertEqual(this.number, f"{this.year}/{this.serial:06d}")
        place = "odoo.addons.md_pos_ext.services.md_challans.financial_year"
        with patch(place, lambda day: financial_year(date(2031, 7, 1))):
            new = self.challan(self.invoice(taxes, [(100, 1, 0)]))
        self.assertEqual(new.number, "2031-32/000001")

    def test_a_branch_counts_with_the_company_whose_bin_it_has(self):
        first = self.challan(self.invoice(self.taxes(0, 15, True), [(100, 1, 0)]))
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        seller = self.env["md.challans"]._seller(branch)
        self.assertEqual(seller, self.company)
        self.assertEqual(first.seller_id, self.company)
        branch.partner_id.md_bin = "000123456-0202"
        self.assertEqual(self.env["md.challans"]._seller(branch), branch)

    def test_it_never_changes(self):
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)])
        challan = self.challan(move)
        self.partner.name = "Somebody else"
        self.company.name = "Renamed"
        self.assertEqual(challan.buyer_name, "Rahima")
        self.assertEqual(challan.seller_name, "Dhaka Trading")
        with self.assertRaises(AccessError):
            challan.number = "1"
        with self.assertRaises(AccessError):
            challan.line_ids.unlink()
        for table in ("md_challan", "md_challan_line"):
            with (
                self.assertRaises(InsufficientPrivilege),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    SQL("UPDATE %s SET total = total", SQL.identifier(table))
                )
        with self.assertRaisesRegex(UserError, f"{challan.number}.*credit note"):
            move.button_draft()

    # What gets none

    def test_without_bin(self):
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)])
        self.company.partner_id.md_bin = False
        with self.assertRaisesRegex(UserError, "Dhaka Trading has no BIN"):
            move.md_action_challan()
        self.assertFalse(self.env["md.challan"].search([("move_id", "=", move.id)]))

    def test_a_bin_has_thirteen_digits(self):
        with self.assertRaisesRegex(ValidationError, "Rahima: BIN 12345 has not"):
            self.partner.md_bin = "12345"
        self.company.md_bin = "0001234560101"
        self.company.invalidate_recordset(["md_bin"])
        self.assertEqual(self.company.md_bin, BIN)

    def test_refund_draft_and_bill(self):
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)])
        refund = move._reverse_moves(cancel=True)
        with self.assertRaisesRegex(UserError, "refund.*6.7"):
            refund.md_action_challan()
        draft = move.copy()
        with self.assertRaisesRegex(UserError, "not final"):
            draft.md_action_challan()
        bill = self.env["account.move"].create({"move_type": "in_invoice"})
        with self.assertRaisesRegex(UserError, "no invoice to a customer"):
            bill.md_action_challan()

    def test_a_tax_that_is_neither(self):
        tax = self.env["account.tax"].create({"name": "Levy", "amount": 3})
        tax.tax_group_id = tax.tax_group_id.copy({"name": "Other", "md_levy": False})
        move = self.invoice(tax, [(100, 1, 0)])
        with self.assertRaisesRegex(UserError, f"{move.name}: tax Levy is neither"):
            move.md_action_challan()

    def test_other_money(self):
        move = self.invoice(self.taxes(20, 15, True), [(100, 1, 0)])
        usd = self.env.ref("base.USD")
        self.env.cr.execute(
            "UPDATE res_company SET currency_id = %s WHERE id = %s",
            [usd.id, self.company.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Dhaka Trading keeps its books in USD"):
            move.md_action_challan()
