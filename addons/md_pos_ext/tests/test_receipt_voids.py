from copy import deepcopy
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_outbox import entry
from .test_receipt_leases import NumbersCase


@tagged("post_install", "-at_install")
class TestVoidedNumbers(NumbersCase):
    """What is not used is voided with a reason, and never used again."""

    def setUp(self):
        super().setUp()
        self.open()
        self.leased = self.lease()

    def give_up(self, uuid, serial, note="26-1"):
        claim = self.claim(self.leased, serial)
        told = {"uuid": uuid, "note": note, **claim}
        answer = self.config.md_receipt_numbers({"device": "one", "voids": [told]})
        self.assertEqual(answer["voided"], [claim["number"]])

    def test_a_sale_that_did_not_take_place(self):
        self.give_up("a", 1)
        self.give_up("a", 1)
        self.assertEqual(self.voids(self.leased), [(1, 1, "cancelled")])
        void = self.block(self.leased).void_ids
        self.assertEqual((void.note, void.user_id), ("26-1", self.env.user))
        self.assertTrue(void.numbers.endswith("-000001"))
        sent = self.numbered(self.leased, 1)
        self.assertEqual(self.take(sent), ["stored"])
        self.assertEqual(self.order(sent).md_receipt_serial, 11, "never reused")
        self.assertEqual(self.findings(sent).reason, "number")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            void.unlink()

    def test_what_the_books_have_is_not_voided(self):
        sent = self.numbered(self.leased, 1)
        self.take(sent)
        self.give_up(sent["uuid"], 1)
        self.give_up("of another order", 1)
        self.assertEqual(self.voids(self.leased), [])
        other = self.sync((self.thing, 1))
        self.take(other)
        self.give_up(other["uuid"], 2)
        self.assertEqual(self.voids(self.leased), [(2, 2, "elsewhere")])

    def test_a_lost_device(self):
        for serial in (1, 2, 5):
            self.take(self.numbered(self.leased, serial))
        self.give_up("a", 3)
        block = self.block(self.leased)
        self.assertIn("000004", block.explanation)
        block.action_void_rest()
        self.assertEqual(
            self.voids(self.leased),
            [(3, 3, "cancelled"), (4, 4, "lost"), (6, 10, "lost")],
        )
        self.assertEqual((block.used, block.voided, block.unused), (3, 7, 0))
        self.assertEqual(block.state, "voided")
        late = self.numbered(self.leased, 6)
        self.assertEqual(self.take(late), ["stored"])
        self.assertEqual(self.order(late).md_receipt_serial, 11)
        self.assertIn("voided", self.findings(late).message)

    def test_a_removed_device(self):
        other = self.lease("other")
        self.numbers._device_removed(self.config, "one")
        self.assertEqual(self.voids(self.leased), [(1, 10, "removed")])
        self.assertEqual(self.voids(other), [])

    def test_what_is_left_of_a_year(self):
        self.take(self.numbered(self.leased, 1))
        block = self.block(self.leased)
        now = self.env["md.clock"]._now()
        block.sudo().ends = now - timedelta(days=13)
        self.numbers._cron_year_end()
        self.assertEqual(self.voids(self.leased), [], "receipts may be on their way")
        block.sudo().ends = now - timedelta(days=14)
        self.numbers._cron_year_end()
        self.assertEqual(self.voids(self.leased), [(2, 10, "year_end")])
        self.numbers._cron_year_end()
        self.assertEqual(block.voided, 9)

    def test_a_receipt_that_will_not_be_stored(self):
        sent = self.numbered(self.leased, 4)
        sent["payment_ids"][0][2]["payment_method_id"] = 987654
        self.assertEqual(self.take(sent), ["refused"])
        self.assertEqual(self.voids(self.leased), [], "it may still be")
        found = self.findings(sent)
        found.note = "Sold again by hand"
        found.action_resolve()
        self.assertEqual(self.voids(self.leased), [(4, 4, "not_stored")])
        self.assertEqual(self.block(self.leased).void_ids.note, "Sold again by hand")

    def test_a_refused_receipt_keeps_its_number_until_it_is_stored(self):
        sent = self.numbered(self.leased, 4)
        good = deepcopy(sent)
        sent["payment_ids"][0][2]["payment_method_id"] = 987654
        self.take(sent)
        self.assertEqual(self.take(good), ["stored"])
        self.assertEqual(self.findings(sent).state, "resolved")
        self.assertEqual(self.order(good).md_receipt_serial, 4)
        self.assertEqual(self.voids(self.leased), [])

    def test_damaged_ones_void_nothing_that_is_not_theirs(self):
        broken = entry(self.numbered(self.leased, 4))
        broken["body"] += " x"
        self.config.md_outbox_take([broken])
        found = self.env["md.till.finding"].search([("uuid", "=", broken["uuid"])])
        found.note = "?"
        found.action_resolve()
        self.assertEqual(self.voids(self.leased), [])
