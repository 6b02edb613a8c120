from odoo.tests import tagged

from .common import WebShopCase


@tagged("post_install", "-at_install")
class TestWebShopImport(WebShopCase):
    """What the import does for the web shop."""

    def test_products_are_published_and_never_sold_without_stock(self):
        self.drive(self.job)
        self.assertEqual(self.job.state, "done")
        self.assertEqual(len(self.products()), 25)
        groups = {item.sku: item.group for item in self.world.items}
        for product in self.products():
            self.assertTrue(product.is_published)
            self.assertFalse(product.allow_out_of_stock_order)
            self.assertEqual(
                product.public_categ_ids.mapped("name"), [groups[product.default_code]]
            )

    def test_groups_are_not_doubled(self):
        groups = {item.group for item in self.world.items}
        shown = self.env["product.public.category"]
        shown.create({"name": min(groups)})
        self.drive(self.job)
        for group in groups:
            self.assertEqual(shown.search_count([("name", "=", group)]), 1)

    def test_shop_sells_from_the_busiest_store(self):
        self.drive(self.job)
        self.assertEqual(self.website.warehouse_id, self.store())

    def test_shop_with_a_warehouse_keeps_it(self):
        other = self.env["stock.warehouse"].create({"name": "Own", "code": "OWN"})
        self.website.warehouse_id = other
        self.drive(self.job)
        self.assertEqual(self.website.warehouse_id, other)
