import base64
import io
from datetime import timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .tender_common import TenderCase

IDS = ("STATEMENT1", "STATEMENT2", "STATEMENT3")


@tagged("post_install", "-at_install")
class TestTenderStatements(TenderCase):
    """A provider's file against what tills took; nothing is posted."""

    def setUp(self):
        super().setUp()
        self.open()
        self.orders = [
            self.send(self.paid(["bkash", amount, code]))
            for amount, code in zip((100, 200, 300), IDS, strict=True)
        ]
        self.send(self.paid(["nagad", 50, "71AB2CD3"]))
        self.today = fields.Date.today()
        self.manager = self.person("manager")

    def text(self, *rows):
        head = "bKash Merchant,Micro Datasoft\n\nSl,Date Time,TrxID,Amount,Fee,Status\n"
        return head + "".join(
            f"{n},{self.today:%d/%m/%Y} 10:00,{code},{amount},{fee},Completed\n"
            for n, (code, amount, fee) in enumerate(rows, 1)
        )

    def load(self, data, user=None, **values):
        data = data.encode() if isinstance(data, str) else data
        env = self.env(user=user or self.manager)
        return env["md.tender.statement"].create(
            {
                "name": "bkash.csv",
                "file": base64.b64encode(data),
                "tender_id": self.methods["bkash"].md_tender_id.id,
                "company_id": self.company.id,
                **values,
            }
        )

    def results(self, statement):
        return [
            (line.number, line.transaction_id, line.state, line.difference)
            for line in statement.line_ids.sorted("number")
        ]

    def test_each_kind_of_row(self):
        statement = self.load(
            self.text(
                ("statement1", "100.00", "1.85"),
                ("STATEMENT2", "BDT 150", "2.00"),
                ("UNKNOWN001", 300, 0),
                ("STATEMENT1", 100, 0),
                ("STATEMENT9", "free", 0),
            )
        )
        entries = self.env["account.move"].search_count([])
        statement.action_compare()
        self.assertEqual(
            self.results(statement),
            [
                (0, "STATEMENT3", "missing", 0),
                (4, "STATEMENT1", "matched", 0),
                (5, "STATEMENT2", "differs", -50),
                (6, "UNKNOWN001", "unknown", 0),
                (7, "STATEMENT1", "twice", 0),
                (8, "STATEMENT9", "unreadable", 0),
            ],
        )
        lines = {line.number: line for line in statement.line_ids}
        self.assertIn(self.orders[2].pos_reference, lines[6].message)
        self.assertIn("free", lines[8].message)
        self.assertEqual(lines[5].receipt, self.orders[1].pos_reference)
        self.assertEqual((lines[5].amount, lines[5].taken), (150, 200))
        self.assertEqual((statement.matched, statement.differs), (1, 1))
        self.assertEqual((statement.unknown, statement.missing), (3, 1))
        self.assertEqual(round(statement.fee, 2), 3.85)
        self.assertEqual(statement.date_from, self.today)
        self.assertEqual(self.env["account.move"].search_count([]), entries)

    def test_compared_again_it_says_what_is_so_now(self):
        statement = self.load(self.text(*((code, 1, 0) for code in IDS)))
        statement.action_compare()
        statement.action_compare()
        self.assertEqual(len(statement.line_ids), 3)
        late = self.text(("STATEMENT1", 100, 0), ("STATEMENT4", 40, 0))
        statement = self.load(late)
        statement.action_compare()
        self.assertEqual(statement.line_ids.sorted("number")[-1].state, "unknown")
        self.send(self.paid(["bkash", 40, "STATEMENT4"]))
        statement.action_compare()
        self.assertEqual(statement.line_ids.sorted("number")[-1].state, "matched")

    def test_the_same_file_is_there_once(self):
        text = self.text(("STATEMENT1", 100, 0))
        first = self.load(text)
        first.action_compare()
        before = self.results(first)
        again = self.assertRaisesRegex(UserError, "was imported before")
        with again, self.env.cr.savepoint():
            self.load(text, name="again.csv")
        self.assertEqual(self.results(first), before)
        count = self.env["md.tender.statement"].search_count([])
        self.assertEqual(count, 1)

    def test_what_another_statement_has_is_not_missing(self):
        self.load(self.text(("STATEMENT1", 100, 0))).action_compare()
        second = self.load(self.text(("STATEMENT2", 200, 0)))
        second.action_compare()
        missing = second.line_ids.filtered(lambda line: line.state == "missing")
        self.assertEqual(missing.mapped("transaction_id"), ["STATEMENT3"])

    def test_other_days_are_not_missing_but_found(self):
        self.orders[0].payment_ids.payment_date -= timedelta(days=9)
        statement = self.load(self.text(("STATEMENT2", 200, 0), ("STATEMENT3", 300, 0)))
        statement.action_compare()
        self.assertEqual(set(statement.line_ids.mapped("state")), {"matched"})
        other = self.load(self.text(("STATEMENT1", 100, 0)))
        other.action_compare()
        self.assertEqual(other.line_ids.mapped("state"), ["matched"])

    def test_a_sheet_with_columns_of_its_own(self):
        self.methods["bkash"].md_tender_id.write(
            {"md_column_id": "Reference", "md_column_amount": "Net"}
        )
        book = openpyxl.Workbook()
        book.active.append(["When", "Reference", "Net", "Amount"])
        book.active.append([self.today, IDS[0], 100.0, 101.85])
        out = io.BytesIO()
        book.save(out)
        statement = self.load(out.getvalue(), name="bkash.xlsx")
        statement.action_compare()
        self.assertEqual(statement.line_ids.mapped("state"), ["matched"])

    def test_files_that_are_none_change_nothing(self):
        refused = {
            "no rows": "",
            "no column": "Date,Amount\n1,2\n",
            "no CSV and no XLSX": b"PK\x03\x04 broken",
        }
        for message, data in refused.items():
            statement = self.load(data or " ")
            with self.assertRaisesRegex(UserError, message):
                statement.action_compare()
            self.assertEqual(statement.state, "draft")
            self.assertFalse(statement.line_ids)

    def test_done_is_done(self):
        statement = self.load(self.text(("STATEMENT1", 100, 0)))
        with self.assertRaisesRegex(UserError, "Compare the file first"):
            statement.action_done()
        statement.action_compare()
        statement.action_done()
        before = self.results(statement)
        statement.action_compare()
        self.assertEqual(self.results(statement), before)
        with self.assertRaisesRegex(UserError, "It is done"):
            statement.file = base64.b64encode(b"other")
        with self.assertRaises(AccessError):
            statement.state = "draft"

    def test_rights(self):
        statement = self.load(self.text(("STATEMENT1", 100, 0)))
        statement.action_compare()
        with mute_logger("odoo.addons.base.models.ir_model"):
            for role in ("cashier", "support"):
                with self.assertRaises(AccessError):
                    statement.with_user(self.person(role)).read(["name"])
            auditor = statement.with_user(self.person("auditor"))
            states = set(auditor.line_ids.mapped("state"))
            self.assertEqual(states, {"matched", "missing"})
            with self.assertRaises(AccessError):
                auditor.action_compare()
