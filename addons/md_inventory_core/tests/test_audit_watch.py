from odoo import Command
from odoo.tests import new_test_user, tagged

from .audit_common import AuditCase

MANAGER = "md_inventory_core.group_manager"


@tagged("post_install", "-at_install")
class TestAuditWatch(AuditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "md_boss", groups=MANAGER)
        cls.product = cls.env["product.template"].create(
            {"name": "Tea", "list_price": 10, "standard_price": 4, "taxes_id": False}
        )
        cls.env.cr.flush()
        cls.start = cls.events.search([], limit=1).id

    def test_price_change_says_who_what_when_before_and_after(self):
        product = self.product.with_user(self.manager).with_context(
            md_audit_reason="season"
        )
        product.list_price = 12
        [event] = self.recorded()
        expected = {
            "kind": "price",
            "action": "write",
            "model": "product.template",
            "res_id": self.product.id,
            "before": {"list_price": 10.0},
            "after": {"list_price": 12.0},
            "user_id": self.manager.id,
            "login": "md_boss",
            "acting_user_id": False,
            "elevated": False,
            "company_id": self.env.company.id,
            "reason": "season",
        }
        self.assertEqual({name: event[name] for name in expected}, expected)
        self.assertTrue(event["at"])

    def test_program_with_system_rights_is_told_from_the_user(self):
        self.product.with_user(self.manager).sudo().list_price = 13
        [event] = self.recorded()
        self.assertEqual(
            (event["login"], event["elevated"], event["acting_user_id"]),
            ("md_boss", True, False),
        )

    def test_cost_barcode_code_and_tax(self):
        tax = self.env["account.tax"].create({"name": "VAT 7", "amount": 7})
        self.forget()
        self.product.standard_price = 5
        self.product.barcode = "MD-TEST-0001"
        self.product.default_code = "TEA"
        self.product.taxes_id = tax
        tax.amount = 8
        changes = [(e["model"], e["before"], e["after"]) for e in self.recorded()]
        variant = "product.product"
        self.assertEqual(
            changes,
            [
                (variant, {"standard_price": 4.0}, {"standard_price": 5.0}),
                (variant, {"barcode": False}, {"barcode": "MD-TEST-0001"}),
                (variant, {"default_code": False}, {"default_code": "TEA"}),
                (
                    "product.template",
                    {"taxes_id": []},
                    {"taxes_id": [[tax.id, tax.display_name]]},
                ),
                ("account.tax", {"amount": 7.0}, {"amount": 8.0}),
            ],
        )

    def test_same_value_and_unwatched_fields_are_no_event(self):
        self.product.list_price = 10
        self.product.description_sale = "green"
        self.product.write({"sequence": 7, "list_price": 10.0})
        self.assertEqual(self.recorded(), [])

    def test_each_record_has_an_event_of_its_own(self):
        other = self.product.copy()
        self.forget()
        (self.product | other).write({"list_price": 11})
        self.assertEqual(
            [event["res_id"] for event in self.recorded()], [self.product.id, other.id]
        )

    def test_birth_and_death(self):
        pricelist = self.env["product.pricelist"].create({"name": "Eid"})
        item = self.env["product.pricelist.item"].create(
            {
                "pricelist_id": pricelist.id,
                "product_tmpl_id": self.product.id,
                "compute_price": "fixed",
                "fixed_price": 8,
            }
        )
        item_id, name = item.id, item.display_name
        item.unlink()
        _list, born, dead = self.recorded()
        self.assertEqual(
            (born["action"], born["res_id"], born["after"]["fixed_price"]),
            ("create", item_id, 8.0),
        )
        self.assertEqual(
            (dead["action"], dead["res_id"], dead["before"]["display_name"]),
            ("unlink", item_id, name),
        )
        self.assertEqual((born["before"], dead["after"]), ({}, {}))

    def test_rights_are_told_by_name(self):
        group = self.env.ref("stock.group_stock_multi_locations")
        self.manager.group_ids = [Command.link(group.id)]
        [event] = self.recorded()
        added = [
            pair
            for pair in event["after"]["group_ids"]
            if pair not in event["before"]["group_ids"]
        ]
        self.assertEqual(
            (event["kind"], event["res_id"], added),
            ("rights", self.manager.id, [[group.id, group.display_name]]),
        )

    def test_rules_and_access_rows(self):
        model = self.env["ir.model"]._get("product.template")
        access = self.env["ir.model.access"].create(
            {"name": "x", "model_id": model.id, "perm_read": True}
            | {"group_id": self.env.ref(MANAGER).id}
        )
        access.perm_write = True
        rule = self.env["ir.rule"].create(
            {"name": "y", "model_id": model.id, "domain_force": "[(1, '=', 1)]"}
        )
        rule.active = False
        self.assertEqual(
            [(e["kind"], e["model"], e["action"]) for e in self.recorded()],
            [
                ("rights", "ir.model.access", "create"),
                ("rights", "ir.model.access", "write"),
                ("rights", "ir.rule", "create"),
                ("rights", "ir.rule", "write"),
            ],
        )

    def test_passwords_and_secret_settings_never_show(self):
        self.manager.password = "opensesame-1"
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("md.some_api_key", "abc-very-secret")
        parameters.set_param("md.some_api_key", "def-very-secret")
        parameters.set_param("md.plain", "seen")
        events = self.recorded()
        text = str(events)
        for secret in ("opensesame", "very-secret"):
            self.assertNotIn(secret, text)
        self.assertEqual(
            [(e["model"], e["action"], e["after"].get("value")) for e in events],
            [
                ("res.users", "write", None),
                ("ir.config_parameter", "create", "***"),
                ("ir.config_parameter", "write", "***"),
                ("ir.config_parameter", "create", "seen"),
            ],
        )
        self.assertEqual(events[0]["after"], {"password": "***"})

    def test_undone_savepoint_takes_its_events_along(self):
        self.product.list_price = 11
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.product.list_price = 99
            raise ZeroDivisionError
        self.product.list_price = 12
        self.assertEqual(
            [event["after"] for event in self.recorded()],
            [{"list_price": 11.0}, {"list_price": 12.0}],
        )

    def test_event_belongs_to_the_company_of_its_record(self):
        other = self.env["res.company"].create({"name": "Other"})
        mine = self.env["product.template"].create(
            {"name": "Theirs", "company_id": other.id, "list_price": 1}
        )
        self.forget()
        mine.list_price = 2
        self.product.list_price = 2
        self.assertEqual(
            [event["company_id"] for event in self.recorded()],
            [other.id, self.env.company.id],
        )

    def test_nobody_hides_an_event_in_a_company_of_no_one(self):
        product = self.product.with_user(self.manager)
        for invented in ([999999], ["1"], [False], 7, [[1]]):
            self.forget()
            context = {"allowed_company_ids": invented}
            self.trail.with_user(self.manager).with_context(**context)._record(
                "login", "login.failed", model=product._name
            )
            [event] = self.recorded()
            self.assertEqual(event["company_id"], self.env.company.id, invented)

    def test_stores_and_server_actions_are_watched(self):
        store = self.env["stock.warehouse"].search([], limit=1)
        self.manager.md_store_ids = store
        action = self.env["ir.actions.server"].create(
            {
                "name": "x",
                "model_id": self.env["ir.model"]._get("res.partner").id,
                "state": "code",
                "code": "pass",
            }
        )
        action.code = "action = {}"
        stores, _born, code = self.recorded()
        self.assertEqual(
            (stores["model"], stores["after"]),
            ("res.users", {"md_store_ids": [[store.id, store.display_name]]}),
        )
        self.assertEqual(
            (code["model"], code["after"]), (action._name, {"code": "action = {}"})
        )

    def test_a_reader_sees_labels_and_changes(self):
        self.product.list_price = 12
        self.env.cr.flush()
        event = self.events.search([("id", ">", self.start)])
        label = self.env["product.template"]._fields["list_price"].string
        self.assertEqual(event.changes, f"{label}: 10.0 → 12.0")
        self.assertEqual(event.model_label, "Product")
        self.assertEqual(event.record_label, "Tea")
        gone = self.events.new({"model": "product.template", "res_id": 2**30})
        self.assertEqual(gone.record_label, f"#{2**30}")

    def test_every_watch_names_a_field_that_exists(self):
        for watch in self.env["md.audit.registry"]._watches():
            if watch.model in self.env.registry:
                known = set(self.env[watch.model]._fields)
                self.assertLessEqual(watch.fields | watch.secret, known, watch.model)
