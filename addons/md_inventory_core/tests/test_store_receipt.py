from odoo.exceptions import AccessError
from odoo.tests import tagged

from .store_common import LimitedCase


@tagged("post_install", "-at_install")
class TestStoreReceipt(LimitedCase):
    """Who is limited to North receives what South sent, and nothing beyond."""

    def sent(self, quantity=3):
        """What South sends to North, reserved there."""
        picking = self.transfer(self.b, self.a)
        picking.move_ids.product_uom_qty = quantity
        picking.action_assign()
        self.assertEqual(picking.move_ids.quantity, quantity)
        return self.mine(picking)

    def test_receives_all_that_another_store_sent(self):
        picking = self.sent()
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.env.su or picking.move_ids.env.su)
        self.assertEqual((self.on_hand(self.a), self.on_hand(self.b)), (8, 2))

    def test_receives_a_part_and_then_the_rest(self):
        picking = self.sent()
        picking.move_ids.write({"quantity": 2, "picked": True})
        answer = picking.button_validate()
        form = picking.env[answer["res_model"]].with_context(**answer["context"])
        form.create({}).process()
        self.assertEqual(self.on_hand(self.b), 3)
        rest = self.mine(self.env["stock.picking"].search([], order="id desc", limit=1))
        self.assertEqual(rest.backorder_id, picking)
        rest.action_assign()
        rest.move_ids.picked = True
        rest.button_validate()
        self.assertEqual((self.on_hand(self.a), self.on_hand(self.b)), (8, 2))

    def test_reserves_and_shelves_what_another_store_sent(self):
        picking = self.sent()
        picking.do_unreserve()
        picking.action_assign()
        self.assertEqual(picking.move_ids.quantity, 3)
        picking.move_line_ids.location_dest_id = self.shelf
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(self.on_hand(self.shelf), 3)

    def test_receives_no_more_and_nothing_else_than_sent(self):
        picking = self.sent()
        move, line = picking.move_ids, picking.move_line_ids
        vault = self.b.copy({"name": "Vault"})
        dozen = self.env.ref("uom.product_uom_dozen")
        self.product.uom_ids += dozen
        for record, vals in (
            (move, {"product_uom_qty": 4}),
            (move, {"quantity": 4}),
            (move, {"product_uom": dozen.id}),
            (move, {"location_id": vault.id}),
            (move, {"location_id": self.a.id}),
            (move, {"location_dest_id": self.customers.id}),
            (line, {"quantity": 4}),
            (line, {"location_id": vault.id}),
            (line, {"location_dest_id": self.customers.id}),
            (picking, {"location_id": vault.id}),
            (picking, {"location_dest_id": self.customers.id}),
        ):
            with self.subTest(record=record, vals=vals):
                self.refused(record.write, vals)
        lines = self.mine(self.env["stock.move.line"])
        for vals in ({"picking_id": picking.id}, {"move_id": move.id}):
            self.refused(lines.create, self.line_vals(self.b, self.a, **vals))
        self.refused(move.copy)
        self.refused(picking.copy)
        self.refused(move.unlink)

    def test_what_was_received_is_not_changed_or_done_again(self):
        picking = self.sent()
        picking.move_ids.picked = True
        picking.button_validate()
        move, line = picking.move_ids, picking.move_line_ids
        for record, vals in (
            (move, {"quantity": 4}),
            (move, {"quantity": 1}),
            (move, {"state": "assigned"}),
            (line, {"quantity": 4}),
            (line, {"quantity": 1}),
            (line, {"location_dest_id": self.shelf.id}),
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaises(AccessError),
                self.cr.savepoint(),
            ):
                record.write(vals)
            self.assertEqual(self.on_hand(self.b), 2)
