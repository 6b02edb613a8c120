import base64
from time import monotonic

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .tender_common import TenderCase

ID = "9GH4K2LM3P"


@tagged("post_install", "-at_install")
class TestTenderEdges(TenderCase):
    """Receipts of others, days of Dhaka, long and strange files."""

    def setUp(self):
        super().setUp()
        self.open()

    def load(self, text):
        return self.env["md.tender.statement"].create(
            {
                "name": "bkash.csv",
                "file": base64.b64encode(text.encode()),
                "tender_id": self.methods["bkash"].md_tender_id.id,
                "company_id": self.company.id,
            }
        )

    def test_who_looks_sees_no_receipt_of_another_store(self):
        first = self.send(self.paid(["bkash", 100, ID]))
        second = self.send(self.paid(["bkash", 60, ID]))
        finding = self.findings(second)
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTHR", "company_id": self.company.id}
        )
        kind = other.pos_type_id.sudo()
        till = self.config.copy({"picking_type_id": kind.id})
        session = self.env["pos.session"].create({"config_id": till.id})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE pos_order SET session_id = %s, config_id = %s WHERE id = %s",
            [session.id, till.id, first.id],
        )
        self.env.invalidate_all()
        manager = self.person("manager", md_store_ids=[Command.set(self.store.ids)])
        with self.assertRaises(AccessError):
            first.with_user(manager).check_access("read")
        seen = finding.with_user(manager)
        seen.invalidate_recordset()
        told = seen.web_read({"other_id": {"fields": {}}, "explanation": {}})
        self.assertFalse(told[0]["other_id"])
        self.assertNotIn(first.pos_reference, told[0]["explanation"])

    def test_a_payment_that_no_row_names_has_the_day_of_the_shop(self):
        self.company.partner_id.tz = "Asia/Dhaka"
        order = self.send(self.paid(["bkash", 100, ID]))
        order.payment_ids.payment_date = "2026-11-23 19:00:00"
        statement = self.load("Date,TrxID,Amount\n24/11/2026,OTHER00001,5\n")
        statement.action_compare()
        [missing] = statement.line_ids.filtered(lambda one: one.state == "missing")
        self.assertEqual(str(missing.day), "2026-11-24")

    def test_amounts_beyond_all_money(self):
        rows = ("1e400", "1e999999999", "9" * 40, "NaN", "Infinity", "-0", "")
        text = "Date,TrxID,Amount\n"
        text += "".join(f"24/11/2026,HUGE00000{n},{v}\n" for n, v in enumerate(rows))
        statement = self.load(text)
        begin = monotonic()
        statement.action_compare()
        self.assertLess(monotonic() - begin, 5)
        states = statement.line_ids.sorted("number").mapped("state")
        self.assertEqual(states, ["unreadable"] * 5 + ["unknown", "unreadable"])

    def test_a_row_that_cannot_be_read_still_names_its_payment(self):
        """What the file does name is not also listed as missing."""
        order = self.send(self.paid(["bkash", 100, ID]))
        today = order.payment_ids.payment_date.date()
        statement = self.load(
            f"Date,TrxID,Amount\n{today},{ID},a hundred\n{today},OTHER00001,5\n"
        )
        statement.action_compare()
        states = statement.line_ids.sorted("number").mapped("state")
        self.assertEqual(states, ["unreadable", "unknown"])
        first = statement.line_ids.filtered(lambda one: one.state == "unreadable")
        self.assertEqual(first.receipt, order.pos_reference)

    def test_many_strange_rows_beside_many_payments(self):
        """Each unknown row looks for the same amount among what is left over."""
        order = self.send(self.paid(["bkash", 100, ID]))
        today = order.payment_ids.payment_date.date()
        self.env.flush_all()
        self.env.cr.execute(
            """INSERT INTO pos_payment (pos_order_id, session_id, company_id, amount,
                      payment_method_id, payment_date, uuid, is_change)
               SELECT pos_order_id, session_id, company_id, 7 + n, payment_method_id,
                      payment_date, 'edge' || n, false
                 FROM pos_payment, generate_series(1, 3000) n WHERE id = %s""",
            [order.payment_ids.id],
        )
        self.env.invalidate_all()
        rows = "".join(f"{today},STRANGE{n:06},{n}.50\n" for n in range(3000))
        statement = self.load(f"Date,TrxID,Amount\n{rows}")
        begin = monotonic()
        statement.action_compare()
        self.assertLess(monotonic() - begin, 20)
