from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase


class BarcodeCase(TransactionCase):
    """A product with a pack of six, and a second company with its own catalogue."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lookup = cls.env["md.barcode.lookup"]
        cls.company = cls.env.company
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.six = cls.env["uom.uom"].create(
            {
                "name": "Six",
                "relative_factor": 6,
                "relative_uom_id": cls.env.ref("uom.product_uom_unit").id,
            }
        )
        cls.shirt = cls.make("Shirt", uom_ids=[Command.link(cls.six.id)])
        cls.cap = cls.make("Cap")

    @classmethod
    def make(cls, name, barcode=False, **values):
        return cls.env["product.product"].create(
            {"name": name, "barcode": barcode, "is_storable": True, **values}
        )

    @classmethod
    def further(cls, product, code, **values):
        return cls.env["md.product.barcode"].create(
            {"product_id": product.id, "code": code, **values}
        )

    @classmethod
    def pack(cls, product, code):
        return cls.env["product.uom"].create(
            {"product_id": product.id, "uom_id": cls.six.id, "barcode": code}
        )

    def found(self, text, company=None):
        """What is found: (product, quantity), None when nothing is."""
        found = self.lookup._find([text], company)[text]
        return found and (
            self.env["product.product"].browse(found.product_id),
            float(found.quantity),
        )

    def owners(self, *products):
        """[(code, what)] of the index."""
        ids = [product.id for product in products]
        rows = self.env["md.barcode.owner"].search([("product_id", "in", ids)])
        return sorted((row.code, row.what) for row in rows)

    def refused(self, words, function, *args, **kwargs):
        """It is refused with these words, and nothing of it is written."""
        before = self.owners(self.shirt, self.cap)
        with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
            function(*args, **kwargs)
            self.env.flush_all()
        self.assertRegex(str(caught.exception), words)
        self.env.invalidate_all()
        self.assertEqual(self.owners(self.shirt, self.cap), before)
