import base64
import io

import openpyxl

from odoo.tests import new_test_user, tagged

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportExport(ImportCase):
    """What is exported comes back without a change, also into an empty shop."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mill = cls.env["res.partner"].create({"name": "Test Mill"})
        group = cls.env["product.category"].create({"name": "Test Garments"})
        shirts = cls.env["product.category"].create(
            {"name": "Shirts / Blouses", "parent_id": group.id}
        )
        cls.tax = cls.env["account.tax"].create({"name": "Test 15%", "amount": 15})
        cls.shirt = cls.style(
            name='Shirt, "fine" =1+1',
            md_style_code="EX-1",
            md_brand_id=cls.brand.id,
            categ_id=shirts.id,
            list_price=99.5,
            taxes_id=[(6, 0, cls.tax.ids)],
            supplier_taxes_id=False,
        )
        red, blue, _green = cls.colours
        variants = cls.maker._ensure(
            cls.shirt, [cls.wish(red, cls.sizes[0]), cls.wish(blue, cls.sizes[1])]
        )
        for number, variant in enumerate(variants):
            variant.write(
                {
                    "default_code": f"0{number}EX",
                    "barcode": ("0012345678905", "96385074")[number],
                    "standard_price": 40 + number,
                    "weight": 0.25,
                }
            )
        cls.env["product.supplierinfo"].create(
            {
                "partner_id": mill.id,
                "product_tmpl_id": cls.shirt.id,
                "price": 33.25,
                "product_id": variants[0].id,
                "min_qty": 5,
                "md_moq": 10,
                "md_case_pack": 5,
                "delay": 4,
            }
        )
        cls.env["product.supplierinfo"].create(
            {"partner_id": mill.id, "product_tmpl_id": cls.shirt.id, "price": 30}
        ).product_id = variants[0]
        variants[0].md_barcode_ids = [
            (0, 0, {"code": "EXF-1"}),
            (0, 0, {"code": "EXF-2", "quantity": 12}),
        ]
        variants[1].action_archive()
        cls.tea = cls.style(name="চা", default_code="TEA", taxes_id=False)
        cls.goods = cls.shirt | cls.tea

    def export(self, form="csv"):
        wizard = self.env["md.export.wizard"].create(
            {"form": form, "product_ids": self.goods.ids, "archived": True}
        )
        self.assertEqual(wizard.count, 2)
        self.assertIn("/file/products.", wizard.action_export()["url"])
        return wizard.file

    def loaded(self, data, **values):
        job = self.env["md.import"].create({"name": "x", "file": data, **values})
        job.action_import()
        return job

    def test_comes_back_without_changes(self):
        for form in ("csv", "xlsx"):
            data = self.export(form)
            job = self.loaded(data)
            self.assertEqual(
                set(self.states(job).values()), {"unchanged"}, self.told(job)
            )
            self.assertEqual(job.total, 4)
            if form == "csv":
                self.assertEqual(self.export(form), data)

    def test_into_an_empty_shop(self):
        before = self.table(self.export())
        self.assertEqual(before[0]["sub_category"], "")
        self.assertEqual(before[0]["category"], "Shirts / Blouses")
        self.assertEqual([row["active"] for row in before], ["yes", "", "no", "yes"])
        self.shirt.product_variant_ids.with_context(active_test=False)
        data = self.export()
        self.goods.with_context(active_test=False).unlink()
        job = self.loaded(data)
        self.assertEqual(set(self.states(job).values()), {"new"}, self.told(job))
        ids = job.line_ids.mapped("res_id")
        self.goods = self.env["product.product"].browse(ids).product_tmpl_id
        self.assertEqual(self.table(self.export()), before)

    def test_a_change_in_the_file(self):
        data = base64.b64decode(self.export()).decode("utf-8-sig")
        self.assertIn(",99.5,", data)
        data = data.replace(",99.5,", ",101,")
        job = self.loaded(base64.b64encode(data.encode()))
        self.assertEqual(
            list(self.states(job).values()),
            ["changed", "unchanged", "changed", "unchanged"],
        )
        self.assertEqual(self.shirt.list_price, 101)

    def test_a_workbook_is_text_all_through(self):
        data = base64.b64decode(self.export("xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(data))["Rows"]
        columns = {cell.value: cell.column for cell in sheet[1]}
        barcode = sheet.cell(2, columns["barcode"])
        self.assertEqual((barcode.value, barcode.number_format), ("0012345678905", "@"))
        self.assertEqual(sheet.cell(2, columns["name"]).data_type, "s")

    def test_templates(self):
        job = self.env["md.import"].create({})
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(job.template)))
        names = [cell.value for cell in book["Rows"][1]]
        self.assertEqual(names[:3], ["style_code", "name", "group"])
        self.assertTrue(set(self.dimensions) <= set(names))
        told = {row[0]: row[-1] for row in book["Help"].iter_rows(values_only=True)}
        self.assertIn("Red Test", told["colour"])
        [head] = base64.b64decode(job.template_csv).decode("utf-8-sig").splitlines()
        self.assertEqual(head.split(","), names)
        for kind in ("locations", "suppliers", "customers", "clients"):
            job.kind = kind
            self.assertTrue(base64.b64decode(job.template_csv))
        self.assertIn(f"/template/{job.kind}.xlsx", job.action_template()["url"])

    def test_who_took_how_many(self):
        manager = new_test_user(
            self.env, "export_manager", groups="md_inventory_core.group_manager"
        )
        wizard = self.env["md.export.wizard"].with_user(manager)
        wizard = wizard.with_context(
            active_model="product.template", active_ids=self.goods.ids
        ).create({"form": "csv"})
        wizard.action_export()
        self.env.cr.flush()
        event = self.env["md.audit.event"].search(
            [("kind", "=", "export"), ("user_id", "=", manager.id)]
        )
        self.assertIn('"records":2', event.after.replace(" ", ""))
