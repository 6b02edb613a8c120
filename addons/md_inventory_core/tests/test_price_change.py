from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.md_inventory_core.services.approval_errors import (
    ApprovalBeyondAll,
    ApprovalNeeded,
)

from .approval_common import ApprovalCase


@tagged("post_install", "-at_install")
class TestPriceChange(ApprovalCase):
    """Asking for a price and applying what was approved."""

    def form(self, user, price, product=None):
        """The dialog, filled in."""
        wizard = Form(self.env["md.price.change.wizard"].with_user(user))
        wizard.product_id = (product or self.product).with_user(user)
        wizard.price = price
        wizard.reason = "box is damaged"
        return wizard

    def asked(self, price=80):
        """The cashier's request, as the dialog shows it after asking."""
        action = self.form(self.cashier, price).save().action_ask()
        return self.env["md.approval.request"].browse(action["res_id"])

    def apply(self, request, user=None):
        user = user or self.cashier
        self.rpc(user, request._name, "action_apply", request.ids)

    def test_dialog_says_what_is_needed(self):
        for user, price, percent, verdict in (
            (self.cashier, 80, 20, "needs_approval"),
            (self.cashier, 131, 31, "beyond_all"),
            (self.manager, 70, 30, "allowed"),
            (self.manager, 69.99, 30.01, "beyond_all"),
        ):
            form = self.form(user, price)
            with self.subTest(user=user.login, price=price):
                self.assertEqual((form.percent, form.verdict), (percent, verdict))

    def test_manager_changes_within_the_limit(self):
        self.form(self.manager, 70).save().action_change()
        self.assertEqual(self.product.list_price, 70)
        [event] = self.recorded(kind="price")
        self.assertEqual(event["reason"], "box is damaged")
        self.assertEqual(event["user_id"], self.manager.id)
        with self.assertRaises(ApprovalBeyondAll):
            self.form(self.manager, 100).save().action_change()

    def test_cashier_needs_a_manager(self):
        with self.assertRaises(ApprovalNeeded):
            self.form(self.cashier, 80).save().action_change()
        self.assertEqual(self.product.list_price, 100)

    def test_from_asking_to_the_new_price(self):
        request = self.asked()
        self.assertEqual(request.details, "price from: 100.00 BDT\nprice to: 80.00 BDT")
        with self.refused(ApprovalNeeded):
            self.apply(request)
        self.decide(request)
        self.apply(request)
        self.assertEqual(self.product.list_price, 80)
        self.assertEqual(request.state, "used")
        [event] = self.recorded(kind="price")
        self.assertEqual(event["user_id"], self.cashier.id)
        self.assertEqual(event["reason"], "box is damaged")
        self.assertEqual(event["before"], {"list_price": 100})
        with self.refused(UserError):
            self.apply(request)

    def test_price_that_moved_meanwhile(self):
        request = self.asked()
        self.decide(request)
        self.product.list_price = 120
        with self.refused(ApprovalBeyondAll):
            self.apply(request)
        self.product.list_price = 90
        with self.refused(ApprovalNeeded):
            self.apply(request)
        self.assertEqual(request.state, "approved")
        self.assertEqual(self.product.list_price, 90)

    def test_others_do_not_apply_it(self):
        request = self.asked()
        self.decide(request)
        for user in (self.manager, self.colleague, self.auditor):
            with self.subTest(user.login), self.refused(AccessError):
                self.apply(request, user)
        self.assertEqual(self.product.list_price, 100)

    def test_double_click_asks_once(self):
        wizard = self.form(self.cashier, 80).save()
        first, second = wizard.action_ask(), wizard.action_ask()
        self.assertEqual(first["res_id"], second["res_id"])

    def test_store_of_who_asks(self):
        self.cashier.md_store_ids = self.south
        request = self.asked()
        self.assertEqual(request.store_id, self.south)
        self.decide(request, self.southern)
        self.apply(request)
        self.assertEqual(self.product.list_price, 80)

    def test_prices_that_are_none(self):
        for price, text in ((0, "more than 0"), (-5, "more than 0"), (100, "already")):
            with self.subTest(price), self.refused(UserError, text):
                self.form(self.cashier, price).save().action_ask()
