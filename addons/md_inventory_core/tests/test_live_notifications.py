import json
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.bus.models import ir_websocket

WAREHOUSE, AUDITOR, ADMIN = (
    f"md_inventory_core.group_{role}" for role in ("warehouse", "auditor", "admin")
)
STOCK_MESSAGES = [
    (group, {"model": "product.product"}) for group in (WAREHOUSE, AUDITOR)
]


@tagged("post_install", "-at_install")
class TestLiveNotifications(TransactionCase):
    """What open screens are told, by whom, and who can hear it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.location = cls.env.ref("stock.warehouse0").lot_stock_id
        cls.products = cls.env["product.product"].create(
            [{"name": f"Live {n}", "is_storable": True} for n in range(3)]
        )
        cls.quants = cls.env["stock.quant"]

    def setUp(self):
        super().setUp()
        self.env.cr.precommit.clear()
        self.first = self.env["bus.bus"].search([], order="id desc", limit=1).id or 0

    def commit(self):
        """End the transaction as far as messages go; return [(group, content)] sent."""
        self.env.cr.precommit.run()
        groups = {
            json.dumps(
                [self.env.cr.dbname, "res.groups", group.id], separators=(",", ":")
            ): xid
            for xid, group in (
                (xid, self.env.ref(xid)) for xid in (WAREHOUSE, AUDITOR, ADMIN)
            )
        }
        rows = self.env["bus.bus"].search([("id", ">", self.first)], order="id")
        self.first = max(rows.ids, default=self.first)
        return [
            (groups.get(row.channel.replace(" ", "")), message["payload"])
            for row in rows
            if (message := json.loads(row.message))["type"] == "md_live"
        ]

    def add(self, product, quantity):
        self.quants._update_available_quantity(product, self.location, quantity)

    def test_many_changes_in_a_transaction_are_told_once(self):
        for product in self.products:
            self.add(product, 5)
            self.add(product, -2)
        self.assertEqual(self.commit(), STOCK_MESSAGES)

    def test_next_transaction_is_told_again(self):
        self.add(self.products[0], 5)
        self.assertEqual(self.commit(), STOCK_MESSAGES)
        self.add(self.products[0], -1)
        self.assertEqual(self.commit(), STOCK_MESSAGES)

    def test_reservation_is_told(self):
        self.add(self.products[0], 5)
        self.commit()
        self.quants._update_reserved_quantity(self.products[0], self.location, 2)
        self.assertEqual(self.commit(), STOCK_MESSAGES)

    def test_change_that_moves_no_stock_is_not_told(self):
        self.add(self.products[0], 5)
        self.commit()
        quant = self.quants.search([("product_id", "=", self.products[0].id)])
        quant.inventory_date = "2030-01-01"
        self.env.flush_all()
        self.assertEqual(self.commit(), [])

    def test_nothing_is_told_before_the_commit(self):
        self.add(self.products[0], 5)
        self.assertFalse(self.env["bus.bus"].search([("id", ">", self.first)]))

    def test_user_without_rights_on_groups_can_change_stock(self):
        cashier = new_test_user(self.env, "md_seller", groups="base.group_user")
        # sudo: as core does when a till sells
        quants = self.quants.with_user(cashier).sudo()
        quants._update_available_quantity(self.products[0], self.location, 1)
        quants.sudo(False)._tell_live_stock()
        self.assertEqual(self.commit(), STOCK_MESSAGES)

    def test_progress_of_an_import_is_told_to_administrators(self):
        job = self.env["md.data.import"].create({"kind": "slice", "item_count": 1})
        with patch.object(
            self.env.registry["md.dataset.loader"],
            "run_piece",
            lambda _loader, _job: ("Stores", 0, 1),
        ):
            job._set_running()
            job._run_piece()
        self.assertEqual(self.commit(), [(ADMIN, {"model": "md.data.import"})])

    def test_only_members_of_the_group_listen(self):
        request = SimpleNamespace(session=SimpleNamespace(uid=None))
        group_id = self.env.ref(WAREHOUSE).id
        for groups, hears in (
            ("md_inventory_core.group_warehouse", True),
            ("md_inventory_core.group_manager", True),  # by implication
            ("md_inventory_core.group_cashier", False),
            ("base.group_user,stock.group_stock_manager", False),
            ("base.group_portal", False),
        ):
            role = groups.rpartition(",")[2]
            user = new_test_user(self.env, role, groups=groups)
            listener = self.env["ir.websocket"].with_user(user)
            with patch.object(ir_websocket, "wsrequest", request):
                channels = listener._build_bus_channel_list([])
            groups_heard = [
                channel.id
                for channel in channels
                if getattr(channel, "_name", "") == "res.groups"
            ]
            with self.subTest(role=role):
                self.assertEqual(group_id in groups_heard, hears)
