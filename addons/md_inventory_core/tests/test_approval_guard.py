from psycopg2 import errors

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .approval_common import ROLE, ApprovalCase

SERVICES = (
    "md.approval",
    "md.approval.rules",
    "md.approval.news",
    "md.pin",
    "md.price.change",
    "md.clock",
)


@tagged("post_install", "-at_install")
class TestApprovalGuard(ApprovalCase):
    def everybody(self):
        return (
            self.cashier,
            self.colleague,
            self.manager,
            self.auditor,
            self.admin,
            self.env.ref("base.user_admin"),
        )

    def test_nobody_edits_a_request_over_rpc(self):
        request = self.ask()
        values = {"state": "approved", "approver_id": self.manager.id}
        new = {
            "kind_id": self.kind.id,
            "company_id": self.company.id,
            "model": "product.template",
            "res_id": 1,
            "subject": "x",
            "fingerprint": "x",
            "amount": 1,
            "reason": "x",
            "requester_id": self.cashier.id,
            "key": "x",
            "state": "approved",
        }
        for user in self.everybody():
            for method, args in (
                ("write", (request.ids, values)),
                ("write", (request.ids, {})),
                ("web_save", (request.ids, values, {})),
                ("unlink", (request.ids,)),
                ("create", ([new],)),
                ("web_save", ([], new, {})),
                ("copy", (request.ids,)),
                ("load", (["state"], [["approved"]])),
            ):
                with self.subTest(user=user.login, method=method):
                    self.attempt(user, method, *args)
        request.invalidate_recordset()
        self.assertEqual(request.state, "pending")

    def attempt(self, user, method, *args):
        """The call is refused; `load` answers with messages instead."""
        if method == "load":
            answer = self.rpc(user, "md.approval.request", method, *args)
            self.assertFalse(answer["ids"])
            return
        with self.assertRaises(AccessError):
            self.rpc(user, "md.approval.request", method, *args)

    def test_not_even_superuser_rights_edit(self):
        request = self.ask()
        for attempt in (
            lambda: request.write({"state": "approved"}),
            lambda: request.unlink(),
            lambda: request.create({}),
            lambda: request.copy(),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_verbs_are_not_callable_over_rpc(self):
        request = self.ask()
        for model in SERVICES:
            names = [
                name
                for cls in type(self.env[model]).mro()
                if cls.__module__.startswith("odoo.addons.md_") and cls._name != "base"
                for name in vars(cls)
                if callable(getattr(cls, name)) and not name.startswith("__")
            ]
            self.assertTrue(names)
            for name in names:
                with self.subTest(f"{model}.{name}"), self.assertRaises(AccessError):
                    self.rpc(self.manager, model, name, request.ids)
        for name in ("_insert", "_move"):
            with self.assertRaises(AccessError):
                self.rpc(self.manager, request._name, name, request.ids)

    def test_who_sees_which_requests(self):
        north = self.ask(store=self.north)
        south = self.ask(self.colleague, store=self.south)
        neither = self.ask(self.colleague, store=self.env["stock.warehouse"], key="n")
        ours = north | south | neither
        for user, seen in (
            (self.cashier, north),
            (self.colleague, south | neither),
            (self.manager, ours),
            (self.southern, south | neither),
            (self.auditor, ours),
        ):
            with self.subTest(user.login):
                found = self.env["md.approval.request"].with_user(user).search([])
                self.assertEqual(found & ours, seen)
        for user in (self.admin, self.env.ref("base.user_admin")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.rpc(user, "md.approval.request", "search_read", [])

    def test_requests_of_other_companies_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        people = {
            role: self.person(
                f"ap_other_{role}", role, company_id=other.id, company_ids=other.ids
            )
            for role in ("manager", "auditor", "cashier")
        }
        request = self.ask()
        for user in people.values():
            found = self.env["md.approval.request"].with_user(user).search([])
            self.assertNotIn(request, found)

    def test_dialogs_do_no_more_than_the_verbs(self):
        request = self.ask()
        for user, verdict in (
            (self.cashier, "approve"),
            (self.auditor, "approve"),
            (self.admin, "refuse"),
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                vals = {"request_id": request.id, "verdict": verdict, "reason": "x"}
                [wizard] = self.rpc(user, "md.approval.decision", "create", [vals]).ids
                self.rpc(user, "md.approval.decision", "action_decide", [wizard])
        self.assertEqual(request.state, "pending")

    def test_dialog_decides(self):
        for verdict, state in (("approve", "approved"), ("refuse", "refused")):
            request = self.ask()
            action = self.rpc(
                self.manager, request._name, f"action_{verdict}", request.ids
            )
            defaults = {
                name.removeprefix("default_"): value
                for name, value in action["context"].items()
                if name.startswith("default_")
            }
            wizard = self.env[action["res_model"]].with_user(self.manager)
            wizard.create({**defaults, "reason": "so be it"}).action_decide()
            self.assertEqual(request.state, state)
            self.assertEqual(request.decision_reason, "so be it")

    def test_limits_are_the_administrators_to_set(self):
        limit = self.env.ref("md_inventory_core.approval_limit_discount_cashier")
        for user in (self.cashier, self.manager, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.rpc(user, limit._name, "write", limit.ids, {"maximum": 99})
        self.rpc(self.admin, limit._name, "write", limit.ids, {"maximum": 6})
        self.assertEqual(limit.maximum, 6)
        [event] = self.recorded(model=limit._name)
        self.assertEqual(event["user_id"], self.admin.id)
        self.assertEqual(event["before"], {"maximum": 5})
        self.assertEqual(event["after"], {"maximum": 6})

    def test_only_roles_of_the_shops_have_limits(self):
        limits = self.env["md.approval.limit"].with_user(self.admin)
        for group in (f"{ROLE}admin", f"{ROLE}auditor", "base.group_user"):
            with (
                self.subTest(group),
                self.assertRaisesRegex(ValidationError, "cannot have a limit"),
            ):
                limits.create(
                    {
                        "kind_id": self.kind.id,
                        "group_id": self.env.ref(group).id,
                        "maximum": 1,
                    }
                )

    @mute_logger("odoo.sql_db")
    def test_limits_that_make_no_sense(self):
        limit = self.env.ref("md_inventory_core.approval_limit_discount_cashier")
        with self.assertRaises(errors.CheckViolation):
            limit.maximum = -1
            limit.flush_recordset()
        with self.assertRaises(errors.UniqueViolation):
            limit.copy()
        own = limit.copy({"company_id": self.company.id})
        with self.assertRaises(errors.UniqueViolation):
            own.copy()
