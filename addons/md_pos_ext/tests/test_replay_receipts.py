from odoo.tests import tagged

from .common import ReplayCase


@tagged("post_install", "-at_install")
class TestReplayReceipts(ReplayCase):
    """What the replayed receipts look like, against the slice, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drive(cls.job)

    def test_import_is_done(self):
        self.assertEqual((self.job.state, self.job.message), ("done", False))
        self.assert_replayed()

    def test_lines_equal_the_slice(self):
        refs = {item.sku: item.ref for item in self.world.items}
        receipts = self.receipts()
        for order in self.all_orders():
            planned = sorted(
                (line.item_ref, line.quantity, line.amount_cents)
                for line in receipts[order.uuid].lines
            )
            for subtotal in ("price_subtotal_incl", "price_subtotal"):
                found = sorted(
                    (
                        refs[line.product_id.default_code],
                        line.qty,
                        round(line[subtotal] * 100),
                    )
                    for line in order.lines
                )
                self.assertEqual(found, planned)
            self.assertFalse(order.lines.tax_ids)

    def test_shelf_price_and_discount_give_the_amount(self):
        for line in self.all_orders().lines:
            price = line.qty * line.price_unit * (1 - line.discount / 100)
            self.assertEqual(round(price, 2), line.price_subtotal_incl)

    def test_order_totals_equal_the_slice(self):
        for uuid, basket in self.receipts().items():
            order = self.all_orders().filtered(lambda o, uuid=uuid: o.uuid == uuid)
            self.assertEqual(round(order.amount_total * 100), basket.amount_cents)
            self.assertEqual(round(order.amount_paid * 100), basket.amount_cents)
            self.assertEqual((order.amount_tax, order.amount_return), (0, 0))
            self.assertEqual(order.date_order, basket.timestamp)
            self.assertIn(order.state, ("paid", "done"))

    def test_payments_by_method_equal_the_slice(self):
        methods = self.till().payment_method_ids.sorted("id")
        self.assertEqual(sorted(methods.mapped("type")), ["bank", "bank", "cash"])
        planned = dict.fromkeys(methods, 0)
        for basket in self.world.baskets:
            method = methods[basket.household_ref % len(methods)]
            planned[method] += basket.amount_cents
        self.assertTrue(all(planned.values()), "a method is not in the sample")
        rows = self.env["pos.payment"]._read_group(
            [("pos_order_id", "in", self.all_orders().ids)],
            ["payment_method_id"],
            ["amount:sum"],
        )
        self.assertEqual(
            {method: round(amount * 100) for method, amount in rows}, planned
        )

    def test_each_receipt_has_its_delivery_from_the_store(self):
        pickings = self.all_orders().picking_ids
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        self.assertEqual(pickings.location_id, self.store().lot_stock_id)
        moved = sum(pickings.move_ids.mapped("quantity"))
        self.assertEqual(moved, sum(self.sold().values()))

    def test_receipts_belong_to_the_till_of_their_store(self):
        self.assertEqual(self.all_orders().config_id, self.till())
        self.assertEqual(self.all_orders().session_id.md_data_import_id, self.job)
