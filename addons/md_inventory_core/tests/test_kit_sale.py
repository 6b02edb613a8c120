from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .kit_common import KitCase


@tagged("post_install", "-at_install")
class TestKitSale(KitCase):
    """Orders of kits promise components, and those only once."""

    def test_a_kit_and_its_component_never_share_a_unit(self):
        self.orders((self.kit, 1), (self.other, 3)).action_confirm()
        self.assertEqual(self.counters(), (2, 6))
        self.assertEqual(self.frees(), (8, 0, 0))

    def test_two_orders_for_the_last_component(self):
        self.put(self.other, -3)
        first, second = (
            self.orders((self.kit, 1), md_on_shortage="refuse") for _n in range(2)
        )
        first.action_confirm()
        with self.assertRaisesRegex(UserError, "Other in .*: 3 wanted, 0 free"):
            second.action_confirm()
        loose = self.orders((self.other, 1), md_on_shortage="refuse")
        with self.assertRaisesRegex(UserError, "1 wanted, 0 free"):
            loose.action_confirm()
        self.assertEqual(self.counters(), (2, 3))
        self.assertNoDriftAtAll()

    def test_two_lines_are_added_up_before_they_are_refused(self):
        order = self.orders((self.kit, 2), (self.other, 1), md_on_shortage="refuse")
        with self.assertRaisesRegex(UserError, "7 wanted, 6 free"):
            order._md_hold()
        self.assertEqual(self.counters(), (0, 0))
        with self.assertRaisesRegex(UserError, "7 wanted, 6 free"):
            order.action_confirm()
        self.assertEqual(self.counters(), (0, 0))

    def test_what_is_held_is_what_is_confirmed(self):
        order = self.orders((self.kit, 1), (self.kit, 1), (self.product, 1))
        order._md_hold()
        self.assertEqual(self.counters(), (5, 6))
        order.action_confirm()
        self.assertEqual(self.counters(), (5, 6))
        self.assertFalse(order.md_waits_for)

    def test_who_may_wait_waits_for_components(self):
        order = self.orders((self.kit, 3))
        order.action_confirm()
        self.assertEqual(self.counters(), (6, 6))
        self.assertRegex(order.md_waits_for, "^3 of Other in")

    def test_a_cancelled_order_frees_its_components(self):
        order = self.orders((self.kit, 2))
        order.action_confirm()
        self.assertEqual(self.frees(), (6, 0, 0))
        order._action_cancel()
        self.assertEqual(self.counters(), (0, 0))
        self.assertEqual(self.frees(), (10, 6, 2))
        self.assertNoDriftAtAll()

    def test_fewer_kits_free_what_is_not_wanted_any_more(self):
        order = self.orders((self.kit, 2))
        order.action_confirm()
        order.order_line.product_uom_qty = 1
        self.assertEqual(self.counters(), (2, 3))

    def test_a_kit_that_is_delivered_in_parts(self):
        order = self.orders((self.kit, 2))
        order.action_confirm()
        picking = order.picking_ids
        for move in picking.move_ids:
            part = {self.product: 2, self.other: 1}[move.product_id]
            move.write({"quantity": part, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(order.order_line.qty_delivered, 0)
        self.assertEqual(self.counters(), (2, 5))
        self.assertEqual(self.frees(), (6, 0, 0))
        rest = order.picking_ids - picking
        rest.move_ids.picked = True
        rest.button_validate()
        self.assertEqual(order.order_line.qty_delivered, 2)
        self.assertEqual(self.counters(), (0, 0))
        self.assertEqual(self.frees(), (6, 0, 0))
        self.assertNoDriftAtAll()

    def test_a_kit_that_comes_back(self):
        order = self.orders((self.kit, 2))
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.picked = True
        picking.button_validate()
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        back = wizard.create({"picking_id": picking.id})
        for line in back.product_return_moves:
            line.quantity = {self.product: 2, self.other: 3}[line.product_id]
        returned = self.env["stock.picking"].browse(
            back.action_create_returns()["res_id"]
        )
        returned.move_ids.picked = True
        returned.button_validate()
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.assertEqual(self.counters(), (0, 0))
        self.assertEqual(self.frees(), (8, 3, 1))
        self.assertNoDriftAtAll()

    def test_what_was_there_then(self):
        """Forensics of an order tell of components."""
        self.orders((self.other, 5)).action_confirm()
        order = self.orders((self.kit, 1))
        order.action_confirm()
        subject = self.env["md.order.forensics"]._subject(order)
        asked = {wish.product: wish.asked for wish in subject.wishes}
        self.assertEqual(asked, {self.product: 2, self.other: 3})


@tagged("post_install", "-at_install")
class TestKitAssembly(KitCase):
    """Preassembled kits are made of what is free."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ready = cls.make_kit(
            "Ready", (cls.product, 2), (cls.other, 3), kind="stock"
        )
        cls.worker = new_test_user(
            cls.env, "worker", groups="md_inventory_core.group_warehouse"
        )

    def wizard(self, user=None, **values):
        wizards = self.env["md.kit.wizard"].with_user(user or self.worker)
        vals = {
            "product_id": self.ready.id,
            "warehouse_id": self.warehouse.id,
            **values,
        }
        return wizards.create(vals)

    def test_kits_are_put_together(self):
        wizard = self.wizard(quantity=2)
        self.assertEqual((wizard.possible, wizard.scarce), (2, "Other"))
        self.assertIn("2 of Ready", wizard.action_do()["params"]["message"])
        self.assertEqual(self.frees()[:2], (6, 0))
        self.assertEqual(self.free(product=self.ready), 2)
        self.assertEqual(self.counters(), (0, 0))
        self.assertNoDriftAtAll()

    def test_pressed_again_it_does_nothing_more(self):
        wizard = self.wizard()
        told = wizard.action_do()["params"]["message"]
        self.assertEqual(wizard.action_do()["params"]["message"], told)
        self.assertEqual(self.free(product=self.ready), 1)

    def test_promised_components_are_left_alone(self):
        self.orders((self.other, 4)).action_confirm()
        wizard = self.wizard()
        self.assertEqual(wizard.possible, 0)
        refused = self.assertRaisesRegex(UserError, "3 wanted, 2 free")
        with refused, self.cr.savepoint():
            wizard.action_do()
        self.assertEqual(self.counters(), (0, 4))
        self.assertFalse(
            self.env["mrp.production"].search([("product_id", "=", self.ready.id)])
        )

    def test_what_is_kept_in_a_pool_is_left_alone(self):
        self.give(self.pool, 9)
        with self.assertRaisesRegex(UserError, "2 wanted, 1 free"):
            self.wizard().action_do()

    def test_kits_are_taken_apart(self):
        self.wizard(quantity=2).action_do()
        self.orders((self.ready, 1)).action_confirm()
        wizard = self.wizard(kind="unmake", quantity=2)
        self.assertEqual(wizard.possible, 1)
        with self.assertRaisesRegex(UserError, "2 wanted, 1 free"):
            wizard.action_do()
        self.wizard(kind="unmake").action_do()
        self.assertEqual(self.free(product=self.ready), 0)
        self.assertEqual(self.frees()[:2], (8, 3))
        self.assertEqual(self.counter(self.ready), 1)
        self.assertNoDriftAtAll()

    def test_whole_kits_of_own_stores_by_those_who_move_goods(self):
        for quantity in (0, -1, 0.5):
            with self.assertRaisesRegex(UserError, "kits are whole"):
                self.wizard(quantity=quantity).action_do()
        with self.assertRaisesRegex(UserError, "no preassembled kit"):
            self.wizard(product_id=self.kit.id).action_do()
        far = self.env["stock.warehouse"].create({"name": "Far", "code": "FAR"})
        self.worker.md_store_ids = far
        with self.assertRaisesRegex(AccessError, "not your store"):
            self.wizard().action_do()
        support = new_test_user(
            self.env, "reader", groups="md_inventory_core.group_support"
        )
        with self.assertRaises(AccessError):
            self.wizard(support)
