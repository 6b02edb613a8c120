from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SaleCase


@tagged("post_install", "-at_install")
class TestReportSaleAccess(SaleCase):
    """Who sees the list of all sales, and of which companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})

    def test_managers_read_and_nobody_writes(self):
        row = self.rows(self.till_order())
        for group in (
            "md_inventory_core.group_manager",
            "md_inventory_core.group_auditor",
            "md_inventory_core.group_admin",
        ):
            as_user = row.with_user(self.user(group))
            with self.subTest(group=group):
                self.assertEqual(as_user.amount_total, 100)
                for operation in ("write", "create", "unlink"):
                    self.assertFalse(as_user.has_access(operation))

    def test_cashiers_and_warehouse_do_not_read(self):
        row = self.rows(self.till_order())
        for group in (
            "md_inventory_core.group_cashier",
            "md_inventory_core.group_warehouse",
            "md_inventory_core.group_support",
            "point_of_sale.group_pos_manager",
            "sales_team.group_sale_manager",
        ):
            with self.subTest(group=group), self.assertRaises(AccessError):
                row.with_user(self.user(group)).read(["amount_total"])

    def test_other_companies_are_hidden(self):
        order = self.till_order()
        self.assertTrue(self.rows(order))
        stranger = self.user(
            "md_inventory_core.group_manager",
            company_id=self.other.id,
            company_ids=[Command.set(self.other.ids)],
        )
        rows = self.report.with_user(stranger)
        self.assertFalse(rows.search([("pos_order_id", "=", order.id)]))
        stranger.company_ids += self.env.company
        both = rows.with_context(
            allowed_company_ids=[self.other.id, self.env.company.id]
        )
        self.assertTrue(both.search([("pos_order_id", "=", order.id)]))

    def test_other_stores_are_hidden(self):
        order = self.desk_order()
        order.action_confirm()
        row = self.rows(order)
        south = self.env["stock.warehouse"].create({"name": "South", "code": "SO"})
        manager = self.user("md_inventory_core.group_manager")
        mine = self.report.with_user(manager)
        for stores, visible in ((row.warehouse_id, True), (south, False)):
            manager.md_store_ids = stores
            self.assertEqual(bool(mine.search([("id", "=", row.id)])), visible)
