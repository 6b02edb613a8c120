from unittest.mock import patch
from uuid import uuid5

from odoo.addons.md_inventory_core.tests.common import DataImportCase
from odoo.addons.md_pos_ext.services import md_dataset_loader
from odoo.addons.md_pos_ext.services.md_dataset_loader import RECEIPT_SPACE


class ReplayCase(DataImportCase):
    """An import of the tiny slice with its day at the till: 12 receipts, 25 lines."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch.object(md_dataset_loader, "RECEIPTS_AT_ONCE", 5))
        cls.job = cls.make_import()

    @classmethod
    def drive_through(cls, step):
        """Run pieces until one of ``step`` ran; with one store a till is one piece."""
        while cls.job.step != step:
            cls.drive(cls.job, 1)
            assert cls.job.state == "running", cls.job.message

    @classmethod
    def receipts(cls):
        """{uuid: receipt of the data}."""
        return {
            str(
                uuid5(
                    RECEIPT_SPACE,
                    f"{cls.env.company.id}/{basket.store_ref}/{basket.ref}",
                )
            ): basket
            for basket in cls.world.baskets
        }

    def all_orders(self):
        """Replayed receipts of the database, which are all there."""
        orders = self.orders()
        self.assertEqual(len(orders), len(self.world.baskets))
        return orders

    def orders(self):
        """Replayed receipts of the database so far."""
        return self.env["pos.order"].search([("uuid", "in", list(self.receipts()))])

    def till(self):
        return self.env["pos.config"].search(
            [("picking_type_id.warehouse_id", "=", self.store().id)]
        )

    def sold(self):
        """{item number: pieces}."""
        pieces = dict.fromkeys(self.planned_stock(), 0)
        for basket in self.world.baskets:
            for line in basket.lines:
                pieces[line.item_ref] += line.quantity
        return pieces

    def assert_replayed(self):
        """Every receipt is there once, whole, and the shelf lost what was sold."""
        receipts = self.receipts()
        orders = self.orders()
        self.assertEqual(sorted(orders.mapped("uuid")), sorted(receipts))
        self.assertEqual(
            {order.uuid: len(order.lines) for order in orders},
            {uuid: len(basket.lines) for uuid, basket in receipts.items()},
        )
        stock, sold = self.planned_stock(), self.sold()
        self.assertEqual(
            self.quantities(), {ref: stock[ref] - sold[ref] for ref in stock}
        )
