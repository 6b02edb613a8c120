from html import escape

from odoo.tests import HttpCase, tagged

from .common import WebShopCase


@tagged("post_install", "-at_install")
class TestWebShopHttp(HttpCase, WebShopCase):
    """A visitor's view of the store's stock, over HTTP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.website.domain = False
        cls.drive(cls.job)
        assert cls.job.state == "done", cls.job.message

    def seen(self, product, quantity=1):
        """What the product page is told about a product."""
        return self.make_jsonrpc_request(
            "/website_sale/get_combination_info",
            {
                "product_template_id": product.product_tmpl_id.id,
                "product_id": product.id,
                "combination": [],
                "add_qty": quantity,
            },
        )

    def put_in_cart(self, product, quantity):
        return self.make_jsonrpc_request(
            "/shop/cart/add",
            {
                "product_template_id": product.product_tmpl_id.id,
                "product_id": product.id,
                "quantity": quantity,
            },
        )

    def carts(self, product):
        return self.env["sale.order.line"].search([("product_id", "=", product.id)])

    def test_shop_lists_the_products(self):
        product = self.products()[0]
        page = self.url_open(f"/shop?search={product.default_code}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(escape(product.name), page.text)

    def test_product_page_shows_the_price(self):
        product = self.products()[0]
        page = self.url_open(product.website_url)
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"{product.list_price:.2f}", page.text)

    def test_visitor_sees_what_the_store_has(self):
        product = self.products()[0]
        self.assertEqual(self.seen(product)["free_qty"], self.stock_of(product))

    def test_stock_of_other_warehouses_is_not_promised(self):
        product = self.products()[0]
        elsewhere = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        self.env["stock.quant"]._update_available_quantity(
            product, elsewhere.lot_stock_id, 1000
        )
        self.assertEqual(self.seen(product)["free_qty"], self.stock_of(product))

    def test_sale_in_the_store_is_seen_at_once(self):
        product = self.products()[0]
        self.env["stock.quant"]._update_available_quantity(
            product, self.store().lot_stock_id, -4
        )
        self.assertEqual(self.seen(product)["free_qty"], self.stock_of(product) - 4)

    def test_order_is_delivered_from_the_store(self):
        product = self.products()[0]
        self.put_in_cart(product, 2)
        order = self.carts(product).order_id
        self.assertEqual(order.website_id, self.website)
        self.assertEqual(order.warehouse_id, self.store())
        self.assertEqual(order.order_line.product_uom_qty, 2)
        self.assertEqual(round(order.amount_total, 2), round(2 * product.list_price, 2))
        self.assertEqual(self.seen(product)["cart_qty"], 2)

    def test_cart_takes_no_more_than_the_store_has(self):
        product = self.products()[0]
        answer = self.put_in_cart(product, self.stock_of(product) + 1)
        self.assertIn("warning", str(answer))
        self.assertEqual(
            self.carts(product).product_uom_qty, self.stock_of(product), answer
        )
