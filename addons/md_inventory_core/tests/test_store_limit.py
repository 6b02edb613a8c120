from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .store_common import LimitedCase


@tagged("post_install", "-at_install")
class TestStoreLimit(LimitedCase):
    """Who is limited to North moves and counts no goods of South, on any road."""

    def count(self, location, quantity, field="inventory_quantity_auto_apply"):
        quants = self.mine(self.env["stock.quant"], inventory_mode=True)
        return quants.create(
            {
                "product_id": self.product.id,
                "location_id": location.id,
                field: quantity,
            }
        )

    # counts

    def test_counts_in_the_own_store(self):
        self.count(self.a, 7)
        self.assertEqual(self.on_hand(self.a), 7)

    def test_counts_in_no_other_store(self):
        for field in ("inventory_quantity_auto_apply", "inventory_quantity"):
            message = self.refused(self.count, self.b, 500, field)
            self.assertNotIn("\n", message)
            self.assertIn("South", message)
            self.assertIn("stores", message)

    def test_counts_in_no_other_company(self):
        self.worker.md_store_ids = False
        foreign = self.foreign.lot_stock_id
        message = self.refused(self.count, foreign, 500)
        self.assertNotIn("\n", message)
        self.assertEqual(self.on_hand(foreign), 5)
        self.count(self.b, 5)

    def test_no_quant_is_carried_into_another_store(self):
        quant = self.mine(self.env["stock.quant"]._gather(self.product, self.a))
        self.refused(quant.write, {"location_id": self.b.id})

    def test_counts_of_another_store_are_not_applied(self):
        quant = self.env["stock.quant"]._gather(self.product, self.b)
        quant.with_context(inventory_mode=True).inventory_quantity = 500
        self.env.flush_all()
        self.env.invalidate_all()
        mine = self.mine(quant, inventory_mode=True)
        self.refused(mine.action_apply_inventory)
        self.refused(mine.write, {"inventory_quantity": 9})

    def test_quantity_on_the_product_form(self):
        self.worker.group_ids += self.env.ref("md_inventory_core.group_manager")
        self.worker.md_store_ids = self.south
        self.mine(self.env["res.users"]).invalidate_model()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.mine(self.product).qty_available = 500  # core: of the first store
            self.env.flush_all()
        self.assertEqual(self.on_hand(self.a), 5)

    # goods leave the own stores only

    def test_ships_own_goods_anywhere(self):
        for target in (self.customers, self.b):
            kind = self.north.int_type_id
            vals = self.picking_vals(self.a, target, kind)
            vals["move_ids"] = [Command.create(self.move_vals(self.a, target))]
            picking = self.mine(self.env["stock.picking"]).create(vals)
            picking.action_confirm()
            picking.action_assign()
            picking.move_ids.picked = True
            picking.button_validate()
            self.assertEqual(picking.state, "done")
        self.assertEqual((self.on_hand(self.a), self.on_hand(self.b)), (3, 6))

    def test_receives_from_vendors_for_the_own_store_only(self):
        moves = self.mine(self.env["stock.move"])
        self.refused(moves.create, self.move_vals(self.vendors, self.b))
        move = moves.create(self.move_vals(self.vendors, self.a))
        move._action_confirm()
        move.write({"quantity": 1, "picked": True})
        self.refused(move.move_line_ids.write, {"location_dest_id": self.b.id})
        move._action_done()
        self.assertEqual(self.on_hand(self.a), 6)

    def test_pulls_no_goods_out_of_another_store(self):
        for kind in (self.north.int_type_id, self.north.out_type_id):
            for target in (self.customers, self.a):
                vals = self.picking_vals(self.b, target, kind)
                self.refused(self.mine(self.env["stock.picking"]).create, vals)
                vals = self.move_vals(self.b, target, picking_type_id=kind.id)
                self.refused(self.mine(self.env["stock.move"]).create, vals)
                self.refused(self.mine(self.env["stock.move"]).create, vals)

    def test_own_transfers_do_not_become_ones_of_another_store(self):
        picking = self.mine(self.transfer(self.a, self.shelf))
        move, line = picking.move_ids, picking.move_line_ids
        for record in (move, line):
            self.refused(record.write, {"location_id": self.b.id})
        self.refused(picking.write, {"location_id": self.b.id})
        quant = self.env["stock.quant"]._gather(self.product, self.b)
        self.refused(line.write, {"quant_id": quant.id})
        lines = self.mine(self.env["stock.move.line"])
        alone = {"company_id": self.company.id}
        for vals in ({"picking_id": picking.id}, {"move_id": move.id}, alone):
            vals = self.line_vals(self.b, self.shelf, **vals)
            self.refused(lines.create, vals)
        draft = self.mine(self.env["stock.picking"]).create(
            self.picking_vals(self.a, self.shelf, self.north.int_type_id)
        )
        self.refused(draft.write, {"location_id": self.b.id})
        self.refused(draft.write, {"picking_type_id": self.south.int_type_id.id})

    def test_no_line_is_added_to_what_is_done(self):
        picking = self.mine(self.transfer(self.a, self.shelf))
        picking.move_ids.picked = True
        picking.button_validate()
        lines = self.mine(self.env["stock.move.line"])
        for vals in (
            {"picking_id": picking.id},
            {"move_id": picking.move_ids.id},
            {"picking_id": picking.id, "move_id": picking.move_ids.id},
        ):
            self.refused(lines.create, self.line_vals(self.b, self.shelf, **vals))
        self.refused(picking.move_line_ids.write, {"location_id": self.b.id})

    def test_done_checks_what_the_rules_let_by(self):
        """A move that was made before the worker's stores changed, and no picking."""
        vals = self.move_vals(self.b, self.customers)
        vals["picking_type_id"] = self.north.out_type_id.id
        move = self.env["stock.move"].create(vals)
        move._action_confirm()
        move.write({"quantity": 1, "picked": True})
        self.env.flush_all()
        self.env.invalidate_all()
        self.refused(self.mine(move)._action_done)

    def test_scraps_in_the_own_store_only(self):
        vals = {"product_id": self.product.id, "scrap_qty": 1}
        scraps = self.mine(self.env["stock.scrap"])
        self.refused(
            lambda: scraps.create({**vals, "location_id": self.b.id}).do_scrap()
        )
        scraps.create({**vals, "location_id": self.a.id}).do_scrap()
        self.assertEqual(self.on_hand(self.a), 4)

    def test_returns_nothing_out_of_another_store(self):
        picking = self.transfer(self.a, self.b)
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(self.on_hand(self.b), 6)
        wizard = self.mine(
            self.env["stock.return.picking"],
            active_id=picking.id,
            active_ids=picking.ids,
            active_model="stock.picking",
        ).create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        with self.assertRaises(AccessError), self.cr.savepoint():
            wizard.action_create_returns()
        self.assertEqual(self.on_hand(self.b), 6)
