from psycopg2.errors import ExclusionViolation

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .barcode_common import BarcodeCase

UPC, EAN, GTIN14 = "012345678905", "0012345678905", "00012345678905"
TAKEN = "belongs to (.*Shirt|a product that you do not see) already"


@tagged("post_install", "-at_install")
class TestBarcodeOwner(BarcodeCase):
    """One owner of each code, over products, packagings and further barcodes."""

    def test_the_index_follows_what_is_written(self):
        self.shirt.barcode = "SHIRT-1"
        pack = self.pack(self.shirt, "SHIRT-6")
        more = self.further(self.shirt, "SHIRT-OLD")
        self.assertEqual(
            self.owners(self.shirt),
            [("SHIRT-1", "main"), ("SHIRT-6", "packaging"), ("SHIRT-OLD", "further")],
        )
        self.shirt.barcode = "SHIRT-2"
        pack.barcode = "SHIRT-66"
        more.product_id = self.cap
        self.assertEqual(
            self.owners(self.shirt), [("SHIRT-2", "main"), ("SHIRT-66", "packaging")]
        )
        self.assertEqual(self.owners(self.cap), [("SHIRT-OLD", "further")])
        more.unlink()
        pack.unlink()
        self.shirt.barcode = False
        self.assertEqual(self.owners(self.shirt, self.cap), [])

    def test_a_code_has_one_owner_wherever_it_stands(self):
        self.shirt.barcode = "MAIN"
        self.pack(self.shirt, "PACK")
        self.further(self.shirt, "MORE")
        # core has words of its own for what it knows itself
        core = "already (assigned|uses)"
        for code, words in (("MAIN", core), ("PACK", core), ("MORE", TAKEN)):
            with self.subTest(code):
                self.refused(words, self.cap.write, {"barcode": code})
                self.refused(TAKEN, self.further, self.cap, code)
        self.refused(core, self.pack, self.cap, "MAIN")
        self.refused(TAKEN, self.pack, self.cap, "MORE")
        self.refused(TAKEN, self.further, self.shirt, "MAIN")
        self.refused("assigned|belongs", self.make, "Third", "MAIN")

    def test_two_alike_in_one_batch_are_refused(self):
        rows = [{"product_id": p.id, "code": "SAME"} for p in (self.shirt, self.cap)]
        self.refused("SAME", self.env["md.product.barcode"].create, rows)

    def test_a_gtin_is_one_however_long_it_is_written(self):
        self.shirt.barcode = UPC
        self.refused(TAKEN, self.cap.write, {"barcode": EAN})
        self.refused(TAKEN, self.further, self.cap, GTIN14)
        self.refused(TAKEN, self.pack, self.cap, EAN)
        self.refused(TAKEN, self.further, self.cap, "(01)" + GTIN14)

    def test_companies_with_catalogues_of_their_own(self):
        self.shirt.company_id = self.company
        self.shirt.barcode = EAN
        theirs = self.make("Theirs", UPC, company_id=self.other.id)
        self.assertEqual(self.found(UPC), (self.shirt, 1))
        self.assertEqual(self.found(UPC, self.other), (theirs, 1))
        # what both have clashes with both
        self.refused(TAKEN, self.cap.write, {"barcode": GTIN14})
        self.refused("belongs to", theirs.write, {"company_id": False})
        self.refused("belongs to", theirs.write, {"company_id": self.company.id})
        theirs.barcode = False
        self.shirt.company_id = False
        self.refused(TAKEN, self.make, "Theirs", UPC, company_id=self.other.id)

    def test_a_branch_has_the_catalogue_of_its_company(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.shirt.company_id = self.company
        self.shirt.barcode = EAN
        self.refused(TAKEN, self.make, "Branch's", UPC, company_id=branch.id)
        self.assertEqual(self.found(EAN, branch), (self.shirt, 1))

    def test_the_packaging_of_a_shared_product_is_everybodys(self):
        pack = self.pack(self.shirt, EAN)
        self.assertEqual(pack.company_id, self.company)
        self.refused(TAKEN, self.make, "Theirs", EAN, company_id=self.other.id)

    def test_archived_products_own_nothing(self):
        self.shirt.barcode = "CODE"
        self.further(self.shirt, "MORE")
        self.shirt.product_tmpl_id.action_archive()
        self.assertEqual(self.owners(self.shirt), [])
        self.cap.barcode = "MORE"
        self.refused(
            "MORE of .*Shirt belongs to .*Cap",
            self.shirt.product_tmpl_id.action_unarchive,
        )
        self.cap.barcode = False
        self.shirt.product_tmpl_id.action_unarchive()
        self.assertEqual(
            self.owners(self.shirt), [("CODE", "main"), ("MORE", "further")]
        )

    def test_who_is_deleted_owns_nothing(self):
        gone = self.make("Gone", "GONE")
        self.further(gone, "GONE-2")
        gone.unlink()
        self.cap.barcode = "GONE"
        self.further(self.cap, "GONE-2")
        self.assertEqual(len(self.owners(self.cap)), 2)

    def test_swapping_codes(self):
        self.shirt.barcode, self.cap.barcode = "ONE", "TWO"
        self.shirt.barcode = False
        self.cap.barcode = "ONE"
        self.shirt.barcode = "TWO"
        self.assertEqual(self.owners(self.cap), [("ONE", "main")])
        self.assertEqual(self.owners(self.shirt), [("TWO", "main")])

    def test_the_database_refuses_a_second_owner(self):
        self.shirt.barcode = EAN
        for catalogue in (0, self.company.id):
            with (
                self.assertRaises(ExclusionViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(
                    "INSERT INTO md_barcode_owner (code, key, catalogue, product_id,"
                    " what, clash) VALUES ('x', %s, %s, %s, 'main', false)",
                    [GTIN14, catalogue, self.cap.id],
                )

    def test_what_was_double_before_is_reported_and_kept(self):
        self.shirt.barcode = EAN
        double = self.make("Double")
        self.cr.execute(
            "UPDATE product_product SET barcode = %s WHERE id = %s", [UPC, double.id]
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.md_inventory_core.services") as logs:
            self.env["md.barcode.index"]._fill_index()
        self.assertIn(
            f"barcode {UPC} of product {double.id} has another", logs.output[0]
        )
        row = self.env["md.barcode.owner"].search([("product_id", "=", double.id)])
        self.assertTrue(row.clash)
        self.assertEqual(self.found(UPC), (self.shirt, 1))
        with self.assertNoLogs("odoo.addons.md_inventory_core.services"):
            self.env["md.barcode.index"]._fill_index()
        double.name = "May be changed"
        # when the first gives it up, the second has it
        self.shirt.barcode = False
        self.assertEqual(self.found(UPC), (double, 1))

    def test_import_in_one_go(self):
        made = self.env["product.template"].create(
            [
                {"name": f"Bulk {n}", "barcode": f"BULK-{n}", "type": "consu"}
                for n in range(5)
            ]
        )
        self.assertEqual(
            self.owners(*made.product_variant_ids),
            [(f"BULK-{n}", "main") for n in range(5)],
        )
        template = self.env["product.template"].create(
            {
                "name": "With more",
                "product_variant_ids": [],
                "uom_ids": [Command.link(self.six.id)],
            }
        )
        template.product_variant_id.md_barcode_ids = [
            Command.create({"code": "M-1"}),
            Command.create({"code": "M-6", "uom_id": self.six.id}),
        ]
        self.assertEqual(self.found("M-6"), (template.product_variant_id, 6))
