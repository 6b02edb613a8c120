from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .tender_common import TenderCase

ID = "9GH4K2LM3P"


@tagged("post_install", "-at_install")
class TestTenders(TenderCase):
    """An id of a transaction pays once; what was paid is never refused."""

    def setUp(self):
        super().setUp()
        self.open()

    def test_kinds_and_what_the_till_asks(self):
        asks = {k: m.md_ask_transaction for k, m in self.methods.items()}
        always = dict.fromkeys(("bkash", "nagad", "rocket"), "must")
        self.assertEqual(asks, {"cash": "no", "card": "no", **always})
        loaded = self.env["pos.payment.method"]._load_pos_data_fields(self.config)
        self.assertIn("md_id_form", loaded)
        form = self.methods["rocket"].md_id_form
        self.assertEqual(form, {"shortest": 8, "longest": 12, "digits": True})
        with self.assertRaises(ValidationError):
            self.methods["bkash"].md_tender_id.md_id_longest = 3

    def test_an_id_is_kept_and_the_payer_without_the_middle(self):
        order = self.send(self.paid(["bkash", 100, ID, "01711123456"]))
        payment = order.payment_ids
        self.assertEqual(payment.transaction_id, ID)
        self.assertEqual(payment.md_transaction_key, ID)
        self.assertEqual(payment.md_tender_id.code, "bkash")
        self.assertEqual(payment.md_payer, "017*****456")
        self.assertFalse(self.findings(order))

    def test_a_reused_id_is_taken_and_flagged(self):
        first = self.send(self.paid(["bkash", 100, ID]))
        data = self.paid(["bkash", 60, "9gh4-k2lm 3p"])
        second = self.send(data)
        self.assertEqual(second.state, "paid")
        self.assertEqual(second.amount_paid, 60)
        found = self.findings(second)
        self.assertEqual(found.mapped("reason"), ["reused"])
        self.assertEqual(found.other_id, first)
        self.assertIn(ID, found.explanation)
        self.assertFalse(second.payment_ids.md_transaction_key)
        self.send(data)
        self.assertEqual(self.findings(second), found, "sent again, written once")

    def test_the_same_id_of_another_provider_is_another(self):
        self.methods["nagad"].md_tender_id.md_id_longest = 12
        self.send(self.paid(["bkash", 100, ID]))
        order = self.send(self.paid(["nagad", 100, ID]))
        self.assertFalse(self.findings(order))

    def test_twice_in_one_receipt(self):
        order = self.send(self.paid(["bkash", 60, ID], ["bkash", 40, ID]))
        self.assertEqual(self.findings(order).mapped("reason"), ["reused"])

    def test_no_id_or_none_that_looks_like_one(self):
        order = self.send(self.paid(["bkash", 60], ["nagad", 40, "12"]))
        reasons = sorted(self.findings(order).mapped("reason"))
        self.assertEqual(reasons, ["form", "missing"])
        self.assertEqual(order.state, "paid")

    def test_a_terminal_of_cards_has_ids_of_its_own(self):
        first = self.send(self.paid(["card", 100, ID]))
        second = self.send(self.paid(["card", 100, ID]))
        self.assertFalse(self.findings(first) | self.findings(second))

    def test_a_till_says_nothing_of_what_the_server_finds(self):
        data = self.paid(["bkash", 100, ID])
        tender = self.methods["nagad"].md_tender_id.id
        data["payment_ids"][0][2].update(
            md_transaction_key="OTHER", md_tender_id=tender
        )
        payment = self.send(data).payment_ids
        self.assertEqual(payment.md_transaction_key, ID)
        self.assertEqual(payment.md_tender_id.code, "bkash")

    def test_the_index_is_the_judge(self):
        one, two = (
            self.send(self.paid(["bkash", 100, f"{ID[:-1]}{end}"])).payment_ids
            for end in "AB"
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            two.md_transaction_key = one.md_transaction_key
            two.flush_recordset()

    def test_the_till_asks_before_it_takes_the_money(self):
        order = self.send(self.paid(["bkash", 100, ID]))
        cashier = self.person("cashier")
        till = self.config.with_user(cashier)
        bkash, nagad = self.methods["bkash"].id, self.methods["nagad"].id
        found = till.md_transaction_used(bkash, f" {ID.lower()}", "other")
        self.assertEqual(found["receipt"], order.pos_reference)
        self.assertFalse(till.md_transaction_used(bkash, ID, order.uuid))
        self.assertFalse(till.md_transaction_used(nagad, ID, "other"))
        self.assertFalse(till.md_transaction_used(bkash, None, "other"))
        for role in ("warehouse", "support", "auditor"):
            other = self.config.with_user(self.person(role))
            quiet = mute_logger("odoo.addons.base.models.ir_model")
            with quiet, self.assertRaises(AccessError):
                other.md_transaction_used(bkash, ID, "other")

    def test_another_store_hears_only_that_it_was_used(self):
        self.send(self.paid(["bkash", 100, ID]))
        south = self.env["stock.warehouse"].create(
            {"name": "South", "code": "SO", "company_id": self.company.id}
        )
        till = self.config.copy(
            {
                "name": "South",
                "picking_type_id": south.pos_type_id.id,
                "payment_method_ids": [(6, 0, self.methods["bkash"].ids)],
            }
        )
        cashier = self.person("cashier", md_store_ids=[(6, 0, south.ids)])
        asked = till.with_user(cashier)
        found = asked.md_transaction_used(self.methods["bkash"].id, ID, "other")
        self.assertEqual(found, {"receipt": "", "at": False})

    def test_managers_resolve_with_a_note(self):
        self.send(self.paid(["bkash", 100, ID]))
        found = self.findings(self.send(self.paid(["bkash", 100, ID])))
        mine = found.with_user(self.person("manager"))
        with self.assertRaisesRegex(UserError, "note what came of it"):
            mine.action_resolve()
        mine.note = "Asked bKash: paid twice"
        mine.action_resolve()
        self.assertEqual(found.state, "resolved")
        self.assertEqual(found.resolved_by, mine.env.user)
        with self.assertRaises(AccessError):
            mine.amount = 1
        with self.assertRaises(AccessError):
            mine.state = "open"
        auditor = found.with_user(self.person("auditor"))
        self.assertEqual(auditor.reason, "reused")
        with mute_logger("odoo.addons.base.models.ir_model"):
            with self.assertRaises(AccessError):
                auditor.note = "Mine"
            with self.assertRaises(AccessError):
                self.assertFalse(found.with_user(self.person("cashier")).reason)

    def test_a_payment_changed_in_the_back_office_gives_its_id_free(self):
        first = self.send(self.paid(["bkash", 100, ID]))
        first.payment_ids.payment_method_id = self.methods["cash"]
        self.assertFalse(first.payment_ids.md_transaction_key)
        second = self.send(self.paid(["bkash", 100, ID]))
        self.assertFalse(self.findings(second))
        first.payment_ids.payment_method_id = self.methods["bkash"]
        self.assertEqual(self.findings(first).mapped("reason"), ["reused"])

    def test_the_back_office_asks_too(self):
        first = self.send(self.paid(["bkash", 100, ID]))
        draft = first.copy({"session_id": self.pos_session.id, "state": "draft"})
        draft.payment_ids.unlink()
        draft.amount_paid = 0
        wizard = self.env["pos.make.payment"].with_context(active_id=draft.id)
        pay = wizard.create({"payment_method_id": self.methods["bkash"].id})
        self.assertEqual(pay.amount, 100)
        with self.assertRaisesRegex(UserError, "Enter the transaction id of bKash"):
            pay.check()
        pay.md_transaction_id = "12"
        with self.assertRaisesRegex(UserError, "at least 10"):
            pay.check()
        pay.md_transaction_id = ID
        with self.assertRaisesRegex(UserError, "used before"):
            pay.check()
        self.assertFalse(draft.payment_ids)
        pay.md_transaction_id = "NEWTRX1234"
        pay.check()
        self.assertEqual(draft.state, "paid")
        self.assertEqual(draft.payment_ids.md_transaction_key, "NEWTRX1234")
        self.assertFalse(self.findings(draft))
