from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .claim_common import ClaimCase
from .modifier_common import ModifierMixin


@tagged("post_install", "-at_install")
class TestModifier(ModifierMixin, ClaimCase):
    """What an option takes is claimed, delivered, freed and returned with its line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls.make_product("Paper", 9)
        cls.plain, cls.gift = cls.make_option(cls.product, cls.paper)

    def sold(self, quantity, option=None, **values):
        """An order of the product with an option, not confirmed."""
        order = self.order(quantity, **values)
        option = option or self.gift
        chosen = [Command.set(option.ids)]
        order.order_line.product_no_variant_attribute_value_ids = chosen
        return order

    def on_hand(self, product):
        product.invalidate_recordset(["qty_available"])
        return product.qty_available

    def deliver(self, picking):
        picking.move_ids.picked = True
        picking._action_done()

    def test_confirming_claims_both(self):
        order = self.sold(3)
        order.action_confirm()
        needs = {m.product_id: m.product_uom_qty for m in order.picking_ids.move_ids}
        self.assertEqual(needs, {self.product: 3, self.paper: 6})
        self.assertEqual((self.counter(), self.counter(self.paper)), (3, 6))
        keys = set(order.picking_ids.move_ids.mapped("md_claim_key"))
        self.assertEqual(keys, {order._md_claim_key()})

    def test_no_option_takes_nothing(self):
        order = self.sold(3, self.plain)
        order.action_confirm()
        self.assertEqual(order.picking_ids.move_ids.product_id, self.product)
        self.assertEqual(self.counter(self.paper), 0)

    def test_nothing_is_taken_of_quantity_0(self):
        self.gift.product_attribute_value_id.md_part_quantity = 0
        order = self.sold(3)
        order.action_confirm()
        self.assertEqual(order.picking_ids.move_ids.product_id, self.product)

    def test_more_and_fewer_pieces(self):
        order = self.sold(2)
        order.action_confirm()
        order.order_line.product_uom_qty = 4
        self.assertEqual((self.counter(), self.counter(self.paper)), (4, 8))
        order.order_line.product_uom_qty = 1
        self.assertEqual((self.counter(), self.counter(self.paper)), (1, 2))

    def test_cancelling_frees_both(self):
        order = self.sold(3)
        order.action_confirm()
        order._action_cancel()
        self.assertEqual((self.counter(), self.counter(self.paper)), (0, 0))

    def test_a_hold_has_both(self):
        order = self.sold(4)
        order._md_hold()
        self.assertEqual((self.counter(), self.counter(self.paper)), (4, 8))
        order.action_confirm()
        self.assertEqual((self.counter(), self.counter(self.paper)), (4, 8))

    def test_too_little_for_the_option_is_refused(self):
        order = self.sold(5, md_on_shortage="refuse")
        with self.assertRaisesRegex(UserError, "Paper in .*: 10 wanted, 9 free"):
            order.action_confirm()
        self.assertEqual((self.counter(), self.counter(self.paper)), (0, 0))

    def test_delivered_and_returned(self):
        order = self.sold(3)
        order.action_confirm()
        self.deliver(order.picking_ids)
        self.assertEqual((self.on_hand(self.product), self.on_hand(self.paper)), (7, 3))
        self.assertEqual(order.order_line.qty_delivered, 3)
        wizard = self.env["stock.return.picking"].with_context(
            active_id=order.picking_ids.id, active_model="stock.picking"
        )
        back = Form(wizard).save()
        for line in back.product_return_moves:
            line.quantity = line.move_id.quantity
        action = back.action_create_returns()
        self.deliver(self.env["stock.picking"].browse(action["res_id"]))
        self.assertEqual(
            (self.on_hand(self.product), self.on_hand(self.paper)), (10, 9)
        )

    def test_only_options_take_goods(self):
        colours = self.env["product.attribute"].create(
            {"name": "Tint", "create_variant": "dynamic"}
        )
        with self.assertRaisesRegex(ValidationError, "Tint makes some"):
            colours.value_ids = [
                (0, 0, {"name": "Red", "md_part_id": self.paper.id}),
            ]

    def test_no_product_is_its_own_option(self):
        with self.assertRaisesRegex(ValidationError, "cannot be an option of the same"):
            self.gift.product_attribute_value_id.md_part_id = self.product
        with self.assertRaisesRegex(ValidationError, "cannot be an option of the same"):
            self.make_option(self.paper, self.paper)

    def test_goods_with_lots_are_refused(self):
        milk = self.make_product("Milk", tracking="lot")
        with self.assertRaisesRegex(ValidationError, "cannot take Milk"):
            self.gift.product_attribute_value_id.md_part_id = milk
