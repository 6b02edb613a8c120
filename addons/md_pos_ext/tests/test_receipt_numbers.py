from copy import deepcopy
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_receipt_leases import NumbersCase


@tagged("post_install", "-at_install")
class TestNumbersOfReceipts(NumbersCase):
    """Each paid receipt has a number of its own, whatever the till says."""

    def setUp(self):
        super().setUp()
        self.open()
        self.leased = self.lease()

    def test_a_receipt_keeps_the_number_that_is_printed(self):
        sent = self.numbered(self.leased, 1)
        self.assertEqual(self.take(sent, deepcopy(sent)), ["stored"] * 2)
        order = self.order(sent)
        number = self.claim(self.leased, 1)["number"]
        self.assertEqual(order.md_receipt_number, number)
        self.assertEqual(order.md_receipt_block_id, self.block(self.leased))
        self.assertFalse(order.md_receipt_printed)
        block = self.block(self.leased)
        self.assertEqual((block.used, block.used_to, block.unused), (1, 1, 9))
        self.send(deepcopy(sent))  # core sends it, too
        self.assertEqual(block.used, 1)
        self.assertFalse(self.findings(sent))
        info = self.env["pos.order"].search_paid_order_ids(
            self.config.id, [("md_receipt_number", "ilike", number[-8:])], 5, 0
        )
        self.assertEqual(info["totalCount"], 1)

    def test_a_block_is_used_up(self):
        for serial in range(1, 11):
            self.take(self.numbered(self.leased, serial))
        block = self.block(self.leased)
        self.assertEqual((block.used, block.unused, block.state), (10, 0, "used"))
        with self.assertRaisesRegex(UserError, "used or voided"):
            block.action_void_rest()
        self.assertEqual(len(block.order_ids), 10)
        domain = block.action_open_receipts()["domain"]
        self.assertEqual(self.env["pos.order"].search(domain), block.order_ids)

    def test_without_a_number_the_server_gives_one(self):
        sent = self.sync((self.thing, 1))
        self.assertEqual(self.take(sent), ["stored"])
        order = self.order(sent)
        self.assertEqual(order.md_receipt_serial, 11, "after the leased ones")
        block = order.md_receipt_block_id
        self.assertEqual((block.device, block.state), (False, "used"))
        self.assertFalse(self.findings(sent), "the cashier knew")

    def test_a_copied_profile_uses_a_number_twice(self):
        first, twice = self.numbered(self.leased, 1), self.numbered(self.leased, 1)
        self.assertEqual(self.take(first, twice), ["stored", "stored"])
        order = self.order(twice)
        number = self.claim(self.leased, 1)["number"]
        self.assertEqual(self.order(first).md_receipt_number, number)
        self.assertEqual(order.md_receipt_serial, 11)
        self.assertEqual(order.md_receipt_printed, number)
        found = self.findings(twice)
        self.assertEqual((found.reason, found.order_id), ("number", order))
        self.assertIn(number, found.explanation)
        self.assertEqual(self.block(self.leased).used, 1)
        found.note = "Two browsers with one profile"
        found.action_resolve()
        self.assertEqual(self.take(deepcopy(twice)), ["stored"])
        self.assertFalse(self.voids(self.leased))

    def test_a_foreign_number_is_stored_with_another(self):
        wrong = [
            self.numbered(self.leased, 1, device="other"),
            self.numbered(self.leased, 99),
            self.numbered({**self.leased, "year": "2001-02"}, 1),
            self.numbered({**self.leased, "form": "T9-{number}"}, 1),
        ]
        self.assertEqual(self.take(*wrong), ["stored"] * 4)
        serials = [self.order(sent).md_receipt_serial for sent in wrong]
        self.assertEqual(serials, [11, 12, 13, 14])
        self.assertEqual(self.findings(*wrong).mapped("reason"), ["number"] * 4)
        self.assertFalse(self.block(self.leased).used)

    def test_a_till_does_not_say_what_the_books_have(self):
        sent = self.sync((self.thing, 1))
        block = self.block(self.leased)
        sent |= {
            "md_receipt_number": "T2-1",
            "md_receipt_serial": 7,
            "md_receipt_block_id": block.id,
            "md_receipt_claim": "nonsense",
        }
        self.assertEqual(self.take(sent), ["stored"])
        self.assertEqual(self.order(sent).md_receipt_serial, 11)

    def test_a_basket_has_no_number(self):
        sent = self.numbered(self.leased, 1)
        draft = {**deepcopy(sent), "state": "draft", "payment_ids": []}
        self.send(draft)
        self.assertFalse(self.order(sent).md_receipt_number)
        self.assertFalse(self.order(sent).md_receipt_claim)
        self.assertEqual(self.take(sent), ["stored"])
        self.assertEqual(self.order(sent).md_receipt_serial, 1)

    def test_last_years_receipt_gets_a_number_of_its_year(self):
        now = self.env["md.clock"]._now()
        day = (now - timedelta(days=365)).strftime("%Y-%m-%d 10:00:00")
        sent = self.sync((self.thing, 1), date_order=day)
        self.take(sent)
        this = self.numbers._year(self.config, now)
        year = self.order(sent).md_receipt_block_id.year
        self.assertLess(year, this.name)
        mad = self.sync((self.thing, 1), date_order="1999-01-01 10:00:00")
        self.take(mad)
        self.assertEqual(self.order(mad).md_receipt_block_id.year, this.name)

    def test_a_refund_of_the_back_office_has_a_number(self):
        sent = self.numbered(self.leased, 1)
        self.take(sent)
        refund = self.order(sent)._refund()
        self.assertFalse(refund.md_receipt_number)
        pay = self.env["pos.make.payment"].with_context(active_id=refund.id)
        pay.create({"payment_method_id": self.bank_pm1.id}).check()
        self.assertEqual(refund.md_receipt_serial, 11)
