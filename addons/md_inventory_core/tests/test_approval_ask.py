import json
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.md_inventory_core.services.approval_errors import (
    ApprovalBeyondAll,
    ApprovalNeeded,
)

from .approval_common import KIND, ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalAsk(ApprovalCase):
    def test_within_the_limit_nothing_is_asked(self):
        self.assertFalse(self.require(self.manager, "30"))
        self.assertFalse(self.require(amount="5", kind="discount"))
        self.assertEqual(self.recorded(kind="approval"), [])
        with self.refused(UserError, "within your own limit"):
            self.ask(self.manager, "30")

    def test_beyond_the_limit_says_what_to_ask_for(self):
        with self.assertRaises(ApprovalNeeded) as caught:
            self.require(reason="damaged", key="k1")
        self.assertIsInstance(caught.exception, UserError)
        self.assertEqual(
            caught.exception.context["md_approval"],
            {
                "kind": KIND,
                "amount": "20.0000",
                "model": "product.template",
                "res_id": self.product.id,
                "fingerprint": "100 -> 80",
                "store_id": self.north.id,
                "reason": "damaged",
                "key": "k1",
                "request_id": None,
            },
        )

    def test_waiting_request_is_named(self):
        request = self.ask()
        with self.assertRaises(ApprovalNeeded) as caught:
            self.require()
        self.assertEqual(caught.exception.request_id, request.id)

    def test_request_holds_what_was_asked(self):
        request = self.ask()
        self.assertRecordValues(
            request,
            [
                {
                    "kind_id": self.kind.id,
                    "company_id": self.company.id,
                    "store_id": self.north.id,
                    "model": "product.template",
                    "res_id": self.product.id,
                    "subject": "Basmati 5 kg",
                    "fingerprint": "100 -> 80",
                    "amount": 20,
                    "amount_label": "20 %",
                    "reason": "damaged box",
                    "requester_id": self.cashier.id,
                    "state": "pending",
                    "status": "pending",
                    "approver_id": False,
                }
            ],
        )
        waits = timedelta(minutes=self.kind.wait_minutes)
        self.assertEqual(request.expires_at - request.asked_at, waits)
        event = self.recorded(kind="approval")
        self.assertEqual([e["action"] for e in event], ["approval.asked"])
        self.assertEqual(event[0]["user_id"], self.cashier.id)
        self.assertEqual(event[0]["res_id"], request.id)
        self.assertEqual(event[0]["reason"], "damaged box")
        self.assertEqual(event[0]["after"]["amount"], "20.0000")
        self.assertEqual(event[0]["after"]["what"], "100 -> 80")

    def test_amounts_are_shown_with_their_unit(self):
        money = self.ask(kind="refund", amount="2500.50")
        self.assertEqual(money.amount_label, self.company.currency_id.format(2500.50))
        self.assertEqual(self.ask(amount="12.5").amount_label, "12.5 %")
        self.assertEqual(self.ask(amount="20.0001").amount_label, "20.01 %")
        self.kind.sudo().unit = "quantity"
        self.assertEqual(self.ask(amount="12.5", key="q").amount_label, "12.5")

    def test_card_numbers_are_not_kept(self):
        request = self.ask(reason="card 4111 1111 1111 1111 declined")
        self.assertEqual(request.reason, "card [card ****1111] declined")
        self.assertNotIn("4111 1111", str(self.recorded()))

    def test_reason_is_required(self):
        for reason in ("", "   ", None):
            with self.refused(UserError, "Say why"):
                self.ask(reason=reason)

    def test_more_than_anybody_may_approve(self):
        with self.refused(ApprovalBeyondAll, "more than anybody may approve (30)"):
            self.ask(amount="30.0001")
        with self.refused(ApprovalBeyondAll, "administrator"):
            self.require(self.manager, "30.0001")
        self.assertTrue(self.ask(amount="30"))

    def test_same_key_same_request(self):
        first = self.ask(key="till-1/7")
        self.assertEqual(self.ask(key="till-1/7"), first)
        self.decide(first)
        self.assertEqual(self.ask(key="till-1/7"), first)
        self.assertEqual(len(self.recorded(action="approval.asked")), 1)

    def test_same_key_for_something_else(self):
        self.ask(key="k")
        other = self.product.copy()
        for change in (
            {"amount": "20.5"},
            {"what": "100 -> 81"},
            {"record": other},
            {"store": self.south},
            {"reason": "another reason"},
            {"kind": "discount"},
        ):
            with self.subTest(change), self.refused(UserError, "something else"):
                self.ask(**{"key": "k", **change})

    def test_key_is_the_askers_own(self):
        mine, yours = self.ask(key="k"), self.ask(self.colleague, key="k")
        self.assertNotEqual(mine, yours)
        self.assertEqual(yours.requester_id, self.colleague)

    def test_without_a_key_each_is_its_own(self):
        self.assertNotEqual(self.ask(), self.ask())

    def test_who_does_not_work_in_the_shops_does_not_ask(self):
        for user in (self.auditor, self.admin, self.env.ref("base.user_root")):
            with self.subTest(user.login), self.refused(AccessError):
                self.ask(user)

    def test_record_must_be_readable(self):
        event = self.events.search([], limit=1)
        with self.refused(AccessError):
            self.ask(record=event)

    def test_floats_and_unknown_kinds_are_mistakes_of_the_program(self):
        with self.assertRaises(TypeError):
            self.verbs(self.cashier)._require(KIND, 20.0, self.product, "x")
        with self.assertRaises(ValueError):
            self.verbs(self.cashier)._require("no_such", 20, self.product, "x")

    def test_superuser_rights_are_no_limit(self):
        with self.refused(ApprovalNeeded, "beyond your limit"):
            self.verbs(self.cashier).sudo()._require(KIND, 20, self.product, "x")
        root = self.env.ref("base.user_root")
        with self.refused(ApprovalNeeded, "beyond your limit"):
            self.require(root)

    def test_approvers_of_the_store_are_told(self):
        self.assertEqual(self.told(self.ask), {"ap_manager", "ap_deputy"})

    def test_asker_is_told(self):
        request = self.ask()
        self.assertEqual(self.told(lambda: self.decide(request)), {"ap_cashier"})

    def told(self, deed):
        """Logins to whose screens ``deed`` sends a note; managers' lists reload."""
        self.env.cr.precommit.run()
        bus = self.env["bus.bus"].sudo()
        last = bus.search([], order="id desc", limit=1).id or 0
        deed()
        self.env.cr.precommit.run()
        sent = [
            (json.loads(row.channel)[1:], json.loads(row.message)["type"])
            for row in bus.search([("id", ">", last)])
        ]
        managers = self.env.ref("md_inventory_core.group_manager")
        self.assertIn((["res.groups", managers.id], "md_live"), sent)
        return {
            user.login
            for user in (
                self.cashier
                | self.colleague
                | self.manager
                | self.deputy
                | self.southern
                | self.auditor
                | self.admin
            )
            if (["res.partner", user.partner_id.id], "simple_notification") in sent
        }
