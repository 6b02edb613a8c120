from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.md_inventory_core.tests.modifier_common import ModifierMixin
from odoo.addons.md_inventory_core.tests.product_common import ProductCase

from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestTillChoice(ModifierMixin, TillCase):
    """Dimensions, brands and options at the till."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dimensions = {
            dimension.code: dimension
            for dimension in cls.env["md.dimension"]._for(cls.company)
        }
        cls.paper = cls.make_thing("Paper", 9)
        cls.plain, cls.gift = cls.make_option(cls.thing, cls.paper)

    def wrapped(self, quantity, **rest):
        """What a till sends of wrapped pieces."""
        line = {
            "product": self.thing,
            "quantity": quantity,
            "attribute_value_ids": [(6, 0, self.gift.ids)],
        }
        return self.create_ui_order_data(
            [line], payments=[(self.bank_pm1, 10.0 * quantity)], **rest
        )

    def garment(self):
        """A coat of two colours and sizes of which two variants exist."""
        red, blue = ProductCase.add.__func__(self, "colour", "Red Till", "Blue Till")
        small, large = ProductCase.add.__func__(self, "size", "S Till", "L Till")
        coat = self.env["product.template"].create(
            {"name": "Coat", "available_in_pos": True, "is_storable": True}
        )
        wish = ProductCase.wish
        made = self.env["md.variant.maker"]._ensure(
            coat, [wish(red, small), wish(blue, large)]
        )
        return coat, made

    def test_an_option_takes_its_goods(self):
        self.open()
        order = self.send(self.wrapped(3))
        self.assertEqual(order.picking_ids.mapped("state"), ["done"])
        self.assertEqual((self.on_hand(), self.on_hand(self.paper)), (7, 3))
        self.assertEqual((self.free(), self.free(self.paper)), (7, 3))
        self.assertFalse(order.md_to_post)

    def test_a_return_brings_them_back(self):
        self.open()
        self.send(self.wrapped(3))
        self.send(self.wrapped(-3))
        self.assertEqual((self.on_hand(), self.on_hand(self.paper)), (10, 9))

    def test_they_are_gone_before_their_moves_are_posted(self):
        self.open(batch=True)
        order = self.send(self.wrapped(3))
        self.assertTrue(order.md_to_post)
        self.assertEqual((self.on_hand(), self.on_hand(self.paper)), (10, 9))
        self.assertEqual((self.free(), self.free(self.paper)), (7, 3))
        self.stock._post_now(order)
        self.assertEqual((self.on_hand(), self.on_hand(self.paper)), (7, 3))
        self.assertEqual((self.free(), self.free(self.paper)), (7, 3))

    def test_at_closing_all_is_posted_once(self):
        self.open(closing=True)
        self.send(self.wrapped(2), self.wrapped(1), self.sync((self.paper, 1)))
        self.assertEqual((self.free(), self.free(self.paper)), (7, 2))
        self.close()
        self.assertEqual((self.on_hand(), self.on_hand(self.paper)), (7, 2))
        self.assertEqual((self.free(), self.free(self.paper)), (7, 2))

    def test_the_till_knows_dimensions_and_brands(self):
        coat, _made = self.garment()
        brand = self.env["md.brand"].create({"name": "Till Brand"})
        self.env["md.brand"].create({"name": "Sold Nowhere"})
        coat.md_brand_id = brand
        self.open()
        data = self.pos_session.load_data([])
        names = {one["name"] for one in data["md.brand"]}
        self.assertIn("Till Brand", names)
        self.assertNotIn("Sold Nowhere", names)
        mine = self.env["md.dimension"]._for(self.company)
        self.assertEqual({one["id"] for one in data["md.dimension"]}, set(mine.ids))
        found = next(one for one in data["product.template"] if one["id"] == coat.id)
        self.assertEqual(found["md_brand_id"], brand.id)

    def test_what_is_loaded_later_has_its_brand(self):
        coat, _made = self.garment()
        coat.md_brand_id = self.env["md.brand"].create({"name": "Late"})
        self.open()
        found = coat.load_product_from_pos(self.config.id, [("id", "=", coat.id)])
        self.assertEqual([one["name"] for one in found["md.brand"]], ["Late"])

    def test_the_till_makes_nothing_that_does_not_exist(self):
        coat, made = self.garment()
        own = coat.attribute_line_ids.product_template_value_ids
        cross = own.filtered(lambda v: v.name in ("Red Till", "L Till"))
        with self.assertRaisesRegex(UserError, "Coat does not exist as Red Till, L T"):
            coat.create_product_variant_from_pos(cross.ids, self.config.id)
        self.assertEqual(coat.product_variant_ids, made)
        right = made[1].product_template_attribute_value_ids
        found = coat.create_product_variant_from_pos(right.ids, self.config.id)
        self.assertEqual([one["id"] for one in found["product.product"]], made[1].ids)
