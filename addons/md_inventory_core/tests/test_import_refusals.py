import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportRefusals(ImportCase):
    """Bad rows say what is wrong, with row and column; others go in."""

    def assert_told(self, job, number, column, words):
        state, told, message = self.told(job)[number]
        self.assertEqual((state, told), ("refused", column), message)
        self.assertIn(f"Row {number}, column {column}: {words}", message)

    def boxed_tea(self):
        """Tea with a box that has a barcode."""
        box = self.env["uom.uom"].create(
            {
                "name": "Test Box",
                "relative_factor": 6,
                "relative_uom_id": self.env.ref("uom.product_uom_unit").id,
            }
        )
        tea = self.style(name="Test Tea", uom_ids=[(4, box.id)])
        self.env["product.uom"].create(
            {
                "product_id": tea.product_variant_id.id,
                "uom_id": box.id,
                "barcode": "BOX-1",
            }
        )

    def test_cells(self):
        self.style(name="Test Old", default_code="OLD-1", barcode="96385074")
        self.boxed_tea()
        rows = {
            2: ["Good", "G-1", "4006381333931", "1", "", ""],
            3: ["Digit", "G-2", "4006381333932", "1", "", ""],
            4: ["Excel", "G-3", "8.90123E+12", "1", "", ""],
            5: ["Twice", "G-4", "SAME", "1", "", ""],
            6: ["Twice", "G-5", "SAME", "1", "", ""],
            7: ["Known", "G-6", "96385074", "1", "", ""],
            8: ["Box", "G-7", "BOX-1", "1", "", ""],
            9: ["Same", "G-8", "", "1", "", ""],
            10: ["Same", "G-8", "", "1", "", ""],
            11: ["N" * 300, "G-9", "", "1", "", ""],
            12: ["Minus", "G-10", "", "-1", "", ""],
            13: ["Tax", "G-11", "", "1", "GST", ""],
            14: ["Unit", "G-12", "", "1", "", "Bale"],
            15: ["", "G-13", "", "1", "", ""],
            16: ["Number", "G-14", "", "much", "", ""],
            17: ["Date", "05-Mar", "", "1", "", ""],
            18: ["Long", "S" * 65, "", "1", "", ""],
            19: ["Good too", "G-15", "", "1", "", ""],
        }
        header = "name,sku,barcode,price,taxes,uom"
        job = self.job(*rows.values(), header=header)
        job.action_check()
        for number, (column, words) in {
            3: ("barcode", "4006381333932: the check digit is 2, but should be 1."),
            4: ("barcode", "8.90123E+12 is what Excel leaves of a long code"),
            5: ("barcode", "SAME is in row 6, too."),
            6: ("barcode", "SAME is in row 5, too."),
            7: ("barcode", "96385074 is that of [OLD-1] Test Old already."),
            8: ("barcode", "BOX-1 is that of Test Tea already."),
            9: ("sku", "G-8 is in row 10, too."),
            11: ("name", "has 300 characters; at most 255 are allowed."),
            12: ("price", "-1 is below zero."),
            13: ("taxes", "there is no sales tax GST."),
            14: ("uom", "there is no unit of measure Bale."),
            15: ("name", "is needed for what is new."),
            16: ("price", "much is no number."),
            17: ("sku", "05-Mar: Excel made a date of it"),
            18: ("sku", "has 65 characters; at most 64 are allowed."),
        }.items():
            self.assert_told(job, number, column, words)
        self.assertEqual((job.new_count, job.refused_count), (2, 16))
        job.action_import()
        self.assertEqual((job.new_count, job.refused_count), (2, 16))
        self.assertTrue(self.product("G-1") and self.product("G-15"))
        skus = [row[1] for number, row in rows.items() if number not in (2, 19)]
        products = self.env["product.product"].with_context(active_test=False)
        self.assertFalse(products.search([("default_code", "in", skus)]))

    def test_unknown_names_are_refused_or_created(self):
        row = ["Test Doll", "D-1", "Test Toys", "Dolls", "Testmade", "Pink Test"]
        header = "name,sku,group,category,brand,colour"
        for column, words, option in (
            ("category", "there is no Test Toys / Dolls", "create_categories"),
            ("brand", "there is no brand Testmade", "create_brands"),
            ("colour", "this dimension has no value Pink Test", "create_values"),
        ):
            options = {
                name: name != option
                for name in ("create_categories", "create_brands", "create_values")
            }
            self.assert_told(self.load(row, header=header, **options), 2, column, words)
            self.assertFalse(
                self.env["md.brand"].search([("name", "=", "Testmade")]),
                "what a refused row names is not created",
            )
        everything = dict.fromkeys(options, True)
        self.assertEqual(
            self.states(self.load(row, header=header, **everything)), {2: "new"}
        )
        template = self.product("D-1").product_tmpl_id
        self.assertEqual(template.md_brand_id.name, "Testmade")
        self.assertEqual(template.categ_id.complete_name, "Test Toys / Dolls")

    def test_categories_that_contradict(self):
        above = self.env["product.category"].create({"name": "Test Food"})
        self.env["product.category"].create(
            {"name": "Test Grains", "parent_id": above.id}
        )
        job = self.load(
            ["A", "C-1", "Test Grains", "", ""],
            ["B", "C-2", "", "Test Grains", ""],
            ["C", "C-3", "Test Food", "", "Rice"],
            ["D", "C-4", "Test Food", "Test Grains", ""],
            header="name,sku,group,category,sub_category",
        )
        self.assert_told(job, 2, "group", "Test Grains is Test Food / Test Grains.")
        self.assert_told(job, 3, "group", "is empty, while what is below it is filled")
        self.assert_told(job, 4, "category", "is empty, while what is below it")
        self.assertEqual(self.states(job)[5], "new")

    def test_a_style_stands_or_falls_whole(self):
        job = self.load(
            ["BAD", "Test Bad", "B-1", "Red Test", "1"],
            ["BAD", "Test Bad", "B-2", "Blue Test", "-1"],
            ["FINE", "Test Fine", "B-3", "Red Test", "1"],
            header="style_code,name,sku,colour,price",
        )
        self.assert_told(job, 3, "price", "-1 is below zero")
        state, column, message = self.told(job)[2]
        self.assertEqual((state, column), ("refused", ""))
        self.assertIn("row 3, which belongs to the same record, is refused", message)
        self.assertEqual(self.states(job)[4], "new")
        self.assertFalse(
            self.env["product.template"].search([("name", "=", "Test Bad")])
        )

    def test_what_nobody_foresaw_refuses_its_own_rows_only(self):
        """A rule that is asked only when it is written, as other addons may have."""
        products = type(self.env["product.template"])
        create = products.create

        def guarded(templates, vals_list):
            if any("Forbidden" in vals["name"] for vals in vals_list):
                raise UserError(templates.env._("Not that one"))
            return create(templates, vals_list)

        self.patch(products, "create", guarded)
        job = self.load(
            *(
                [f"Test {word}", f"F-{n}"]
                for n, word in enumerate(("First", "Forbidden", "Last"))
            ),
            header="name,sku",
        )
        self.assertEqual(list(self.states(job).values()), ["new", "refused", "new"])
        self.assertIn("Row 3: Not that one", self.told(job)[3][2])
        self.assertTrue(self.product("F-0") and self.product("F-2"))

    def test_files(self):
        header = "name,sku,fluff"
        with self.assertRaisesRegex(UserError, "column fluff is not known; known are"):
            self.job(["A", "B", "C"], header=header).action_check()
        with self.assertRaisesRegex(
            UserError, "it would be the 21st: there are at most"
        ):
            self.job(["A", "B", "C"], header=header).action_check()
        with self.assertRaisesRegex(
            UserError, "column SKU is there twice|sku is there"
        ):
            self.job(["A", "B", "C"], header="name,sku,SKU").action_check()
        with self.assertRaisesRegex(UserError, "no rows"):
            self.job(header="name,sku").action_check()
        job = self.env["md.import"].create({})
        with self.assertRaisesRegex(UserError, "Choose a file first"):
            job.action_check()
        job.write({"file": base64.b64encode(b"PK\x03\x04 broken"), "name": "x.xlsx"})
        with self.assertRaisesRegex(UserError, "no CSV and no XLSX"):
            job.action_check()

    def test_the_result_file_can_be_mended_and_loaded_again(self):
        job = self.load(
            ["=1+1", "R-1", "1"], ["Test Two", "R-2", "x"], header="name,sku,price"
        )
        rows = self.table(job.result)
        self.assertEqual([row["result"] for row in rows], ["new", "refused"])
        self.assertEqual(rows[0]["name"], "'=1+1", "no spreadsheet calculates it")
        self.assertEqual(rows[1]["result column"], "price")
        self.assertIn("Row 3, column price: x is no number", rows[1]["result message"])
        rows[1]["price"] = "2"
        mended = self.job(*([*row.values()] for row in rows), header=",".join(rows[0]))
        mended.action_import()
        self.assertEqual(self.states(mended), {2: "unchanged", 3: "new"})
        self.assertEqual(self.product("R-1").name, "=1+1")
