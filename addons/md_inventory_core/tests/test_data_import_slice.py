from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.md_inventory_core.lib.gtin import validate

from .common import DataImportCase


@tagged("post_install", "-at_install")
class TestDataImportSlice(DataImportCase):
    """What a finished import has made: stores, categories, products, stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.only_core_steps()
        cls.job = cls.make_import()
        cls.seen = []
        with patch.object(
            cls.env.registry["md.data.import"],
            "_live_changed",
            lambda job, *_args: cls.seen.append((job.step, job.done, job.total)),
        ):
            cls.drive(cls.job)

    def test_steps_follow_each_other_and_report_their_progress(self):
        self.assertEqual(self.job.state, "done")
        self.assertEqual(self.job.progress, 100)
        self.assertTrue(self.job.finished_at)
        self.assertEqual(
            self.seen,
            [
                ("Stores", 0, 1),
                ("Products", 0, 25),
                ("Products", 10, 25),
                ("Products", 20, 25),
                ("Opening stock", 0, 25),
                ("Opening stock", 10, 25),
                ("Opening stock", 20, 25),
                ("", 0, 0),
            ],
        )

    def test_store_is_a_warehouse_with_its_number(self):
        store = self.store()
        self.assertEqual(len(store), 1)
        self.assertEqual((store.name, store.code), ("Store 367", "S367"))
        self.assertEqual(store.company_id, self.env.company)

    def test_categories_have_three_levels(self):
        for item in self.world.items:
            product = self.products().filtered(
                lambda p, i=item: p.default_code == i.sku
            )
            level_3 = product.categ_id
            level_2, level_1 = level_3.parent_id, level_3.parent_id.parent_id
            self.assertEqual(
                (level_1.name, level_2.name, level_3.name),
                (item.group, item.category, item.sub_category),
            )
            self.assertFalse(level_1.parent_id)

    def test_no_category_path_exists_twice(self):
        rows = self.env["product.category"]._read_group(
            [], ["parent_id", "name"], ["__count"]
        )
        self.assertEqual([name for _parent, name, count in rows if count > 1], [])

    def test_products_have_sku_ean_and_price(self):
        products = {product.default_code: product for product in self.products()}
        self.assertEqual(len(self.products()), len(self.world.items))
        for item in self.world.items:
            product = products[item.sku]
            self.assertEqual(product.name, item.name)
            self.assertEqual(len(validate(product.barcode)), 13)
            self.assertEqual(product.barcode, item.barcode)
            cents = self.world.prices[item.ref]
            self.assertEqual(product.list_price, cents / 100)
            self.assertEqual(product.standard_price, round(cents * 0.7 / 100, 2))
            self.assertTrue(product.is_storable)
            self.assertFalse(product.taxes_id | product.supplier_taxes_id)

    def test_opening_stock_equals_the_plan(self):
        self.assertEqual(self.quantities(), self.planned_stock())
        products = self.products().with_context(warehouse_id=self.store().id)
        self.assertEqual(
            {p.default_code: p.qty_available for p in products},
            {i.sku: self.planned_stock()[i.ref] for i in self.world.items},
        )

    def test_opening_stock_is_booked_as_moves_from_the_adjustment_location(self):
        moves = self.env["stock.move"].search(
            [("product_id", "in", self.products().ids)]
        )
        self.assertEqual(len(moves), 25)
        self.assertEqual(set(moves.mapped("state")), {"done"})
        self.assertEqual(moves.location_id.mapped("usage"), ["inventory"])
        self.assertEqual(moves.location_dest_id, self.store().lot_stock_id)
