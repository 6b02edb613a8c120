import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .import_common import ImportCase

GARMENTS = "Import Garments"
HEADER = "style_code,name,group,category,sub_category,brand,sku,barcode,price,cost"


@tagged("post_install", "-at_install")
class TestImportProducts(ImportCase):
    """Products from a file: each row is a variant, each style a product."""

    def shirts(self, **values):
        return self.job(
            *(
                ["TS-1", "Test Polo", GARMENTS, "Tops", "Polos", "Test Aarong"]
                + [sku, barcode, "950", cost, colour, size]
                for sku, barcode, cost, colour, size in (
                    ("TP-1", "4006381333931", "400", "Red Test", "XS Test"),
                    ("TP-2", "", "410", "blue test", "M Test"),
                    ("TP-3", "SHELF-3", "", "Green Test", "M Test"),
                )
            ),
            header=f"{HEADER},colour,Size",
            create_categories=True,
            **values,
        )

    def test_nothing_is_written_by_the_check(self):
        before = self.env["product.template"].search_count([])
        job = self.shirts()
        job.action_check()
        self.assertEqual(job.state, "checked")
        self.assertEqual((job.new_count, job.refused_count), (3, 0))
        self.assertEqual(self.env["product.template"].search_count([]), before)
        self.assertFalse(self.env["product.category"].search([("name", "=", "Polos")]))
        job.action_import()
        self.assertEqual((job.state, job.new_count, job.done), ("done", 3, 3))
        self.assertEqual(self.env["product.template"].search_count([]), before + 1)

    def test_a_style_is_one_product_with_what_exists(self):
        job = self.shirts()
        job.action_import()
        first, second, third = (self.product(f"TP-{n}") for n in (1, 2, 3))
        template = first.product_tmpl_id
        self.assertEqual(template.product_variant_ids, first | second | third)
        self.assertEqual(job.line_ids.mapped("res_id"), (first | second | third).ids)
        self.assertEqual(template.categ_id.complete_name, f"{GARMENTS} / Tops / Polos")
        self.assertEqual(template.md_brand_id, self.brand)
        self.assertEqual(template.md_style_code, "TS-1")
        self.assertEqual((template.list_price, second.standard_price), (950, 410))
        self.assertTrue(template.is_storable)
        self.assertEqual(first.barcode, "4006381333931")
        values = second.product_template_attribute_value_ids
        self.assertEqual(set(values.mapped("name")), {"Blue Test", "M Test"})
        self.assertEqual(
            second.combination_indices, ",".join(map(str, sorted(values.ids)))
        )
        self.assertTrue(template._is_combination_possible(values))
        self.assertTrue(second.md_sku_unique)

    def test_the_same_file_again_changes_nothing(self):
        self.shirts().action_import()
        job = self.shirts()
        job.action_import()
        self.assertEqual(set(self.states(job).values()), {"unchanged"})
        job.action_import()
        self.assertEqual(
            len(self.product("TP-1").product_tmpl_id.product_variant_ids), 3
        )

    def test_only_filled_cells_change(self):
        self.shirts().action_import()
        job = self.load(
            ["TP-1", "", "420", ""],
            ["TP-2", "1000", "", "no"],
            header="sku,price,cost,active",
        )
        self.assertEqual(self.states(job), {2: "changed", 3: "changed"})
        first, second = self.product("TP-1"), self.product("TP-2")
        self.assertEqual((first.standard_price, first.barcode), (420, "4006381333931"))
        self.assertEqual((first.list_price, second.standard_price), (1000, 410))
        self.assertFalse(second.active)

    def test_barcode_as_the_key(self):
        self.shirts().action_import()
        job = self.load(
            ["4006381333931", "TP-NEW"], header="barcode,sku", key="barcode"
        )
        self.assertEqual(self.states(job), {2: "changed"})
        self.assertEqual(self.product("TP-NEW").barcode, "4006381333931")

    def test_a_further_variant_and_a_product_that_gets_its_first(self):
        self.shirts().action_import()
        plain = self.style(name="Test Scarf", md_style_code="SC")
        plain.product_variant_id.default_code = "SC-1"
        job = self.load(
            ["TS-1", "TP-4", "Red Test", "XXL Test"],
            ["SC", "SC-1", "Red Test", ""],
            ["SC", "SC-2", "Blue Test", ""],
            header="style_code,sku,colour,size",
        )
        self.assertEqual(self.states(job), {2: "new", 3: "changed", 4: "new"})
        self.assertEqual(
            len(self.product("TP-1").product_tmpl_id.product_variant_ids), 4
        )
        self.assertEqual(
            plain.product_variant_ids.mapped("default_code"), ["SC-1", "SC-2"]
        )
        red = plain.product_variant_ids[0].product_template_attribute_value_ids
        self.assertEqual(red.name, "Red Test")

    def test_products_without_dimensions_stay_apart(self):
        job = self.load(
            ["Test Rice", "RI-1", "90"],
            ["Test Rice", "RI-2", "91"],
            header="name,sku,price",
        )
        self.assertEqual(self.states(job), {2: "new", 3: "new"})
        one, other = self.product("RI-1"), self.product("RI-2")
        self.assertNotEqual(one.product_tmpl_id, other.product_tmpl_id)
        self.assertEqual(one.product_tmpl_id.default_code, "RI-1")

    def test_the_pattern_makes_skus_that_are_not_given(self):
        category = self.env["product.category"].create(
            {"name": "Test Sewn", "md_sku_pattern": "{style}-{colour}-{seq:2}"}
        )
        header = "style_code,name,group,colour"
        rows = [["Z9", "Test Kurta", "Test Sewn", f"{c} Test"] for c in ("Red", "Blue")]
        self.load(*rows, header=header)
        template = self.env["product.template"].search([("categ_id", "=", category.id)])
        skus = template.product_variant_ids.mapped("default_code")
        codes = [value.md_code for value in self.colours[:2]]
        self.assertEqual(skus, [f"Z9-{code}-01" for code in codes])
        job = self.load(*rows, header=header)
        self.assertEqual(set(self.states(job).values()), {"unchanged"})

    def test_many_variants_are_as_if_made_one_by_one(self):
        """The way for many gives the same as the ORM's, down to audit and costs."""
        count = 30
        values = self.add("colour", *(f"Shade {n}" for n in range(count)))
        few = self.maker._ensure(self.style(), [self.wish(v) for v in values[:2]])[1]
        few.write({"default_code": "FEW", "standard_price": 7, "barcode": "FEW-1"})
        self.load(
            *(
                ["Test Tie", f"TT-{n}", f"TIE-{n}", 7, f"Shade {n}"]
                for n in range(count)
            ),
            header="name,sku,barcode,cost,colour",
        )
        last = self.product(f"TT-{count - 1}")
        ignored = {"id", "default_code", "barcode", "product_tmpl_id"}
        ignored |= {"combination_indices", "create_date", "write_date"}
        columns = [
            name
            for name, field in last._fields.items()
            if field.store and field.column_type and name not in ignored
        ]
        self.assertEqual(
            last.read(columns)[0] | {"id": 0}, few.read(columns)[0] | {"id": 0}
        )
        history = self.env["product.value"].search([("product_id", "=", last.id)])
        self.assertEqual(history.mapped("value"), [7])
        self.env.cr.flush()
        events = self.env["md.audit.event"].search(
            [("model", "=", "product.product"), ("res_id", "=", last.id)]
        )
        self.assertIn(
            f'"TT-{count - 1}"',
            events.filtered(lambda event: event.action == "create").after,
        )

    def test_taxes_are_named_or_taken_off(self):
        tax = self.tax(name="Test VAT 7.5%")
        self.load(
            ["Test Tea", "TE-1", "test vat 7.5%"],
            ["Test Milk", "TE-2", "-"],
            header="name,sku,taxes",
        )
        self.assertEqual(self.product("TE-1").taxes_id, tax)
        self.assertFalse(self.product("TE-2").taxes_id)

    def tax(self, **values):
        country = self.env.company.country_id or self.env.ref("base.bd")
        return self.env["account.tax"].create(
            {"amount": 7.5, "country_id": country.id, **values}
        )

    def test_rights(self):
        groups = "md_inventory_core.group_manager"
        manager = new_test_user(self.env, "import_manager", groups=groups)
        job = self.shirts().with_user(manager)
        with self.assertRaises(AccessError):
            job.state = "done"
        job.action_check()
        with self.assertRaises(AccessError):
            job.line_ids.state = "new"
        job.action_import()
        self.assertEqual(job.state, "done")
        self.assertEqual(self.product("TP-1").create_uid, manager)
        places = self.job(["WH/Stock/X"], header="location", kind="locations")
        with self.assertRaises(AccessError):
            places.with_user(manager).action_check()

    def test_another_file_is_read_anew(self):
        job = self.shirts()
        job.action_check()
        job.create_brands = True
        self.assertEqual((job.state, len(job.line_ids)), ("draft", 0))
        job.action_import()
        with self.assertRaisesRegex(UserError, "at work or done"):
            job.file = base64.b64encode(b"x")

    def test_what_others_have_of_taxes_stays(self):
        other = self.env["res.company"].create({"name": "Test Other"})
        group = self.env["account.tax.group"].create(
            {"name": "Test Theirs", "company_id": other.id}
        )
        theirs = self.tax(
            name="Test Theirs", company_id=other.id, tax_group_id=group.id
        )
        product = self.style(name="Test Shared").product_variant_id
        product.default_code = "SH-1"
        product.taxes_id = [Command.link(theirs.id)]
        self.load(["SH-1", "-"], header="sku,taxes")
        self.assertEqual(product.taxes_id, theirs)
