import json

from odoo.tests import tagged

from .common import SaleCase


@tagged("post_install", "-at_install")
class TestReportSaleLive(SaleCase):
    """Open lists of sales hear of every new sale."""

    def setUp(self):
        super().setUp()
        self.env.flush_all()
        self.forget()

    def forget(self):
        """What was told so far is not looked at."""
        self.env.cr.flush()
        self.last = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0

    def told(self, group):
        """Models that members of a group are told about at the commit."""
        self.env.cr.flush()
        channel = [self.env.cr.dbname, "res.groups", self.env.ref(group).id]
        rows = self.env["bus.bus"].search([("id", ">", self.last)])
        return [
            json.loads(row.message)["payload"]["model"]
            for row in rows
            if json.loads(row.message)["type"] == "md_live"
            and json.loads(row.channel) == channel
        ]

    def test_receipt_is_told_to_managers_of_tills(self):
        self.till_order()
        told = self.told("point_of_sale.group_pos_manager")
        # core opens a savepoint for the goods, and each may tell once
        self.assertIn(len(told), (1, 2))
        self.assertEqual(set(told), {"md.report.sale"})

    def test_order_is_told_once_to_managers_of_sales(self):
        order = self.desk_order()
        self.forget()
        order.action_confirm()
        self.assertEqual(self.told("sales_team.group_sale_manager"), ["md.report.sale"])

    def test_cancelled_order_is_told(self):
        order = self.desk_order()
        order.action_confirm()
        self.forget()
        order._action_cancel()
        self.assertEqual(self.told("sales_team.group_sale_manager"), ["md.report.sale"])

    def test_other_changes_are_not_told(self):
        order = self.desk_order()
        self.forget()
        order.client_order_ref = "REF"
        self.assertEqual(self.told("sales_team.group_sale_manager"), [])
