from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestRoundingTour(TestPointOfSaleHttpCommon):
    """Cash to one taka at a till: sale, change, split, card, refund."""

    def test_cash_to_one_taka(self):
        till = self.main_pos_config
        company = till.company_id
        gain = company.default_cash_difference_income_account_id
        loss = company.default_cash_difference_expense_account_id
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "1 taka",
                "rounding": 1.0,
                "rounding_method": "HALF-UP",
                "profit_account_id": gain.id,
                "loss_account_id": loss.id,
            }
        )
        till.write(
            {
                "cash_rounding": True,
                "rounding_method": rounding.id,
                "only_round_cash_method": True,
            }
        )
        self.env["product.product"].create(
            {
                "name": "Md Salt",
                "list_price": 34.80,
                "available_in_pos": True,
                "taxes_id": False,
            }
        )
        role = self.env.ref("md_inventory_core.group_cashier")
        self.pos_user.write(
            {
                "group_ids": [Command.set(role.ids)],
                "md_store_ids": [Command.set(till.picking_type_id.warehouse_id.ids)],
            }
        )
        till.with_user(self.pos_user).open_ui()
        self.start_pos_tour("md_rounding_tour")
        orders = self.env["pos.order"].search([("config_id", "=", till.id)], order="id")
        paid = [sorted(one.payment_ids.mapped("amount")) for one in orders]
        self.assertEqual(
            paid, [[-65, 100], [10.3, 25], [34.80], [-35], [-25, -10.3]], orders
        )
        self.assertEqual(orders.mapped("state"), ["paid"] * 5)
        found = [("order_id", "in", orders.ids)]
        self.assertFalse(self.env["md.tender.finding"].sudo().search(found))
