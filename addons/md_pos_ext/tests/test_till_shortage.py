from odoo.tests import tagged

from .till_common import TillCase


@tagged("post_install", "-at_install")
class TestTillShortage(TillCase):
    """What is scanned is sold, whoever it was promised to."""

    def shortages(self):
        self.env["md.availability.feed"]._publish()
        rows = self.env["md.stock.shortage"]
        return rows.search([("product_id", "=", self.thing.id)])

    def test_a_sale_that_is_posted_at_once(self):
        self.open()
        order = self.order_of_back_office(10)
        sale = self.sell((self.thing, 3))
        shortage = self.shortages()
        self.assertEqual((shortage.document, shortage.left), (order, 3))
        self.assertEqual(shortage.cause, sale.name)
        self.assertEqual((self.on_hand(), self.free()), (7, 0))
        self.assertEqual(order.picking_ids.move_ids.quantity, 7)

    def test_a_sale_that_waits_to_be_posted(self):
        self.open(batch=True)
        order = self.order_of_back_office(10)
        sale = self.sell((self.thing, 3))
        shortage = self.shortages()
        self.assertEqual((shortage.document, shortage.left), (order, 3))
        self.assertEqual(shortage.cause, f"Till sale {sale.pos_reference}")
        self.assertEqual((self.on_hand(), self.free()), (10, 0))
        self.stock._cron_post()
        self.assertEqual((self.on_hand(), self.free()), (7, 0))
        self.assertEqual(len(self.shortages()), 1)
        self.assertEqual(order.picking_ids.move_ids.quantity, 7)
