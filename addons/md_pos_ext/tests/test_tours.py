from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestTillTours(TestPointOfSaleHttpCommon):
    """Journeys of a cashier in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        journal = cls.env["account.journal"].create(
            {"name": "Mobile", "type": "bank", "code": "MOB"}
        )
        cls.mobile = cls.env["pos.payment.method"].create(
            {"name": "bKash", "journal_id": journal.id}
        )
        cls.main_pos_config.payment_method_ids += cls.mobile
        # a cashier of this one store, with no right beside the role's
        store = cls.main_pos_config.picking_type_id.warehouse_id
        role = cls.env.ref("md_inventory_core.group_cashier")
        cls.pos_user.write(
            {
                "group_ids": [Command.set(role.ids)],
                "md_store_ids": [Command.set(store.ids)],
            }
        )

    def test_sale_paid_in_cash_and_by_mobile(self):
        self.main_pos_config.with_user(self.pos_user).open_ui()
        self.start_pos_tour("md_till_tour")
        order = self.env["pos.order"].search(
            [("config_id", "=", self.main_pos_config.id)]
        )
        self.assertEqual(len(order), 1)
        self.assertEqual(order.state, "paid")
        self.assertEqual(order.user_id, self.pos_user)
        self.assertEqual(
            sorted((line.product_id.name, line.qty) for line in order.lines),
            [("Desk Organizer", 2), ("Wall Shelf Unit", 1)],
        )
        self.assertEqual(round(order.amount_total, 2), 12.18)
        self.assertEqual(
            {p.payment_method_id.name: p.amount for p in order.payment_ids},
            {"Cash": 10, "bKash": 2.18},
        )
        self.assertEqual(order.picking_ids.mapped("state"), ["done"])
