from odoo.fields import Command
from odoo.tests import new_test_user

from .tender_common import TenderCase


class CashCase(TenderCase):
    """A till whose drawer is counted blind, with cash, card and mobile banking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.config.write({"md_blind_count": True, "cash_control": True})
        cls.put(cls.thing, 1000)
        cls.control = cls.env["md.cash.control"]
        cls.cashier = cls.person("cashier")
        cls.manager = cls.person("manager")

    @classmethod
    def person(cls, role, name=None):
        return new_test_user(
            cls.env,
            f"cash_{name or role}",
            groups=f"md_inventory_core.group_{role}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def start(self, opening=0, by=None):
        """A session that was opened with so much in its drawer."""
        self.config.with_user(by or self.env.user).open_ui()
        self.pos_session = self.config.current_session_id.with_user(self.env.user)
        session = self.pos_session.with_user(by or self.env.user)
        session.set_opening_control(opening, "")
        return session

    def count(self, kind, total, by=None, session=None, **said):
        session = (session or self.pos_session).with_user(by or self.env.user)
        return session.md_count_cash(kind, [[1, int(total)]], **said)

    def shut(self, total, by=None, **said):
        """Count and close; a count that does not match is made twice."""
        answer = self.count("closing", total, by)
        if answer["state"] != "ok":
            answer = self.count("closing", total, by, **{"reason": "lost", **said})
        self.assertEqual(answer["state"], "ok", answer)
        session = self.pos_session.with_user(by or self.env.user)
        session.post_closing_cash_details(total)
        session.update_closing_control_state_session("")
        done = session.close_session_from_ui()
        self.assertTrue(done["successful"], done)
        return self.report()

    def report(self, session=None):
        session = session or self.pos_session
        return self.env["md.z.report"].search([("session_id", "=", session.id)])

    def counts(self, session=None):
        session = session or self.pos_session
        mine = [("session_id", "=", session.id)]
        return self.env["md.cash.count"].search(mine, order="id")

    def assert_ledger(self, report):
        """Each line of the report is what was posted."""
        for row in report.facts["ledger"]:
            self.assertEqual(row["till"], row["ledger"], row)
        self.assertEqual(report.ledger_difference, 0)
