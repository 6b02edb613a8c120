import base64
import io
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .governance_common import GovernanceCase


@tagged("post_install", "-at_install")
class TestMassChange(GovernanceCase):
    """Many changes by a filter or a file: looked at, approved as a whole, applied."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create({"name": "Mass"})
        cls.goods = cls.env["product.template"].create(
            [
                {
                    "name": f"Mass {n}",
                    "categ_id": cls.category.id,
                    "list_price": 10 * n,
                    "standard_price": 8,
                    "default_code": f"MASS-{n}",
                    "barcode": f"MB{n}",
                    "taxes_id": False,
                }
                for n in range(1, 5)
            ]
        )

    def wizard(self, user=None, **vals):
        """The dialog, filled in."""
        vals = {"category_ids": self.category.ids, "reason": "spring", **vals}
        return self.env["md.mass.change"].with_user(user or self.manager).create(vals)

    def preview(self, **vals):
        action = self.wizard(**vals).action_preview()
        request = self.env["md.change.request"].browse(action["res_id"])
        return request.with_user(self.manager)

    def file(self, text, **vals):
        data = text if isinstance(text, bytes) else text.encode()
        return self.preview(by="file", file=base64.b64encode(data), **vals)

    def texts(self, request):
        return [(line.record_name, line.new_text) for line in request.line_ids]

    def test_percent_with_an_ending(self):
        request = self.preview(value=10, rounding="ending", ending=0.99)
        self.assertEqual((request.state, request.kind), ("draft", "mass"))
        self.assertEqual(
            request.line_ids.mapped("new_text"), ["10.99", "21.99", "32.99", "43.99"]
        )
        self.assertEqual(self.goods.mapped("list_price"), [10, 20, 30, 40])
        request.action_ask()
        self.approve(request)
        self.run_due()
        self.assertEqual(self.goods.mapped("list_price"), [10.99, 21.99, 32.99, 43.99])
        self.assertEqual(request.message, "All changed: 4.")

    def test_warnings(self):
        request = self.preview(how="amount", value=-3)
        found = {line.old_text: line.warning for line in request.line_ids}
        self.assertEqual(
            found,
            {"10.00": "below_cost", "20.00": False, "30.00": False, "40.00": False},
        )
        self.assertEqual(request.warning_count, 1)
        margins = request.line_ids.mapped("margin")
        self.assertEqual([round(m, 2) for m in margins], [-14.29, 52.94, 70.37, 78.38])

    def test_margin_counts_without_the_tax_in_the_price(self):
        tax = self.env["account.tax"].create(
            {
                "name": "15 % in it",
                "amount": 15,
                "price_include_override": "tax_included",
                "country_id": self.company.account_fiscal_country_id.id,
            }
        )
        self.goods[0].taxes_id = tax
        request = self.preview(how="fixed", value=9, most_change=0)
        warned = request.line_ids.filtered(lambda line: line.warning == "below_cost")
        self.assertEqual(warned.record_name, self.goods[0].display_name)

    def test_margin_on_cost_leaves_out_what_has_none(self):
        self.goods[3].standard_price = 0
        request = self.preview(how="margin", value=20)
        # the first one's price is that already
        self.assertEqual(request.line_ids.mapped("new_text"), ["10.00", "10.00"])
        self.assertIn("no cost: 1, among them [MASS-4]", request.message)

    def test_file_by_sku_and_barcode(self):
        request = self.file(
            "sku,barcode,price,name\nMASS-1,,11.5,Mass One\n,MB2,22,\nMASS-3,,30,\n"
        )
        self.assertEqual(
            [(line.field, line.new_text) for line in request.line_ids],
            [("list_price", "11.50"), ("name", "Mass One"), ("list_price", "22.00")],
        )
        request.action_ask()
        self.approve(request)
        self.run_due()
        self.assertEqual(self.goods.mapped("list_price"), [11.5, 22, 30, 40])
        self.assertEqual(self.goods[0].name, "Mass One")

    def test_spreadsheet_with_the_rule(self):
        book = openpyxl.Workbook()
        for row in (["SKU"], ["MASS-1"], ["MASS-4"]):
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        request = self.file(out.getvalue(), how="amount", value=2)
        self.assertEqual(request.line_ids.mapped("new_text"), ["12.00", "42.00"])

    def test_wrong_rows_are_named_and_nothing_is_made(self):
        text = (
            "sku,price\nNONE,5\nMASS-1,abc\n,7\nMASS-2,25\nMASS-2,26\n4.00638E+12,3\n"
        )
        with self.assertRaises(UserError) as caught:
            self.file(text)
        self.assertEqual(
            str(caught.exception).split("\n"),
            [
                "Row 2: no product has sku NONE.",
                "Row 3: price abc is no amount above 0.",
                "Row 4: neither sku nor barcode.",
                "Row 6: [MASS-2] Mass 2 is in row 5, too, with another value.",
                "Row 7: sku 4.00638E+12 was changed by a spreadsheet: save the column "
                "as text.",
            ],
        )
        request = self.file(text, leave_out=True)
        self.assertEqual(request.line_ids.mapped("new_text"), ["25.00"])
        self.assertIn("Rows left out: 5. Row 2:", request.message)

    def test_bad_files(self):
        for text, words in (
            ("sku,colour\nMASS-1,red\n", "column colour is not known"),
            ("\n", "The file has no rows"),
            ("sku,price\nMASS-1,10\n", "Nothing would change"),
        ):
            with self.subTest(words), self.refused(UserError, words):
                self.file(text)
        with self.refused(UserError, "an ending is less than that"):
            self.preview(rounding="ending", ending=2, step=1)

    def test_scheduled_as_a_whole(self):
        at = fields.Datetime.now() + timedelta(days=2)
        request = self.preview(value=5, effective_at=at)
        request.action_ask()
        self.approve(request)
        self.assertEqual(request.state, "scheduled")
        with self.later(days=2, minutes=1):
            self.run_due()
        self.assertEqual(self.goods.mapped("list_price"), [10.5, 21, 31.5, 42])

    def test_what_moved_while_it_was_a_draft_is_asked_as_it_is(self):
        request = self.file("sku,price\nMASS-1,12\n")
        self.goods[0].list_price = 11
        request.action_ask()
        self.assertEqual(request.line_ids[0].old_text, "11.00")

    def test_only_managers(self):
        with self.assertRaises(AccessError):
            self.wizard(self.keeper)

    def test_more_than_a_piece(self):
        """Many lines are asked for in one request and applied in pieces."""
        self.env["product.template"].create(
            [
                {"name": f"Bulk {n}", "categ_id": self.category.id, "list_price": 100}
                for n in range(300)
            ]
        )
        request = self.preview(value=3)
        self.assertEqual(request.line_count, 304)
        request.action_ask()
        self.approve(request)
        applier = self.env["md.change.applier"]
        self.assertTrue(applier._patiently(request.id))
        self.env.invalidate_all()
        self.assertEqual((request.state, request.done_count), ("applying", 200))
        self.run_due()
        self.assertEqual((request.state, request.done_count), ("done", 304))
        changed = [("categ_id", "=", self.category.id), ("list_price", "=", 103)]
        self.assertEqual(self.env["product.template"].search_count(changed), 300)
