from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestGiftTour(TestPointOfSaleHttpCommon):
    """A cashier sells a card, takes it in parts, and gives money back on cards."""

    def test_a_card_is_sold_and_paid_with(self):
        till = self.main_pos_config
        self.env["md.gift.setup"].sudo()._install(till.company_id, till)
        self.env["product.product"].create(
            {
                "name": "Md Rice",
                "list_price": 100,
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
        self.start_pos_tour("md_gift_tour")
        orders = self.env["pos.order"].search([("config_id", "=", till.id)], order="id")
        paid = [
            sorted(
                (one.payment_method_id.name, one.amount) for one in order.payment_ids
            )
            for order in orders
        ]
        sold, part, rest, back, cash, credit = paid
        self.assertEqual(sold, [("Cash", 500)])
        self.assertEqual(part, [("Gift Card", 300)])
        self.assertEqual(rest, [("Cash", 100), ("Gift Card", 200)])
        self.assertEqual(back, [("Gift Card", -300)])
        self.assertEqual(cash, [("Cash", 100)])
        self.assertEqual(credit, [("Gift Card", -100)])
        cards = self.env["md.gift.card"].sudo().search([], order="id")
        self.assertEqual(cards.mapped("kind"), ["gift", "credit"])
        self.assertEqual(cards.mapped("balance"), [300, 100])
        found = [("order_id", "in", orders.ids)]
        self.assertFalse(self.env["md.tender.finding"].sudo().search(found))
