from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .tender_common import TenderCase


@tagged("post_install", "-at_install")
class TestCredit(TenderCase):
    """A customer buys on account up to the limit; what is beyond is written down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.account_use_credit_limit = True
        cls.methods["account"] = cls.pay_later_pm
        cls.config.payment_method_ids += cls.pay_later_pm
        cls.buyer = cls.env["res.partner"].create({"name": "Rahima Store"})
        cls.buyer.with_company(cls.company).credit_limit = 100

    def setUp(self):
        super().setUp()
        self.open()

    def on_account(self, amount, **rest):
        return self.paid(("account", amount), customer=self.buyer, **rest)

    def take(self, data, amount, reason=None, user=None):
        till = self.config.with_user(user) if user else self.config
        return till.md_credit_take(data["uuid"], self.buyer.id, amount, reason)

    def facts(self):
        found = self.config.md_credit(self.buyer.id)
        return found["limit"], found["open"], found["free"]

    def test_what_is_free(self):
        self.assertEqual(self.facts(), (100, 0, 100))
        self.send(self.on_account(30))
        self.assertEqual(self.facts(), (100, 30, 70), "of a session that is open")
        self.send(self.paid(("account", 20), ("cash", 10), customer=self.buyer))
        self.assertEqual(self.facts(), (100, 50, 50), "only what is on account")
        self.close()
        self.assertEqual(self.facts(), (100, 50, 50), "of the ledger")

    def test_of_the_payer_and_the_ledger(self):
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.buyer.id,
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 40, "tax_ids": False})
                ],
            }
        ).action_post()
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.buyer.id}
        )
        self.assertEqual(self.config.md_credit(branch.id)["free"], 60)

    def test_the_last_of_the_limit_goes_to_one(self):
        first, second = self.on_account(60), self.on_account(50)
        self.assertTrue(self.take(first, 60)["taken"])
        said = self.take(second, 50)
        self.assertFalse(said["taken"])
        self.assertEqual((said["limit"], said["open"], said["free"]), (100, 60, 40))
        self.assertTrue(self.take(first, 60)["taken"], "asked again, its own is free")
        order = self.send(first)
        self.assertFalse(self.findings(order))
        self.assertEqual((order.md_credit_before, order.md_credit_after), (0, 60))
        self.assertEqual(self.facts(), (100, 60, 40), "counted once")
        self.config.md_credit_release(second["uuid"])
        self.assertTrue(self.take(second, 40)["taken"])
        self.config.md_credit_release(second["uuid"])
        self.assertEqual(self.facts(), (100, 60, 40))

    def test_a_manager_goes_beyond_with_a_reason(self):
        data = self.on_account(150)
        self.assertFalse(self.take(data, 150)["taken"])
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            self.take(data, 150, "please", self.person("cashier"))
        boss = self.person("manager")
        self.assertTrue(self.take(data, 150, "Pays on Friday", boss)["taken"])
        order = self.send(data)
        found = self.findings(order)
        self.assertEqual((found.reason, found.state), ("credit", "resolved"))
        self.assertEqual((found.note, found.resolved_by), ("Pays on Friday", boss))
        self.assertEqual(found.excess, 50)
        self.assertIn("beyond the limit: Pays on Friday", found.explanation)

    def test_what_was_sold_offline_is_taken_and_written_down(self):
        order = self.send(self.on_account(60))
        self.assertFalse(self.findings(order), "it did not ask, and it fits")
        late = self.on_account(70)
        order = self.send(late)
        self.assertEqual(order.state, "paid")
        found = self.findings(order)
        self.assertEqual(
            (found.reason, found.state, found.excess), ("credit", "open", 30)
        )
        self.assertIn("Rahima Store bought on account", found.explanation)
        self.assertEqual((order.md_credit_before, order.md_credit_after), (60, 130))
        self.send(late)
        self.assertEqual(len(self.findings(order)), 1, "sent again")

    def test_a_promise_counts_for_what_was_promised(self):
        data = self.on_account(80)
        self.assertTrue(self.take(data, 50)["taken"])
        order = self.send(data)
        self.assertFalse(self.findings(order), "more than promised, and it fits")
        data = self.on_account(30)
        self.assertTrue(self.take(data, 20)["taken"])
        self.assertEqual(self.findings(self.send(data)).excess, 10)

    def test_a_till_does_not_say_what_was_open(self):
        data = {**self.on_account(30), "md_credit_before": 7, "md_credit_after": 8}
        order = self.send(data)
        self.assertEqual((order.md_credit_before, order.md_credit_after), (0, 30))

    def test_a_return_frees(self):
        order = self.send(self.on_account(90))
        data = {**self.back(order, ("account", -40)), "partner_id": self.buyer.id}
        self.assertFalse(self.findings(self.send(data)))
        self.assertEqual(self.facts(), (100, 50, 50))

    def test_without_limits_as_core(self):
        self.company.account_use_credit_limit = False
        data = self.on_account(500)
        self.assertFalse(self.take(data, 500))
        self.assertFalse(self.findings(self.send(data)))

    def test_only_who_sells_here(self):
        warehouse = self.person("warehouse")
        till = self.config.with_user(warehouse)
        for ask in (till.md_credit, till.md_credit_take, till.md_credit_release):
            with self.assertRaises(AccessError):
                ask()
        data = self.on_account(10)
        self.assertTrue(self.take(data, 10)["taken"])
        other = self.config.copy()
        with self.assertRaisesRegex(UserError, "promised credit at"):
            other.md_credit_take(data["uuid"], self.buyer.id, 10)
        self.assertFalse(self.config.md_credit_take(data["uuid"], self.buyer.id, -1))
