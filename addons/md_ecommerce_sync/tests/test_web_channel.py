from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .web_common import WebCase


@tagged("post_install", "-at_install")
class TestWebChannel(WebCase):
    """A website has a channel of its own; its shoppers see what that may promise."""

    def make_warehouse(self, code):
        return self.env["stock.warehouse"].create({"name": code, "code": code})

    def test_a_new_website_has_its_channel(self):
        self.assertEqual(
            (self.channel.kind, self.channel.on_shortage), ("website", "refuse")
        )
        self.assertEqual(self.channel.code, f"WEB-{self.website.id}")
        self.assertEqual(self.channel.warehouse_ids, self.warehouse)
        self.assertFalse(self.channel.all_warehouses)
        other = self.env["website"].create({"name": "No warehouse"})
        self.assertTrue(other.md_channel_id.all_warehouses)
        self.assertNotEqual(other.md_channel_id, self.channel)

    def test_a_code_that_is_taken_is_not_taken_again(self):
        self.website.md_channel_id = False
        self.website._md_make_channels()
        code = self.website.md_channel_id.code
        self.assertEqual(code, f"WEB-{self.website.id}-1")

    def test_websites_that_were_there_get_a_channel_and_their_carts_too(self):
        cart = self.cart()
        sold = self.cart(shopper="Bob")
        sold.action_confirm()
        b2b = self.env["md.channel"]._of_company(self.website.company_id, "b2b")
        (cart | sold).md_channel_id = b2b
        self.website.md_channel_id = False
        self.env["website"]._md_make_for_websites()
        self.assertEqual(self.website.md_channel_id.kind, "website")
        self.assertEqual(cart.md_channel_id, self.website.md_channel_id)
        self.assertEqual(cart.md_on_shortage, "refuse")
        self.assertEqual(sold.md_channel_id, b2b)

    def test_the_channel_follows_the_warehouse_and_carts_do(self):
        cart = self.cart()
        by_hand, other = self.make_warehouse("HAND"), self.make_warehouse("NEXT")
        self.channel.warehouse_ids |= by_hand
        self.website.warehouse_id = other
        self.assertEqual(self.channel.warehouse_ids, by_hand | other)
        self.assertEqual(cart.warehouse_id, other)
        self.assertEqual(cart.order_line.warehouse_id, other)
        self.website.warehouse_id = False
        self.assertTrue(self.channel.all_warehouses)
        self.website.warehouse_id = other
        self.assertFalse(self.channel.all_warehouses)
        self.assertEqual(self.channel.warehouse_ids, by_hand | other)

    def test_the_channel_has_the_name_of_the_website_unless_it_got_another(self):
        self.website.name = "Shop"
        self.assertEqual(self.channel.name, "Shop")
        self.channel.name = "Mine"
        self.website.name = "Web"
        self.assertEqual(self.channel.name, "Mine")

    def test_a_website_of_another_company_has_another_channel(self):
        company = self.env["res.company"].create({"name": "Second"})
        self.website.write({"company_id": company.id, "warehouse_id": False})
        self.assertNotEqual(self.website.md_channel_id, self.channel)
        self.assertEqual(self.website.md_channel_id.company_id, company)
        self.assertFalse(self.channel.active)

    def test_a_channel_cannot_leave_its_website_behind(self):
        other = self.make_warehouse("ELSE")
        with self.assertRaisesRegex(ValidationError, "Web sells from"):
            self.channel.warehouse_ids = other
        with self.assertRaises(UserError):
            self.channel.warehouse_ids = False
        with self.assertRaisesRegex(ValidationError, "not a website's"):
            self.channel.kind = "b2b"
        b2b = self.env["md.channel"]._of_company(self.website.company_id, "b2b")
        with self.assertRaisesRegex(ValidationError, "not a website's"):
            self.website.md_channel_id = b2b

    def test_a_website_that_is_gone_leaves_an_archived_channel(self):
        self.website.unlink()
        self.assertFalse(self.channel.active)

    def test_a_cart_is_of_the_websites_channel(self):
        self.assertEqual(self.cart().md_channel_id, self.channel)
        self.assertEqual(self.order(1).md_channel_id.kind, "b2b")

    def test_the_shop_sees_what_its_channel_may_promise(self):
        self.channel.buffer_units = 3
        seen = self.website._get_product_available_qty(self.product)
        self.assertEqual(seen, 7)
        self.assertEqual(self.cart()._get_free_qty(self.product), 7)
        self.assertEqual(self.product.free_qty, 10, "no cache of a channel")
        self.channel.buffer_units = 10
        self.product.invalidate_recordset(["free_qty"])
        self.product.allow_out_of_stock_order = False
        at_web = self.product.with_context(website_id=self.website.id)
        self.assertTrue(at_web._is_sold_out())

    def test_a_cart_sees_what_it_holds_as_free(self):
        mine, other = self.cart(8), self.cart(1, shopper="Bob")
        mine._md_hold()
        self.assertEqual(mine._get_free_qty(self.product), 10)
        self.assertEqual(other._get_free_qty(self.product), 2)
        self.assertEqual(mine._get_free_qty(self.product), 10, "no cache of another")

    def test_new_products_are_not_sold_without_stock(self):
        self.assertFalse(self.product.allow_out_of_stock_order)
        settings = self.env["res.config.settings"].create({})
        self.assertFalse(settings.default_allow_out_of_stock_order)
        settings.default_allow_out_of_stock_order = True
        settings.execute()
        told = self.make_product("Told")
        self.assertTrue(told.allow_out_of_stock_order)
