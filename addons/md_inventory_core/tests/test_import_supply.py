import base64
import io
import zipfile

from odoo.tests import tagged
from odoo.tools.image import image_to_base64

from .import_common import ImportCase

TERMS = "supplier,supplier_sku,supplier_price,price_from,moq,case_pack,lead_time"


@tagged("post_install", "-at_install")
class TestImportSupply(ImportCase):
    """Suppliers, further barcodes and pictures: a variant has many of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"]
        cls.mill = partners.create({"name": "Test Mill", "ref": "ML"})
        cls.trader = partners.create({"name": "Test Trader"})

    def offers(self, sku):
        """{(supplier, from): (price, moq, case pack, days)}."""
        return {
            (one.partner_id.name, one.min_qty): (
                *(one.price, one.md_moq, one.md_case_pack, one.delay),
            )
            for one in self.product(sku).seller_ids
        }

    def test_suppliers_and_their_terms(self):
        header = f"name,sku,{TERMS}"
        rows = [
            ["Test Yarn", "YA-1", "ML", "M-77", "12.5", "", "40", "20", "9"],
            ["", "YA-1", "ML", "", "11", "100", "40", "20", ""],
            ["", "YA-1", "Test Trader", "T-1", "13", "", "", "", "2"],
            ["Test Rope", "YA-2", "", "", "", "", "", "", ""],
        ]
        job = self.load(*rows, header=header)
        self.assertEqual(set(self.states(job).values()), {"new"}, self.told(job))
        offers = {
            ("Test Mill", 0.0): (12.5, 40, 20, 9),
            ("Test Mill", 100.0): (11, 40, 20, 1),
            ("Test Trader", 0.0): (13, 0, 0, 2),
        }
        self.assertEqual(self.offers("YA-1"), offers)
        first = self.product("YA-1")
        self.assertEqual(job.line_ids.mapped("res_id")[:3], [first.id] * 3)
        again = self.load(*rows, header=header)
        self.assertEqual(set(self.states(again).values()), {"unchanged"})
        rows[1][4] = "10.5"
        last = self.load(*rows, header=header)
        self.assertEqual(
            list(self.states(last).values()),
            ["unchanged", "changed", "unchanged", "unchanged"],
        )
        offers["Test Mill", 100.0] = (10.5, 40, 20, 1)
        self.assertEqual(self.offers("YA-1"), offers)

    def test_terms_that_cannot_be(self):
        rows = [
            ["Test Yarn", "YA-1", "ML", "", "12", "", "", "", ""],
            ["", "YA-1", "ML", "", "11", "0", "", "", ""],
            ["Test Rope", "YA-2", "Nobody", "", "1", "", "", "", ""],
            ["Test Rag", "YA-3", "", "", "1", "", "", "", ""],
        ]
        job = self.load(*rows, header=f"name,sku,{TERMS}")
        told = self.told(job)
        self.assertIn("row 2 has the same supplier and price_from", told[3][2])
        self.assertIn("column supplier: there is no supplier Nobody", told[4][2])
        self.assertIn("is empty, while supplier_price is filled", told[5][2])
        self.assertEqual({state for state, *_more in told.values()}, {"refused"})

    def test_further_barcodes(self):
        box = self.env["uom.uom"].create(
            {
                "name": "Test Box",
                "relative_factor": 6,
                "relative_uom_id": self.env.ref("uom.product_uom_unit").id,
            }
        )
        header = "name,sku,barcode,further_barcodes"
        row = ["Test Soap", "SO-1", "4006381333931", "96385074; SOAP*12; SBOX*Test box"]
        self.load(row, header=header)
        soap = self.product("SO-1")
        found = {one.code: (one.quantity, one.uom_id) for one in soap.md_barcode_ids}
        none = box.browse()
        self.assertEqual(
            found, {"96385074": (1, none), "SOAP": (12, none), "SBOX": (6, box)}
        )
        self.assertEqual(self.states(self.load(row, header=header)), {2: "unchanged"})
        owners = self.env["md.barcode.owner"].search([("product_id", "=", soap.id)])
        self.assertEqual(len(owners), 4, "all four are found at the till")
        row[3] = "SOAP*24"
        self.assertEqual(self.states(self.load(row, header=header)), {2: "changed"})
        self.assertEqual(soap.md_barcode_ids.mapped("quantity"), [24])
        self.load(["", "SO-1", "", "-"], header=header)
        self.assertFalse(soap.md_barcode_ids)

    def test_codes_of_others(self):
        old = self.style(name="Test Old", default_code="OLD-1")
        codes = ("036000291452", "96385074")
        old.product_variant_id.md_barcode_ids = [(0, 0, {"code": c}) for c in codes]
        job = self.load(
            ["A", "A-1", "0036000291452", ""],  # the same number, longer
            ["B", "B-1", "", "X-1;96385074"],
            ["C", "C-1", "SAME", ""],
            ["D", "D-1", "", "SAME"],
            ["E", "E-1", "", "TWICE;TWICE"],
            ["F", "F-1", "", "4006381333932"],
            ["G", "G-1", "", "GOOD*0"],
            header="name,sku,barcode,further_barcodes",
        )
        words = [
            "column barcode: 0036000291452 is that of [OLD-1] Test Old already",
            "column further_barcodes: 96385074 is that of [OLD-1] Test Old",
            "column barcode: SAME is in row 5, too",
            "column further_barcodes: SAME is in row 4, too",
            "column further_barcodes: TWICE is in row 6, too",
            "4006381333932: the check digit is 2, but should be 1",
            "column further_barcodes: 0 is no number",
        ]
        for part, (state, _column, message) in zip(
            words, self.told(job).values(), strict=True
        ):
            self.assertEqual(state, "refused")
            self.assertIn(part, message)

    def test_many_own_their_barcodes_at_once(self):
        """The way for many keeps the index of barcodes, too."""
        values = self.add("colour", *(f"Shade {n}" for n in range(12)))
        self.load(
            *(
                ["Test Ball", f"BL-{n}", f"BALL-{n}", value.name]
                for n, value in enumerate(values)
            ),
            header="name,sku,barcode,colour",
        )
        for number in (0, 11):
            code = f"BALL-{number}"
            found = self.env["md.barcode.lookup"]._find([code])
            self.assertEqual(found[code].product_id, self.product(f"BL-{number}").id)

    def zipped(self, files):
        """A ZIP of files, as a field holds it."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return {"images": base64.b64encode(out.getvalue())}

    def picture(self, colour="#aa0000", size=(4, 4)):
        from PIL import Image

        return base64.b64decode(image_to_base64(Image.new("RGB", size, colour), "PNG"))

    def test_pictures_from_a_zip(self):
        red, wide = self.picture(), self.picture("#0000aa", (2500, 20))
        files = {
            "photos/Red.PNG": red,
            "wide.png": wide,
            "../../etc/outside.png": red,
            "a/two.png": red,
            "b/two.png": red,
            "text.png": b"no picture",
            "bomb.png": b"0" * 25_000_000,
        }
        pictures = self.zipped(files)
        self.assertLess(len(pictures["images"]), 100_000)
        names = ["red.png", "blue.png", "wide.png", "outside.png", "two.png"]
        names += ["text.png", "bomb.png"]
        rows = [[f"Test Cap {n}", f"CA-{n}", name] for n, name in enumerate(names)]
        job = self.load(*rows, header="name,sku,image", **pictures)
        told = self.told(job)
        good = {2, 4, 5}
        self.assertEqual(
            {n for n, (state, *_m) in told.items() if state == "new"}, good
        )
        for number, words in {
            3: "Row 3, column image: the ZIP has no file blue.png",
            6: "the ZIP has several files two.png",
            7: "text.png is no picture that can be read",
            8: "bomb.png has more than 20 MB",
        }.items():
            self.assertIn(words, told[number][2])
        self.assertEqual(base64.b64decode(self.product("CA-0").image_1920), red)
        again = self.load(
            *(rows[n - 2] for n in good), header="name,sku,image", **pictures
        )
        self.assertEqual(set(self.states(again).values()), {"unchanged"})

    def test_what_is_no_zip(self):
        images = base64.b64encode(b"PK nothing")
        job = self.load(
            ["Cap", "CA-1", "red.png"], header="name,sku,image", images=images
        )
        self.assertIn("column image: the pictures are no ZIP", self.told(job)[2][2])
