from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.md_inventory_core.services import md_change_applier
from odoo.addons.md_inventory_core.services.approval_errors import ApprovalBeyondAll

from .governance_common import GovernanceCase


@tagged("post_install", "-at_install")
class TestChangeRequest(GovernanceCase):
    """Asked by one, decided by another, applied once, never over somebody's change."""

    def test_from_asking_to_the_new_price(self):
        request = self.asked_change()
        self.assertEqual(request.state, "waiting")
        self.assertEqual(request.subject, "Sales Price of [BAS-5] Basmati 5 kg")
        self.approve(request)
        self.assertEqual(
            (request.state, request.approver_id), ("approved", self.deputy)
        )
        self.assertEqual(self.product.list_price, 100)
        self.run_due()
        self.assertEqual(self.product.list_price, 80)
        self.assertEqual((request.state, request.message), ("done", "All changed: 1."))
        [event] = self.recorded(kind="price", model="product.template")
        self.assertEqual(event["user_id"], self.manager.id)
        self.assertEqual(event["reason"], f"[{request.name}] new price list")
        self.assertEqual(
            (event["before"], event["after"]), ({"list_price": 100}, {"list_price": 80})
        )
        self.assertEqual(
            self.actions("change.applied", "approval.used"),
            ["approval.used", "change.applied"],
        )
        self.product.list_price = 95
        self.run_due()
        self.assertEqual(self.product.list_price, 95)  # applied once

    def test_second_pair_of_eyes(self):
        request = self.asked_change()
        with self.refused(AccessError, "Nobody decides the own request"):
            self.approve(request, self.manager)
        for user in (self.admin, self.cashier, self.auditor):
            with self.subTest(user.login), self.refused(AccessError):
                self.approve(request, user)
        self.assertEqual(request.state, "waiting")

    def test_nobody_else_could_decide(self):
        managers = self.env.ref("md_inventory_core.group_manager").all_user_ids
        (managers - self.manager).active = False
        with self.refused(UserError, "needs a second manager"):
            self.asked_change()

    def test_limit_of_the_approver(self):
        with self.refused(ApprovalBeyondAll):
            self.asked_change((self.product, "list_price", 69))
        self.asked_change((self.product, "list_price", 70))

    def test_many_kinds_of_fields(self):
        category = self.env["product.category"].create({"name": "Rice"})
        taxes = self.env["account.tax"].search([("type_tax_use", "=", "sale")])
        tax = taxes[-1]  # the first ones may be duties that go with a VAT only
        variant = self.product.product_variant_id
        request = self.applied(
            (self.product, "name", "Basmati Rice 5 kg"),
            (self.product, "categ_id", category),
            (self.product, "taxes_id", tax),
            (variant, "barcode", "4006381333948"),
            (variant, "default_code", "BAS-05"),
            (variant, "standard_price", 61.5),
        )
        self.assertEqual(set(self.states(request).values()), {"done"})
        self.assertEqual(self.product.name, "Basmati Rice 5 kg")
        self.assertEqual(
            (self.product.categ_id, self.product.taxes_id), (category, tax)
        )
        self.assertEqual(self.product.barcode, "4006381333948")
        self.assertEqual(self.product.default_code, "BAS-05")
        self.assertEqual(self.product.standard_price, 61.5)

    def test_scheduled_goes_live_at_its_minute(self):
        at = fields.Datetime.now() + timedelta(hours=5)
        request = self.asked_change(at=at)
        self.approve(request)
        self.assertEqual(request.state, "scheduled")
        cron = self.env.ref("md_inventory_core.ir_cron_apply_changes")
        trigger = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(at, trigger.mapped("call_at"))
        self.run_due()
        self.assertEqual(self.product.list_price, 100)
        with self.later(hours=4, minutes=58):
            self.run_due()
        self.assertEqual(self.product.list_price, 100)
        with self.later(hours=5, minutes=1):
            self.run_due()
        self.assertEqual((self.product.list_price, request.state), (80, "done"))

    def test_old_value_that_moved_meanwhile(self):
        request = self.asked_change()
        self.approve(request)
        self.product.list_price = 110
        self.run_due()
        self.assertEqual(self.product.list_price, 110)
        self.assertEqual(request.state, "failed")
        self.assertEqual(
            request.line_ids.message,
            "It is 110.00 now, and was 100.00 when it was asked for.",
        )
        again = request.action_again()
        again = self.env["md.change.request"].browse(again["res_id"])
        self.assertEqual((again.state, again.line_ids.old_text), ("draft", "110.00"))
        self.assertEqual(again.follows_id, request)

    def test_a_record_is_changed_whole_or_not(self):
        other = self.env["product.template"].create({"name": "Dal", "list_price": 50})
        request = self.asked_change(
            (self.product, "list_price", 90),
            (self.product, "name", "Rice"),
            (other, "list_price", 55),
        )
        self.approve(request)
        self.product.name = "Something"
        self.run_due()
        self.assertEqual(
            (self.product.list_price, self.product.name), (100, "Something")
        )
        self.assertEqual(other.list_price, 55)
        self.assertEqual(request.message, "1 of 3 changed; 2 were not: see why.")

    def test_one_that_is_refused_stops_no_other(self):
        taken, other = self.env["product.product"].create(
            [{"name": "Taken", "barcode": "T1"}, {"name": "Dal"}]
        )
        request = self.applied(
            (self.product.product_variant_id, "barcode", "T1"),
            (other, "barcode", "T2"),
        )
        self.assertEqual(request.line_ids.mapped("state"), ["failed", "done"])
        self.assertIn("T1", request.line_ids[0].message)
        self.assertEqual((self.product.barcode, other.barcode), ("4006381333931", "T2"))
        self.assertEqual(taken.barcode, "T1")

    def test_pieces_and_going_on(self):
        made = self.env["product.template"].create(
            [{"name": f"P{n}", "list_price": 10} for n in range(5)]
        )
        request = self.asked_change(*((p, "list_price", 11) for p in made))
        self.approve(request)
        applier = self.env["md.change.applier"]
        with patch.object(md_change_applier, "AT_ONCE", 2):
            self.assertTrue(applier._patiently(request.id))
            self.env.invalidate_all()
            self.assertEqual(sum(made.mapped("list_price")), 52)
            self.assertEqual((request.state, request.done_count), ("applying", 2))
            self.assertEqual(request.progress, 40)
            with self.refused(UserError, "cannot be cancelled"):
                request.action_cancel()
            self.run_due()
        self.assertEqual(sum(made.mapped("list_price")), 55)
        self.assertEqual(request.state, "done")

    def test_revert(self):
        request = self.applied()
        revert = self.env["md.change.request"].browse(request.action_revert()["res_id"])
        revert = revert.with_user(self.manager)
        self.assertEqual((revert.kind, revert.reverts_id), ("revert", request))
        line = revert.line_ids
        self.assertEqual((line.old_text, line.new_text), ("80.00", "100.00"))
        revert.action_ask()
        self.approve(revert)
        self.run_due()
        self.assertEqual((self.product.list_price, revert.state), (100, "done"))

    def test_revert_of_what_changed_since(self):
        request = self.applied()
        revert = self.env["md.change.request"].browse(request.action_revert()["res_id"])
        revert = revert.with_user(self.manager)
        revert.action_ask()
        self.approve(revert)
        self.product.list_price = 85
        self.run_due()
        self.assertEqual((self.product.list_price, revert.state), (85, "failed"))

    def test_ends_without_a_change(self):
        refused = self.asked_change()
        self.decide(refused.sudo().approval_id, self.deputy, "_refuse", "too low")
        refused.invalidate_recordset()
        self.assertEqual(
            (refused.state, refused.decision_reason), ("refused", "too low")
        )
        withdrawn = self.asked_change((self.product, "list_price", 81))
        withdrawn.action_cancel()
        self.assertEqual(withdrawn.state, "cancelled")
        at = fields.Datetime.now() + timedelta(hours=5)
        called_off = self.asked_change((self.product, "list_price", 82), at=at)
        self.approve(called_off)
        called_off.with_user(self.deputy).action_cancel()
        self.assertEqual(called_off.state, "cancelled")
        expired = self.asked_change((self.product, "list_price", 83))
        with self.later(days=4):
            self.env["md.approval"]._cron_expire()
            expired.invalidate_recordset()
        self.assertEqual(expired.state, "draft")
        self.assertEqual(expired.message, "Nobody decided in time: ask again.")
        with self.later(hours=6):
            self.run_due()
        self.assertEqual(self.product.list_price, 100)

    def test_who_may_ask(self):
        self.asked_change(user=self.cashier)
        with self.refused(AccessError, "does not ask for changes of Barcode"):
            variant = self.product.product_variant_id
            self.asked_change((variant, "barcode", "1"), user=self.cashier)
        self.asked_change(
            (self.product.product_variant_id, "barcode", "1"), user=self.keeper
        )
        draft = self.draft()
        with self.refused(AccessError, "was made by somebody else"):
            draft.with_user(self.deputy).action_ask()

    def test_who_sees_what(self):
        request = self.asked_change(user=self.cashier)
        for user, seen in (
            (self.cashier, True),
            (self.colleague, False),
            (self.manager, True),
            (self.auditor, True),
        ):
            found = (
                self.env["md.change.request"]
                .with_user(user)
                .search([("id", "=", request.id)])
            )
            lines = (
                self.env["md.change.line"]
                .with_user(user)
                .search([("request_id", "=", request.id)])
            )
            with self.subTest(user.login):
                self.assertEqual((bool(found), bool(lines)), (seen, seen))

    def test_nobody_writes_requests(self):
        request = self.asked_change()
        for vals in ({"state": "approved"}, {"approver_id": self.deputy.id}):
            with self.assertRaises(AccessError):
                self.save(self.manager, request, vals)
        with self.assertRaises(AccessError):
            self.save(self.manager, request.line_ids, {"new_value": '"1.00"'})

    def test_bad_wishes(self):
        for wish, text in (
            ((self.product, "list_price", 100), "Nothing would change"),
            ((self.product, "list_price", 0), "more than 0"),
        ):
            with self.subTest(text), self.refused(UserError, text):
                self.draft(wish)
        with self.refused(UserError, "Say why"):
            self.draft(reason="  ")

    def test_supplier_changes(self):
        supplier = self.env["res.partner"].create(
            {"name": "Mills", "is_company": True, "supplier_rank": 1}
        )
        term = self.env.ref("account.account_payment_term_30days")
        bank = self.env["res.partner.bank"].create(
            {"partner_id": supplier.id, "acc_number": "BD001"}
        )
        row = self.env["product.supplierinfo"].create(
            {"partner_id": supplier.id, "product_tmpl_id": self.product.id, "price": 50}
        )
        request = self.applied(
            (supplier, "property_supplier_payment_term_id", term),
            (bank, "acc_number", "BD002"),
            (bank, "allow_out_payment", True),
            (row, "price", 45),
        )
        self.assertEqual(request.state, "done", request.line_ids.mapped("message"))
        self.assertEqual(supplier.property_supplier_payment_term_id, term)
        self.assertEqual((bank.acc_number, bank.allow_out_payment), ("BD002", True))
        self.assertEqual(row.price, 45)
