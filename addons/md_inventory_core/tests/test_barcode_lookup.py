from decimal import Decimal

from odoo.tests import tagged

from .barcode_common import BarcodeCase


@tagged("post_install", "-at_install")
class TestBarcodeLookup(BarcodeCase):
    """What a scanned text is, and what else it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gram = cls.env.ref("uom.product_uom_gram")
        cls.cheese = cls.make(
            "Cheese",
            "2112345000008",
            uom_id=cls.env.ref("uom.product_uom_kgm").id,
        )
        cls.company.nomenclature_id = cls.env.ref(
            "barcodes.default_barcode_nomenclature"
        )

    def one(self, text):
        return self.lookup._find([text])[text]

    def test_any_kind_of_code(self):
        self.shirt.barcode = "0012345678905"
        self.pack(self.shirt, "10012345678902")
        partner = self.env["res.partner"].create({"name": "Supplier"})
        for code in ("96385074", "Any text", "(01)09501101530003(10)A", "জামা"):
            self.further(self.shirt, code, partner_id=partner.id, quantity=3)
        for text, quantity, what in (
            *(("0012345678905", 1, "main"), ("012345678905", 1, "main")),
            *(("]E00012345678905", 1, "main"), ("10012345678902", 6, "packaging")),
            *(("96385074", 3, "further"), ("Any text", 3, "further")),
            *(("010950110153000310A", 3, "further"), ("জামা\r", 3, "further")),
        ):
            with self.subTest(text):
                found = self.one(text)
                self.assertEqual(found.product_id, self.shirt.id)
                self.assertEqual((found.quantity, found.what), (quantity, what))
                partners = partner.id if what == "further" else None
                self.assertEqual(found.partner_id, partners)
        self.assertEqual(self.one("10012345678902").packaging_uom_id, self.six.id)
        for unknown in ("any text", "8901234567890", "", "  ", "8.90123E+12"):
            self.assertIsNone(self.one(unknown))

    def test_weight_and_price_in_the_code(self):
        found = self.one("2112345012346")
        self.assertEqual(found.product_id, self.cheese.id)
        self.assertEqual((found.how, found.weight), ("instore", Decimal("1.234")))
        self.assertEqual(found.quantity, Decimal("1.234"))
        self.env["barcode.rule"].create(
            {
                "name": "Price",
                "barcode_nomenclature_id": self.company.nomenclature_id.id,
                "type": "weight",
                "encoding": "ean13",
                "pattern": "25......{DDDD}",
                "md_value_checked": True,
            }
        )
        self.further(self.cheese, "2500007000006")
        found = self.one("2500007928751")  # the value's own check digit is 9
        self.assertEqual(found and found.weight, Decimal("0.2875"))
        self.assertIsNone(self.one("2500007828754"), "9 is right, not 8")
        self.assertEqual(self.one("2112345000008").how, "code")

    def test_a_rule_with_a_check_digit_must_have_room_for_it(self):
        rule = self.env.ref("stock.barcode_rule_weight_three_dec")
        rule.md_value_checked = True
        with self.assertRaisesRegex(Exception, "a pattern such as"):
            rule.pattern = "21....{NNNDDD}"

    def test_element_strings(self):
        self.cheese.barcode = "9501101530003"
        text = "]C10109501101530003" + "3103001250" + "17271231" + "10LOT7\x1d21S9"
        found = self.one(text)
        self.assertEqual(found.product_id, self.cheese.id)
        self.assertEqual((found.how, found.lot, found.serial), ("gs1", "LOT7", "S9"))
        self.assertEqual(found.expiry.isoformat(), "2027-12-31")
        self.assertEqual((found.weight, found.quantity), (Decimal("1.25"),) * 2)
        self.assertEqual(found.elements.parts[0], ("01", "09501101530003"))
        self.cheese.uom_id = self.gram
        self.assertEqual(self.one(text).quantity, 1250)
        self.cheese.uom_id = self.env.ref("uom.product_uom_lb")
        self.assertAlmostEqual(float(self.one(text).quantity), 2.756, 3)
        self.cap.barcode = "10012345678902"
        found = self.one("(01)10012345678902(3922)1599(30)4")
        self.assertEqual((found.product_id, found.quantity), (self.cap.id, 4))
        self.assertEqual(found.price, Decimal("15.99"))

    def test_one_query_for_any_number_of_codes(self):
        made = self.env["product.product"].create(
            [{"name": f"Many {n}", "barcode": f"MANY-{n}"} for n in range(50)]
        )
        self.lookup._find(["MANY-1"])
        self.env.flush_all()
        with self.assertQueryCount(1):
            found = self.lookup._find([f"MANY-{n}" for n in range(50)])
        self.assertEqual([f.product_id for f in found.values()], made.ids)
        with self.assertQueryCount(1):
            self.lookup._find(["2112345012346", "nothing", "(01)09501101530003"])
        with self.assertQueryCount(0):
            self.assertEqual(self.lookup._find([""]), {"": None})
