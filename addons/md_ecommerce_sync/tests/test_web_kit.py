from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .web_common import WebCase


@tagged("post_install", "-at_install")
class TestWebKit(WebCase):
    """The shop sells as many kits as its components allow, and no unit twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        template = cls.env["product.template"].create(
            {
                "name": "Box",
                "list_price": 100,
                "taxes_id": False,
                "md_kit": "parts",
                "md_kit_line_ids": [
                    Command.create({"product_id": cls.product.id, "product_qty": 3})
                ],
            }
        )
        cls.kit = template.product_variant_id

    def add(self, cart, product, quantity):
        """What the cart says of a product after so many were added."""
        updated = cart.with_context(website_id=self.website.id)
        line = cart.order_line.filtered(lambda line: line.product_id == product)
        allowed, _warning = updated._verify_updated_quantity(
            line, product.id, quantity, product.uom_id.id
        )
        return allowed

    def test_a_shopper_sees_whole_kits(self):
        self.assertEqual(self.free(product=self.kit), 3)
        cart = self.cart(1, self.kit)
        self.assertEqual(self.add(cart, self.kit, 9), 3)

    def test_what_a_kit_in_the_cart_takes_is_not_added_beside_it(self):
        cart = self.cart(2, self.kit)
        self.assertEqual(cart._get_free_qty(self.product), 4)
        self.assertEqual(self.add(cart, self.product, 9), 4)
        other = self.cart(5, self.product, "Bob")
        self.assertEqual(cart._get_free_qty(self.kit), 3)
        self.assertEqual(other._get_unavailable_quantity_from_kits(self.kit), 2)
        self.assertEqual(self.add(other, self.kit, 9), 1)

    def test_who_pays_second_is_told(self):
        first, second = self.cart(2, self.kit), self.cart(2, self.kit, "Bob")
        loose = self.cart(5, self.product, "Cid")
        first._check_cart_is_ready_to_be_paid()
        self.assertEqual(self.counter(), 6)
        with self.assertRaisesRegex(UserError, "Only 1 left of Box"):
            second._check_cart_is_ready_to_be_paid()
        with self.assertRaisesRegex(UserError, "Only 4.* left of Claimed"):
            loose._check_cart_is_ready_to_be_paid()
        self.assertEqual(self.counter(), 6)
        # what the cart holds is free for itself
        first._check_cart_is_ready_to_be_paid()
        first.action_confirm()
        self.assertEqual(self.counter(), 6)

    def test_a_kit_and_its_component_in_one_cart(self):
        cart = self.cart(3, self.kit)
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        cart.order_line = [Command.create(line)]
        cart._check_cart_is_ready_to_be_paid()
        self.assertEqual(self.counter(), 10)
        second = self.cart(1, self.product, "Bob")
        with self.assertRaisesRegex(UserError, "Claimed is sold out"):
            second._check_cart_is_ready_to_be_paid()

    def test_a_cart_that_is_left_frees_its_components(self):
        cart = self.cart(3, self.kit)
        cart._md_hold()
        self.assertEqual(self.free(product=self.kit), 0)
        self.expire()
        self.assertEqual(self.free(product=self.kit), 3)
