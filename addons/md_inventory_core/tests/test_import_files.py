import base64
import io
import zipfile

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .import_common import ImportCase

TEXT = "name,sku,price\nচা পাতা,TF-1,৫২.৫০\n"


@tagged("post_install", "-at_install")
class TestImportFiles(ImportCase):
    """Files as people and spreadsheets make them; work that is stopped and goes on."""

    def from_file(self, data, **values):
        """An import of a file's bytes, checked."""
        values = {"name": "x", "file": base64.b64encode(data), **values}
        job = self.env["md.import"].create(values)
        job.action_check()
        return job

    def test_encodings_and_separators(self):
        for data in (
            TEXT.encode("utf-8-sig"),
            TEXT.encode("utf-16"),
            TEXT.replace(",", ";").encode(),
            TEXT.replace(",", "\t").encode("utf-16"),
        ):
            job = self.from_file(data)
            self.assertEqual(self.states(job), {2: "new"}, data)
        job.action_import()
        tea = self.product("TF-1")
        self.assertEqual((tea.name, tea.list_price), ("চা পাতা", 52.5))

    def test_workbooks(self):
        book = openpyxl.Workbook()
        sheet = book.active
        for row in (
            [None],
            ["name", "sku", "barcode", "price"],
            ["Test Merged", "WB-1", 4006381333931, 10],
            [None, None, None, None],
            ["Test Formula", "WB-2", None, "=2*5"],
            ["Test Excel", "WB-3", 8901234567890123, 1],
            ["Test Sum", "WB-4", None, 0.1 + 0.2],
        ):
            sheet.append(row)
        sheet.merge_cells("A3:A4")
        out = io.BytesIO()
        book.save(out)
        job = self.from_file(out.getvalue())
        told = self.told(job)
        self.assertEqual(sorted(told), [3, 5, 6, 7], "rows as the spreadsheet counts")
        self.assertEqual(told[3][0], "new")
        # nobody calculated the formula: its cell is empty, and changes nothing
        self.assertEqual(told[5][0], "new")
        self.assertIn("Row 6, column barcode: 8901234567890123 is what", told[6][2])
        job.action_import()
        self.assertEqual(self.product("WB-1").barcode, "4006381333931")
        self.assertEqual(self.product("WB-4").list_price, 0.3)

    def test_bombs_and_odd_characters(self):
        out = io.BytesIO()
        name = "xl/worksheets/sheet1.xml"
        with (
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open(name, "w", force_zip64=True) as part,
        ):
            for _megabyte in range(401):
                part.write(bytes(1_000_000))
        with self.assertRaisesRegex(UserError, "more than 400 MB"):
            self.from_file(out.getvalue())
        job = self.from_file("name,sku\nodd\ufffe,OD-1\n".encode("utf-8-sig"))
        self.assertIn("column name: has a character", self.told(job)[2][2])

    def test_numbers(self):
        rows = ["1,250.50", "1,25,000", "12,50", "NaN", "1e3", "১,২৫০"]
        job = self.job(
            *([f"Test N{n}", f"NU-{n}", text] for n, text in enumerate(rows)),
            header="name,sku,price",
        )
        job.action_import()
        prices = [self.product(f"NU-{n}").list_price for n in (0, 1, 5)]
        self.assertEqual(prices, [1250.5, 125000, 1250])
        told = self.told(job)
        for number in (4, 5):
            self.assertIn(f"column price: {rows[number - 2]} is no", told[number][2])

    def test_check_digits_may_be_let_be(self):
        row = ["Test Old Stock", "CD-1", "4006381333932"]
        self.env.company.md_strict_barcodes = False
        job = self.load(row, header="name,sku,barcode", verify_barcodes=False)
        self.assertEqual(self.states(job), {2: "new"})
        self.assertEqual(self.product("CD-1").barcode, row[2])

    def test_pause_and_go_on(self):
        """A large file is done in pieces, each with its progress."""
        self.patch(self.registry["md.import"], "_at_once", 0)
        self.patch(self.registry["md.import.runner"], "_piece_size", 3)
        rows = ([f"Test Part {n}", f"PZ-{n}"] for n in range(7))
        job = self.job(*rows, header="name,sku")
        job.action_import()
        self.assertEqual((job.state, job.done), ("running", 0))
        job._run_piece()
        self.assertEqual((job.state, job.done, round(job.progress)), ("running", 3, 43))
        job.action_pause()
        job._run_piece()
        self.assertEqual((job.state, job.done), ("paused", 3))
        with self.assertRaisesRegex(UserError, "at work or done"):
            job.key = "barcode"
        job.action_go_on()
        while job.state == "running":
            job._run_piece()
        self.assertEqual((job.state, job.done, job.new_count), ("done", 7, 7))
        products = self.env["product.product"]
        self.assertEqual(products.search_count([("default_code", "=like", "PZ-%")]), 7)

    def test_who_has_no_right(self):
        cashier = new_test_user(
            self.env, "import_cashier", groups="md_inventory_core.group_cashier"
        )
        job = self.job(["A", "RI-1"], header="name,sku")
        with self.assertRaises(AccessError):
            job.with_user(cashier).action_import()
        with self.assertRaises(AccessError):
            job.with_user(cashier).read(["result"])
        manager = new_test_user(
            self.env, "import_manager2", groups="md_inventory_core.group_manager"
        )
        job = self.job(["RACK/1"], header="location", kind="locations")
        job = job.with_user(manager)
        try:
            self.env["stock.location"].with_user(manager).check_access("create")
        except AccessError:
            with self.assertRaises(AccessError):
                job.action_import()
            self.assertFalse(job.line_ids, "nothing is read for who may not write it")
