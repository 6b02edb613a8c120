from contextlib import contextmanager

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .product_common import ProductCase


@tagged("post_install", "-at_install")
class TestDimension(ProductCase):
    """Twenty dimensions for each company, groups with what they demand, brands."""

    @contextmanager
    def _refused(self, why):
        with self.assertRaisesRegex(ValidationError, why), self.cr.savepoint():
            yield

    def test_each_company_has_the_shipped_set(self):
        company = self.env["res.company"].create({"name": "Test New Company"})
        mine = self.env["md.dimension"]._for(company)
        self.assertEqual(len(mine), 20)
        self.assertEqual(mine.mapped("position"), list(range(1, 21)))
        self.assertEqual(
            mine.attribute_id, self.env["md.dimension"]._for(self.company).attribute_id
        )

    def test_the_twenty_first(self):
        attribute = self.env["product.attribute"].create({"name": "Test Lining"})
        with self.assertRaisesRegex(ValidationError, "Test Lining would be the 21st"):
            self.env["md.dimension"].create(
                {"attribute_id": attribute.id, "code": "lining", "position": 3}
            )

    def test_a_client_has_its_own(self):
        client = self.env["md.client"].create({"name": "Test Client", "code": "TC1"})
        own = self.env["md.dimension"].create(
            {
                "attribute_id": self.dimensions["size"].attribute_id.id,
                "code": "mass",
                "client_id": client.id,
                "position": 1,
            }
        )
        dimensions = self.env["md.dimension"]
        self.assertEqual(dimensions._for(self.company, client), own)
        self.assertEqual(len(dimensions._for(self.company)), 20)

    def test_bad_codes(self):
        dimension = self.dimensions["fit"]
        for code, why in (
            ("Fit", "small letters"),
            ("fit-1", "small letters"),
            ("1fit", "begins with a letter"),
            ("brand", "means something else"),
        ):
            with self.assertRaisesRegex(ValidationError, why), self.cr.savepoint():
                dimension.code = code

    def test_an_attribute_never_multiplies(self):
        with self.assertRaisesRegex(ValidationError, "all thinkable variants"):
            self.dimensions["fit"].attribute_id.create_variant = "always"

    def test_short_codes_of_values(self):
        codes = self.colours.mapped("md_code")
        self.assertEqual(len(set(codes)), 3)
        [again] = self.add("colour", "Red Toast")
        self.assertNotIn(again.md_code, codes)

    def test_levels(self):
        group = self.env["product.category"].create({"name": "Test Group"})
        category = group.create({"name": "Test Category", "parent_id": group.id})
        below = group.create({"name": "Test Below", "parent_id": category.id})
        levels = (group | category | below).mapped("md_level")
        self.assertEqual(levels, ["group", "category", "sub_category"])
        category.parent_id = False
        self.assertEqual(category.md_level, "group")
        self.assertEqual(below.md_level, "category")

    def test_no_cycle(self):
        group = self.env["product.category"].create({"name": "Test Group"})
        below = group.create({"name": "Test Below", "parent_id": group.id})
        with self.assertRaisesRegex(UserError, "(?i)recursi"):
            group.parent_id = below

    def test_settings_from_above(self):
        fifo = self.env.ref("stock.removal_fifo")
        group = self.env["product.category"].create({"name": "Test Group"})
        category = group.create({"name": "Test Category", "parent_id": group.id})
        own = group.create(
            {"name": "Test Own", "parent_id": group.id, "md_inherit": False}
        )
        below = group.create({"name": "Test Below", "parent_id": category.id})
        group.write(
            {
                "removal_strategy_id": fifo.id,
                "md_count_class": "a",
                "property_cost_method": "average",
            }
        )
        for one in category | below:
            self.assertEqual(one.removal_strategy_id, fifo)
            self.assertEqual(one.md_count_class, "a")
            self.assertEqual(one.property_cost_method, "average")
        self.assertFalse(own.removal_strategy_id)
        late = group.create({"name": "Test Late", "parent_id": category.id})
        self.assertEqual(late.md_count_class, "a")
        own.md_inherit = True
        self.assertEqual(own.md_count_class, "a")

    def test_what_a_category_demands(self):
        group = self.env["product.category"].create(
            {"name": "Test Group", "md_brand_required": True}
        )
        below = group.create({"name": "Test Below", "parent_id": group.id})
        with self._refused("Test Below need a brand"):
            self.style(categ_id=below.id)
        group.md_dimension_ids = self.dimensions["size"]
        with self._refused("need Size"):
            self.style(categ_id=below.id, md_brand_id=self.brand.id)
        sizes = [
            (
                0,
                0,
                {
                    "attribute_id": self.sizes.attribute_id.id,
                    "value_ids": self.sizes.ids,
                },
            )
        ]
        made = self.style(
            categ_id=below.id, md_brand_id=self.brand.id, attribute_line_ids=sizes
        )
        self.assertEqual(self.brand.product_count, 1)
        with self.assertRaisesRegex(ValidationError, "need a brand"):
            made.md_brand_id = False

    def test_taxes_of_a_category(self):
        tax = self.env["account.tax"].create({"name": "Test VAT", "amount": 7.5})
        group = self.env["product.category"].create(
            {"name": "Test Group", "md_tax_ids": [(6, 0, tax.ids)]}
        )
        below = group.create({"name": "Test Below", "parent_id": group.id})
        self.assertEqual(self.style(categ_id=below.id).taxes_id, tax)
        form = Form(self.env["product.template"])
        form.name = "Test By Hand"
        form.categ_id = below
        self.assertEqual(form.save().taxes_id, tax)

    def test_brand_codes(self):
        brands = self.env["md.brand"].create(
            [{"name": "Test Walton Group"}, {"name": "Test Walton Goods"}]
        )
        self.assertEqual(len(set(brands.mapped("code"))), 2)
