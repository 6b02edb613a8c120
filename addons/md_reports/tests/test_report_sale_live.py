import json

from odoo.tests import tagged

from .common import SaleCase

READERS = (
    "md_inventory_core.group_manager",
    "md_inventory_core.group_auditor",
    "md_inventory_core.group_admin",
)
EVERYBODY = [(group, "md.report.sale") for group in READERS]


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

    def told(self):
        """[(group, model)] that readers of the list are told at the commit."""
        self.env.cr.flush()
        channels = {
            (self.env.cr.dbname, "res.groups", self.env.ref(group).id): group
            for group in READERS
        }
        rows = self.env["bus.bus"].search([("id", ">", self.last)], order="id")
        return [
            (channels[tuple(json.loads(row.channel))], message["payload"]["model"])
            for row in rows
            if (message := json.loads(row.message))["type"] == "md_live"
            and tuple(json.loads(row.channel)) in channels
            and message["payload"]["model"] == "md.report.sale"
        ]

    def test_receipt_is_told_to_all_readers(self):
        self.till_order()
        told = self.told()
        self.assertEqual(set(told), set(EVERYBODY))
        # core opens a savepoint for the goods, and each may tell once
        self.assertIn(len(told), (3, 6))

    def test_order_is_told_once_to_all_readers(self):
        order = self.desk_order()
        self.forget()
        order.action_confirm()
        self.assertEqual(self.told(), EVERYBODY)

    def test_cancelled_order_is_told(self):
        order = self.desk_order()
        order.action_confirm()
        self.forget()
        order._action_cancel()
        self.assertEqual(self.told(), EVERYBODY)

    def test_other_changes_are_not_told(self):
        order = self.desk_order()
        self.forget()
        order.client_order_ref = "REF"
        self.assertEqual(self.told(), [])
