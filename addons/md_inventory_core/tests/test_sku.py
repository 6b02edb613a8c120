import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .product_common import ProductCase


@tagged("post_install", "-at_install")
class TestSku(ProductCase):
    """SKUs by pattern, one owner each, the same for ever."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["product.category"]
        cls.group = categories.create({"name": "Test Clothes", "md_code": "CL"})
        cls.category = categories.create(
            {"name": "Test Shirts", "parent_id": cls.group.id, "md_code": "SH"}
        )
        cls.pattern = "{brand}-{style}-{colour}-{size}"

    def shirts(self, *wishes, style="77", **values):
        template = self.style(
            categ_id=self.category.id,
            md_brand_id=self.brand.id,
            md_style_code=style,
            **values,
        )
        return self.maker._ensure(template, wishes)

    def test_made_by_the_pattern(self):
        self.category.md_sku_pattern = self.pattern
        made = self.shirts(
            self.wish(self.colours[0], self.sizes[0]),
            self.wish(self.colours[1], self.sizes[2]),
        )
        red, blue = self.colours[0].md_code, self.colours[1].md_code
        self.assertEqual(
            made.mapped("default_code"),
            [
                f"TAR-77-{red}-{self.sizes[0].md_code}",
                f"TAR-77-{blue}-{self.sizes[2].md_code}",
            ],
        )

    def test_stable_when_a_label_changes(self):
        self.category.md_sku_pattern = self.pattern
        [made] = self.shirts(self.wish(self.colours[0], self.sizes[0]))
        before = made.default_code
        self.colours[0].write({"name": "Crimson", "md_code": "CRI"})
        self.brand.code = "NEW"
        self.category.md_sku_pattern = "{seq:5}"
        made.product_tmpl_id.name = "Renamed"
        self.assertEqual(made.default_code, before)

    def test_a_running_number(self):
        self.category.md_sku_pattern = "{group}{category}.{seq:4}"
        first = self.shirts(*(self.wish(colour) for colour in self.colours))
        [second] = self.shirts(self.wish(self.colours[0]))
        codes = [*first.mapped("default_code"), second.default_code]
        self.assertEqual(codes, [f"CLSH.000{n}" for n in (1, 2, 3, 4)])

    def test_a_number_that_is_taken_is_left_out(self):
        self.style(default_code="CL-002")
        self.category.md_sku_pattern = "{group}-{seq:3}"
        made = self.shirts(self.wish(self.colours[0]), self.wish(self.colours[1]))
        self.assertEqual(made.mapped("default_code"), ["CL-001", "CL-003"])

    def test_collisions(self):
        self.category.md_sku_pattern = "{brand}-{style}"
        made = self.shirts(*(self.wish(colour) for colour in self.colours))
        self.assertEqual(
            made.mapped("default_code"), ["TAR-77", "TAR-77-2", "TAR-77-3"]
        )

    def test_what_is_given_stays(self):
        self.category.md_sku_pattern = "{group}-{seq:3}"
        template = self.style(categ_id=self.category.id, default_code="MINE-1")
        self.assertEqual(template.default_code, "MINE-1")
        self.assertEqual(template.product_variant_id.default_code, "MINE-1")

    def test_handed_down(self):
        self.group.md_sku_pattern = "{group}-{seq:3}"
        self.assertEqual(self.category.md_sku_pattern, "{group}-{seq:3}")
        self.assertEqual(self.category.md_sku_preview, "CL-001")

    def test_preview(self):
        self.category.md_sku_pattern = "{group}-{brand}-{style}-{seq:3}"
        self.assertEqual(self.category.md_sku_preview, "CL-BRD-1001-001")

    def test_unknown_key(self):
        with self.assertRaisesRegex(
            ValidationError, r"Test Shirts: \{fabrik\} is no key"
        ):
            self.category.md_sku_pattern = "{brand}-{fabrik}"

    def test_too_long(self):
        self.category.md_sku_pattern = "{style}"
        with self.assertRaisesRegex(UserError, "longer than 64"):
            self.shirts(self.wish(self.colours[0]), style="9" * 70)

    def test_taken(self):
        self.style(default_code="ONE-OWNER", name="The Owner")
        with self.assertRaisesRegex(ValidationError, "ONE-OWNER is that of The Owner"):
            self.style(default_code="ONE-OWNER")
        other = self.style()
        with self.assertRaisesRegex(ValidationError, "ONE-OWNER is that of The Owner"):
            other.default_code = "ONE-OWNER"

    def test_two_companies(self):
        theirs = self.env["res.company"].create({"name": "Test Other Company"})
        mine = self.style(default_code="EACH-1", company_id=self.company.id)
        other = self.style(default_code="EACH-1", company_id=theirs.id)
        self.assertEqual(mine.default_code, other.default_code)
        with self.assertRaisesRegex(ValidationError, "EACH-1 is that of"):
            self.style(default_code="EACH-1", company_id=False)

    def test_the_database_refuses_too(self):
        first, second = self.style(default_code="DB-1"), self.style(default_code="DB-2")
        self.env.flush_all()
        with (
            self.assertRaises(psycopg2.errors.ExclusionViolation),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                "UPDATE product_product SET default_code = 'DB-1' WHERE id = %s",
                [second.product_variant_id.id],
            )
        self.assertEqual(first.default_code, "DB-1")

    def test_switched_off(self):
        self.company.md_unique_sku = False
        self.style(default_code="TWICE")
        self.assertEqual(self.style(default_code="TWICE").default_code, "TWICE")
