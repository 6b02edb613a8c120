from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.test_frontend import TestPointOfSaleHttpCommon


@tagged("post_install", "-at_install")
class TestCreditTour(TestPointOfSaleHttpCommon):
    """A cashier sells on account up to a limit, with and without the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        till = cls.main_pos_config
        till.company_id.account_use_credit_limit = True
        till.payment_method_ids += cls.env["pos.payment.method"].create(
            {"name": "On Account", "split_transactions": True}
        )
        cls.buyer = cls.env["res.partner"].create({"name": "Md Rahima Store"})
        cls.buyer.with_company(till.company_id).credit_limit = 500
        cls.env["product.product"].create(
            {
                "name": "Md Rice",
                "list_price": 100,
                "available_in_pos": True,
                "taxes_id": False,
            }
        )

    def be(self, role):
        store = self.main_pos_config.picking_type_id.warehouse_id
        group = self.env.ref(f"md_inventory_core.group_{role}")
        self.pos_user.write(
            {
                "group_ids": [Command.set(group.ids)],
                "md_store_ids": [Command.set(store.ids)],
            }
        )
        self.main_pos_config.with_user(self.pos_user).open_ui()

    def orders(self):
        till = [("config_id", "=", self.main_pos_config.id)]
        return self.env["pos.order"].search(till, order="id")

    def test_up_to_the_limit(self):
        self.be("cashier")
        self.start_pos_tour("md_credit_tour")
        online, offline = self.orders()
        said = [(one.md_credit_before, one.md_credit_after) for one in self.orders()]
        self.assertEqual(said, [(0, 300), (300, 400)])
        self.assertEqual((online | offline).partner_id, self.buyer)
        found = self.env["md.tender.finding"].sudo()
        self.assertFalse(found.search([("order_id", "in", (online | offline).ids)]))

    def test_a_manager_goes_beyond(self):
        self.be("manager")
        self.start_pos_tour("md_credit_manager_tour")
        found = self.env["md.tender.finding"].sudo()
        found = found.search([("order_id", "=", self.orders().id)])
        self.assertEqual((found.reason, found.note), ("credit", "Pays on Friday"))
        self.assertEqual(found.excess, 100)
