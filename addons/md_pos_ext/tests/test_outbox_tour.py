from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestOutboxTour(TestPointOfSaleHttpCommon):
    """A cashier sells without a server, and nothing is lost by what he does then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        store = cls.main_pos_config.picking_type_id.warehouse_id
        role = cls.env.ref("md_inventory_core.group_cashier")
        cls.pos_user.write(
            {
                "group_ids": [Command.set(role.ids)],
                "md_store_ids": [Command.set(store.ids)],
            }
        )
        cls.env["product.product"].create(
            {
                "name": "Md Rice",
                "list_price": 100,
                "available_in_pos": True,
                "taxes_id": False,
            }
        )

    def test_sold_offline_reloaded_and_closed(self):
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("md_outbox_tour")
        orders = self.env["pos.order"].search(
            [("config_id", "=", self.main_pos_config.id)], order="id"
        )
        self.assertEqual(orders.mapped("state"), ["paid"] * 3)
        self.assertEqual(orders.mapped("amount_total"), [100, 200, 300])
        self.assertEqual(len(set(orders.mapped("uuid"))), 3)
        self.assertEqual(self.main_pos_config.current_session_id.state, "opened")

    def test_two_syncs_at_once(self):
        """Plain Odoo: the first answer makes a draft of what is paid meanwhile."""
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("md_outbox_in_flight_tour")
        order = self.env["pos.order"].search(
            [("config_id", "=", self.main_pos_config.id)]
        )
        self.assertEqual((len(order), order.state), (1, "paid"))
        self.assertEqual((order.amount_total, order.lines.qty), (100, 1))

    def test_numbers_are_given_without_a_server(self):
        """Printed, kept by the sale that was refused, void when it is given up."""
        self.main_pos_config.write(
            {"md_receipt_code": "T2", "md_receipt_block_size": 10}
        )
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("md_numbers_tour")
        orders = self.env["pos.order"].search(
            [("config_id", "=", self.main_pos_config.id), ("state", "=", "paid")],
            order="id",
        )
        self.assertEqual(orders.mapped("md_receipt_serial"), [1, 2, 4])
        self.assertEqual(orders.mapped("md_receipt_printed"), [False] * 3)
        # sudo: the test sells as a cashier
        void = (
            self.env["md.receipt.void"]
            .sudo()
            .search([("config_id", "=", self.main_pos_config.id)])
        )
        self.assertEqual((void.first, void.last, void.reason), (3, 3, "cancelled"))
