from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestCashTour(TestPointOfSaleHttpCommon):
    """A cashier opens blind, drops, hands over, counts and closes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.as_role(cls.pos_user, "cashier")
        cls.main_pos_config.write({"md_blind_count": True, "cash_control": True})
        cls.env["product.product"].create(
            {
                "name": "Md Rice",
                "list_price": 100,
                "available_in_pos": True,
                "taxes_id": False,
            }
        )

    @classmethod
    def as_role(cls, user, role):
        store = cls.main_pos_config.picking_type_id.warehouse_id
        group = cls.env.ref(f"md_inventory_core.group_{role}")
        user.write(
            {
                "group_ids": [Command.set(group.ids)],
                "md_store_ids": [Command.set(store.ids)],
            }
        )

    def test_a_day_of_a_blind_till(self):
        till = self.main_pos_config
        till.with_user(self.pos_user).open_ui()
        session = till.current_session_id
        self.start_pos_tour("md_cash_tour")
        self.assertEqual(session.state, "closed")
        report = (
            self.env["md.z.report"].sudo().search([("session_id", "=", session.id)])
        )
        self.assertEqual((report.number, report.total), (1, 300))
        self.assertEqual((report.expected, report.counted), (600, 550))
        self.assertEqual(report.ledger_difference, 0)
        self.assertEqual(report.print_count, 1)
        counts = (
            self.env["md.cash.count"]
            .sudo()
            .search([("session_id", "=", session.id)], order="id")
        )
        self.assertEqual(
            [(one.kind, one.accepted) for one in counts],
            [
                ("opening", True),
                ("hand_over", True),
                ("take_over", True),
                ("closing", False),
                ("closing", False),
                ("closing", True),
            ],
        )
        bag = self.env["md.safe.drop"].sudo().search([("session_id", "=", session.id)])
        self.assertEqual((bag.bag, bag.amount), ("B-1", 200))

    def test_another_cashier_takes_the_drawer_over(self):
        till = self.main_pos_config
        till.md_drawer_by_user = True
        first = new_test_user(self.env, "first_cashier")
        self.as_role(first, "cashier")
        self.as_role(self.pos_user, "manager")
        till.with_user(first).open_ui()
        session = till.current_session_id
        session.with_user(first).set_opening_control(200, "")
        self.start_pos_tour("md_drawer_tour")
        counts = (
            self.env["md.cash.count"]
            .sudo()
            .search([("session_id", "=", session.id)], order="id")
        )
        self.assertEqual(counts.mapped("kind"), ["opening", "take_over"])
        self.assertEqual(counts.user_id, first | self.pos_user)
        self.assertEqual(session.order_ids.mapped("amount_total"), [100])
