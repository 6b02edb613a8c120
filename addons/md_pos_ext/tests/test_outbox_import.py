import json
from base64 import b64encode
from copy import deepcopy

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_outbox import OutboxCase, entry


@tagged("post_install", "-at_install")
class TestOutboxImport(OutboxCase):
    """A manager stores what a till has saved to a file, each receipt once."""

    def file(self, *orders, **more):
        rows = [
            {
                **entry(order),
                "config": self.config.id,
                "till": self.config.name,
                "reference": order["uuid"][:6],
                "amount": "10.00",
                "user": "Rahim",
                **more,
            }
            for order in orders
        ]
        return json.dumps({"kind": "md-outbox", "version": 1, "entries": rows})

    def read_in(self, text, user=None):
        wizard = self.env["md.outbox.import"].with_user(user or self.env.user)
        data = text if isinstance(text, bytes) else text.encode()
        wizard = wizard.create({"file": b64encode(data), "file_name": "receipts.json"})
        wizard.action_import()
        return wizard

    def results(self, wizard):
        return wizard.line_ids.mapped("result")

    def test_each_receipt_is_stored_once_and_told_of(self):
        self.open()
        first, second, known = (self.sync((self.thing, 1)) for _each in range(3))
        self.send(deepcopy(known))
        broken = json.loads(self.file(second))
        broken["entries"][0]["checksum"] = "0" * 64
        text = json.loads(self.file(first, known))
        text["entries"] += [*broken["entries"], None]
        wizard = self.read_in(json.dumps(text))
        expected = ["stored", "known", "damaged", "refused"]
        self.assertEqual(self.results(wizard), expected)
        self.assertIn("1 receipts were stored, 1 were there", wizard.summary)
        self.assertIn("2 could not be stored", wizard.summary)
        self.assertEqual(self.order(first).state, "paid")
        self.assertEqual(self.findings(second).reason, "damaged")
        self.assertFalse(self.order(second))
        # the same file again, and the till, which lives after all
        again = self.read_in(self.file(first, second, known))
        self.assertEqual(self.results(again), ["known", "stored", "known"])
        self.assertEqual(self.take(first, second), ["stored", "stored"])
        self.assertEqual(len(self.order(first) | self.order(second)), 2)

    def test_a_receipt_of_a_closed_session_goes_where_late_ones_go(self):
        self.open()
        sent = self.sync((self.thing, 1))
        self.close()
        self.assertEqual(self.results(self.read_in(self.file(sent))), ["stored"])
        self.assertTrue(self.order(sent).session_id.rescue)
        self.assertEqual(self.findings(sent).reason, "late")

    def test_a_till_that_is_not_here_is_said_so(self):
        self.open()
        sent = self.sync((self.thing, 1))
        for number in (0, 10**9, None, "1", self.config.id * 1.5):
            wizard = self.read_in(self.file(sent, config=number))
            self.assertEqual(self.results(wizard), ["refused"])
            self.assertIn("not in this database", wizard.line_ids.message)
        self.assertFalse(self.order(sent))

    def test_what_is_no_such_file_is_refused_whole(self):
        bad = ("", "[1]", "{}", '{"kind": "md-outbox"}', b"\xff\x00", "[" * 9999)
        for text in bad:
            with self.subTest(text=text[:9]), self.assertRaises(UserError):
                self.read_in(text)

    def test_only_managers_may(self):
        self.open()
        sent = self.sync((self.thing, 1))
        cashier = new_test_user(
            self.env, "rahim", groups="md_inventory_core.group_cashier"
        )
        with self.assertRaises(AccessError):
            self.read_in(self.file(sent), cashier)
        manager = new_test_user(
            self.env, "karima", groups="md_inventory_core.group_manager"
        )
        manager.company_ids = manager.company_id = self.company
        self.assertEqual(
            self.results(self.read_in(self.file(sent), manager)), ["stored"]
        )
