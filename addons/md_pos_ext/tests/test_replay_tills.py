from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from .common import ReplayCase


@tagged("post_install", "-at_install")
class TestReplayTills(ReplayCase):
    """Tills, the person at the till, and the closing of the day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.env["res.users"]
        cls.cashier = users.search([("login", "=", "cashier")]) or new_test_user(
            cls.env, "cashier", groups="base.group_user,point_of_sale.group_pos_user"
        )
        cls.cashier.group_ids += cls.env.ref("point_of_sale.group_pos_user")
        cls.drive_through("Tills")

    def test_store_has_a_till_with_cash_card_and_mobile(self):
        till = self.till()
        self.assertEqual(len(till), 1)
        self.assertEqual(till.name, "Till 367")
        names = till.payment_method_ids.mapped("name")
        self.assertEqual(sorted(names), ["Card", "Cash", "bKash"])
        cash = till.payment_method_ids.filtered("is_cash_count")
        self.assertEqual(cash.journal_id.name, "Cash Till 367")
        self.assertEqual(cash.journal_id.type, "cash")
        # core refuses a cash journal that two tills share
        self.assertEqual(cash.config_ids, till)

    def test_receipts_go_through_the_entry_of_real_tills_as_the_cashier(self):
        owner = self.env.registry["pos.order"]
        real, calls = owner.sync_from_ui, []

        def spy(orders_model, orders):
            calls.append((orders_model.env.user, orders_model.env.su, len(orders)))
            return real(orders_model, orders)

        with patch.object(owner, "sync_from_ui", spy):
            self.drive(self.job)
        cashier = self.cashier
        self.assertEqual(calls, [(cashier, False, n) for n in (5, 5, 2)])
        self.assertEqual(self.orders().user_id, cashier)
        self.assertEqual(self.orders().create_uid, cashier)
        self.assertEqual(self.orders().session_id.user_id, cashier)

    def test_company_without_a_demo_cashier_is_served_by_the_administrator(self):
        self.cashier.login = "kamal"
        self.drive(self.job)
        self.assertEqual((self.job.state, self.job.message), ("done", False))
        self.assertEqual(self.orders().user_id, self.env.ref("base.user_admin"))

    def test_cashier_who_may_not_sell_is_not_used(self):
        self.cashier.group_ids = self.env.ref("base.group_user")
        self.assertEqual(self.loader._cashier(), self.env.ref("base.user_admin"))

    def test_session_is_closed_without_a_difference(self):
        self.drive(self.job)
        session = self.orders().session_id
        self.assertEqual(len(session), 1)
        self.assertEqual(session.state, "closed")
        self.assertEqual(session.cash_register_difference, 0)
        cash = sum(
            payment.amount
            for payment in session.order_ids.payment_ids
            if payment.payment_method_id.is_cash_count
        )
        self.assertGreater(cash, 0)
        self.assertEqual(
            round(session.cash_register_balance_end_real, 2), round(cash, 2)
        )

    def test_entries_are_posted_and_balanced(self):
        self.drive(self.job)
        entry = self.orders().session_id.move_id
        self.assertEqual(entry.state, "posted")
        lines = entry.line_ids
        self.assertEqual(round(sum(lines.mapped("balance")), 2), 0)
        income = lines.filtered(lambda line: line.account_id.account_type == "income")
        total = sum(basket.amount_cents for basket in self.world.baskets)
        self.assertEqual(round(-sum(income.mapped("balance")) * 100), total)
        related = self.orders().session_id._get_related_account_moves()
        self.assertEqual(set(related.mapped("state")), {"posted"})
