from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .barcode_common import BarcodeCase


@tagged("post_install", "-at_install")
class TestFurtherBarcode(BarcodeCase):
    """What a barcode may be, who may write it, and where it is found."""

    def test_the_kind_is_known_by_its_looks(self):
        for code, kind in (
            *(("8901234567894", None), ("8901234567890", "ean13")),
            *(("96385074", "ean8"), ("012345678905", "upca")),
            *(("10012345678902", "gtin14"), ("SHIRT/7", "code128")),
            *(("(01)09501101530003(10)A", "gs1"), ("জামা", "qr")),
        ):
            with self.subTest(code):
                if not kind:
                    self.refused(
                        "check digit is 4, but should be 0",
                        self.further,
                        self.shirt,
                        code,
                    )
                    continue
                barcode = self.further(self.shirt, f" {code} ")
                self.assertEqual((barcode.code, barcode.kind), (code, kind))

    def test_bad_input_is_refused_by_name(self):
        for values, words in (
            ({"code": "8.90123E+12"}, "Barcode 8.90123E\\+12: .*as Excel shortens it"),
            ({"code": "012345678904"}, "the check digit is 4, but should be 5"),
            ({"code": "123", "kind": "ean8"}, "it has 3 digits, not 8"),
            ({"code": "জামা", "kind": "code128"}, "cannot be printed as Code 128"),
            ({"code": "hello", "kind": "gs1"}, "no GS1 element strings"),
            ({"code": "ABCDEFGH", "kind": "ean8"}, "character 1 \\(A\\) is no digit"),
            (
                {"code": "X", "uom_id": self.env.ref("uom.product_uom_kgm").id},
                "Shirt cannot be counted in kg",
            ),
        ):
            with self.subTest(**values):
                self.refused(words, self.further, self.shirt, **values)
        barcode = self.further(self.shirt, "8901234567890")
        self.refused("check digit", barcode.write, {"code": "8901234567891"})
        self.refused("13 digits, not 12", barcode.write, {"kind": "upca"})
        barcode.write({"code": "8901234567891", "kind": "code128"})
        self.assertEqual(self.owners(self.shirt), [("8901234567891", "further")])

    def test_main_barcodes_that_excel_shortened_are_refused(self):
        words = "8.90123E\\+12: this is a number as Excel shortens it"
        self.refused(words, self.cap.write, {"barcode": "8.90123E+12"})
        self.refused(words, self.pack, self.shirt, "8.90123E+12")

    def test_main_barcodes_are_verified_when_it_is_set(self):
        self.company.md_strict_barcodes = False
        bad = "8901234567894"
        warning = self.cap.new({"barcode": bad})._onchange_md_barcode()["warning"]
        self.assertIn("should be 0", warning["message"])
        self.cap.barcode = bad
        self.company.md_strict_barcodes = True
        self.refused("should be 0", self.shirt.write, {"barcode": "890123456789" + "5"})
        self.shirt.barcode = "8901234567890"
        self.cap.list_price = 7

    def test_it_stands_for_its_packaging_or_a_quantity(self):
        carton = self.further(self.shirt, "CARTON", quantity=12)
        six = self.further(self.shirt, "SIX", uom_id=self.six.id)
        self.assertEqual((carton.quantity, six.quantity), (12, 6))
        self.assertEqual(self.found("CARTON"), (self.shirt, 12))
        six.uom_id = False
        six.quantity = 5
        self.assertEqual(self.found("SIX"), (self.shirt, 5))

        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            six.quantity = 0
            self.env.flush_all()

    def test_searches_find_it(self):
        self.shirt.barcode = "0012345678905"
        self.further(self.cap, "CAP-OLD-LABEL")
        self.pack(self.shirt, "SHIRT-6")
        products, templates = self.env["product.product"], self.env["product.template"]
        for text, product in (
            *(("CAP-OLD-LABEL", self.cap), ("SHIRT-6", self.shirt)),
            *(("012345678905", self.shirt), ("00012345678905", self.shirt)),
        ):
            with self.subTest(text):
                name = products.name_search(text)
                self.assertEqual([row[0] for row in name], product.ids)
                shown = products.search([("display_name", "ilike", text)])
                self.assertEqual(shown, product)
                for model, record in (
                    (products, product),
                    (templates, product.product_tmpl_id),
                ):
                    for operator in ("=", "ilike"):
                        hit = model.search([("md_any_barcode", operator, text)])
                        self.assertEqual(hit, record)
        self.assertEqual(
            products.search([("md_any_barcode", "ilike", "old-l")]), self.cap
        )
        self.assertFalse(products.search([("md_any_barcode", "=", "CAP-OLD")]))
        shirts = products.search([("md_any_barcode", "in", ["SHIRT-6", "nothing"])])
        self.assertEqual(shirts, self.shirt)

    def test_roles(self):
        barcode = self.further(self.shirt, "ROLE")
        for role, may in (
            *(("cashier", False), ("warehouse", False), ("support", False)),
            *(("auditor", False), ("manager", True), ("admin", True)),
        ):
            user = new_test_user(
                self.env, f"bar_{role}", f"md_inventory_core.group_{role}"
            )
            mine = barcode.with_user(user)
            with self.subTest(role):
                self.assertEqual(mine.code, "ROLE")
                self.assertEqual(mine.has_access("write"), may)
                if may:
                    mine.note = role
                    made = mine.create({"product_id": self.cap.id, "code": role})
                    made.unlink()
                else:
                    with self.assertRaises(AccessError):
                        mine.create({"product_id": self.cap.id, "code": role})

    def test_other_companies_do_not_see_it(self):
        self.shirt.company_id = self.company
        barcode = self.further(self.shirt, "MINE")
        shared = self.further(self.cap, "OURS")
        user = new_test_user(
            self.env,
            "bar_other",
            "md_inventory_core.group_manager",
            company_id=self.other.id,
            company_ids=[(6, 0, self.other.ids)],
        )
        seen = self.env["md.product.barcode"].with_user(user).search([])
        self.assertIn(shared, seen)
        self.assertNotIn(barcode, seen)
        # nor do they learn whose it is
        products = self.env["product.product"].with_user(user)
        with self.assertRaisesRegex(ValidationError, "a product that you do not see"):
            products.create({"name": "Scarf", "barcode": "MINE"})
